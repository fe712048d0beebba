//! `lectern export`: the dataset as a file, the same bytes as the download.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use diesel_async::AsyncPgConnection;

use super::Place;
use super::database::with_database;
use crate::app::PublicState;
use crate::datasets::{SelectError, Selection, ToWriter, WholeFile, write_csv};
use crate::models::area::Area;

/// How long to wait for the database.
const WAIT: Duration = Duration::from_secs(10);
/// Whoever runs this command can stop it; a large record may take its time.
const NO_LIMIT: Duration = Duration::ZERO;

#[derive(Debug, Clone, Args)]
pub struct ExportOptions {
    #[command(flatten)]
    subject: Subject,
    /// Only comments with this stance, or `not_given`
    #[arg(long, value_name = "STANCE")]
    stance: Option<String>,
    /// Only comments of this kind of respondent, or `not_given`
    #[arg(long, value_name = "CODE")]
    respondent_kind: Option<String>,
    /// Only comments received on this day, as 2026-02-28
    #[arg(long, value_name = "DAY")]
    received_on: Option<String>,
    /// Only comments that came in this way: web, import or staff
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Only comments with this answer; `*` stands for any answer
    #[arg(long, value_name = "KEY=CODE", value_parser = parse_answer)]
    answer: Option<(String, String)>,
    /// Where to write; standard output if left out. A file appears under this name once it is whole
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
struct Subject {
    /// A whole initiative, by the last word of its address
    #[arg(long, value_name = "INITIATIVE")]
    initiative: Option<String>,
    /// INITIATIVE/AREA, or the area alone where only one has that name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
}

/// `lectern export`
///
/// It works in the role of the public: a private word has no way into the file.
///
/// # Errors
/// In words for an operator. The file of `--output` is then as it was before.
pub async fn export(place: &Place, options: &ExportOptions) -> anyhow::Result<()> {
    with_database(place, async |url, settings| {
        let state = PublicState::new(&Arc::new(settings.clone()), url)?;
        let selection = options.selection(&mut *state.db().await?).await?;
        let connection = state.datasets().get(WAIT).await.context("no database connection")?;
        let Some(path) = &options.output else {
            write_csv(connection, &selection, NO_LIMIT, &mut ToWriter(std::io::stdout())).await?;
            return Ok(());
        };
        let whole = WholeFile::create(path).with_context(|| path.display().to_string())?;
        let mut sink = ToWriter(whole.file());
        let n_comments = write_csv(connection, &selection, NO_LIMIT, &mut sink).await?;
        whole.finish().with_context(|| path.display().to_string())?;
        writeln!(std::io::stdout(), "{n_comments} comments are in {}", path.display())?;
        Ok(())
    })
    .await
}

impl ExportOptions {
    async fn selection(&self, conn: &mut AsyncPgConnection) -> anyhow::Result<Selection> {
        let filter = self.filter();
        let selection = match (&self.subject.initiative, &self.subject.area) {
            (_, Some(path)) => {
                let (initiative, area) = Area::find_by_path(conn, path).await?;
                Selection::of_area(conn, &initiative.slug, &area.slug, &filter).await
            }
            (initiative, None) => {
                let initiative = initiative.as_deref().unwrap_or_default();
                match Selection::of_initiative(conn, initiative, &filter).await {
                    Err(SelectError::Diesel(diesel::result::Error::NotFound)) => {
                        anyhow::bail!("there is no initiative {initiative}")
                    }
                    selection => selection,
                }
            }
        };
        Ok(selection?)
    }

    /// The filter as the pairs of a query: the same words as in an address.
    fn filter(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &Option<String>| Some((name.to_owned(), value.clone()?));
        let answer = self.answer.clone().map(|(key, code)| (format!("answers.{key}"), code));
        [
            pair("stance", &self.stance),
            pair("respondent_kind", &self.respondent_kind),
            pair("received_on", &self.received_on),
            pair("source", &self.source),
            answer,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn parse_answer(text: &str) -> Result<(String, String), String> {
    let (key, code) = text.split_once('=').ok_or("write it as KEY=CODE")?;
    Ok((key.to_owned(), code.to_owned()))
}
