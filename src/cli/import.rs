//! `lectern import`: comments from CSV files into an area.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use indicatif::{ProgressBar, ProgressStyle};

use super::Place;
use super::database::with_connection;
use crate::datasets::formula;
use crate::import::{self, Destination, Observer, Records, Reject, Summary, Target};
use crate::schema::intake::audit_log;

#[derive(Debug, Clone, Args)]
pub struct ImportOptions {
    /// INITIATIVE/AREA, or the area alone where only one has that name
    #[arg(long, value_name = "AREA")]
    area: String,
    /// CSV files in UTF-8. The first row names the columns, in any order: `source_id` and `body` (or `text`) are
    /// needed; `received_on`, `first_name`, `last_name`, `organization` and `category` (the code of a respondent
    /// kind) are used where they are
    #[arg(required = true, value_name = "FILE.csv")]
    files: Vec<PathBuf>,
    /// Publish what is taken in, by a decision of the import itself
    #[arg(long)]
    published: bool,
    /// Where rows that cannot be taken are listed with line and reason; standard error if left out
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

/// `lectern import`
///
/// A comment that is there already is skipped, so an import that was stopped is finished by running it again.
///
/// # Errors
/// In words for an operator. Whole batches that were stored before are kept.
pub async fn import(place: &Place, options: &ImportOptions) -> anyhow::Result<()> {
    with_connection(place, async |conn, _| {
        let started = Instant::now();
        let summary = import_files(conn, options).await?;
        let seconds = started.elapsed().as_secs_f64();
        if 0 < summary.n_unknown_categories {
            let n = summary.n_unknown_categories;
            let were = if n == 1 { "category was" } else { "categories were" };
            writeln!(std::io::stdout(), "{n} {were} not known and left out")?;
        }
        let memory = peak_memory().map(|it| format!(", peak memory {it}")).unwrap_or_default();
        writeln!(
            std::io::stdout(),
            "imported {}, already there {}, rejected {}, in {seconds:.1} s{memory}",
            summary.n_imported,
            summary.n_already_there,
            summary.n_rejected
        )?;
        Ok(())
    })
    .await
}

async fn import_files(
    conn: &mut AsyncPgConnection,
    options: &ImportOptions,
) -> anyhow::Result<Summary> {
    let destination = if options.published { Destination::Published } else { Destination::Queue };
    let target = Target::find(conn, &options.area, destination).await?;
    // Every header is read before the first row is stored: a wrong file is better found at once.
    let files: Vec<_> =
        options.files.iter().map(|it| Records::open(it)).collect::<Result<_, _>>()?;
    let mut watch = Watch::start(options)?;
    let mut summary = Summary::default();
    let mut done = Ok(());
    for records in files {
        watch.say_ignored(&records);
        match import::import(conn, &target, records, &mut watch).await {
            Ok(of_file) => summary = summary.plus(of_file),
            Err(error) => {
                done = Err(error);
                break;
            }
        }
        watch.next_file();
    }
    // A run that broke off changed something too. What it says of itself matters more than whether this was noted.
    let noted = note(conn, &target, summary, &done).await.context("the audit log");
    done.and(noted)?;
    watch.finish()?;
    Ok(summary)
}

/// The audit row of this run. The actor is null: an operator acts from the command line. The counts are of the
/// files that were read to their end, all of them if it is `complete`.
async fn note(
    conn: &mut AsyncPgConnection,
    target: &Target,
    summary: Summary,
    done: &anyhow::Result<()>,
) -> QueryResult<()> {
    let area = format!("{}/{}", target.initiative.slug, target.area.slug);
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::act.eq("comments_imported"),
            audit_log::subject.eq(area),
            audit_log::detail.eq(serde_json::json!({
                "published": target.destination == Destination::Published,
                "complete": done.is_ok(),
                "imported": summary.n_imported,
                "already_there": summary.n_already_there,
                "rejected": summary.n_rejected,
                "unknown_categories": summary.n_unknown_categories,
            })),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A bar on the terminal (none where there is no terminal), and the list of rejected rows.
struct Watch {
    bar: ProgressBar,
    done_before: u64,
    rejects: Option<csv::Writer<File>>,
}

impl Watch {
    fn start(options: &ImportOptions) -> anyhow::Result<Self> {
        let sizes = options.files.iter().map(|it| it.metadata().map_or(0, |it| it.len()));
        let bar = ProgressBar::new(sizes.sum()).with_style(ProgressStyle::with_template(
            "{wide_bar} {bytes} of {total_bytes}, {eta} left",
        )?);
        let rejects = match &options.rejects {
            Some(path) => {
                let mut writer =
                    csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
                writer.write_record(["file", "line", "source_id", "reason"])?;
                Some(writer)
            }
            None => None,
        };
        Ok(Self { bar, done_before: 0, rejects })
    }

    fn say_ignored(&self, records: &Records) {
        let ignored: Vec<_> = records.ignored_columns().collect();
        if !ignored.is_empty() {
            let file = records.path().display();
            self.say(&format!("{file}: these columns are left out: {}", ignored.join(", ")));
        }
    }

    fn next_file(&mut self) {
        self.done_before = self.bar.position();
    }

    fn finish(mut self) -> anyhow::Result<()> {
        self.bar.finish_and_clear();
        if let Some(writer) = &mut self.rejects {
            writer.flush()?;
        }
        Ok(())
    }

    /// A line on standard error, above the bar.
    fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }
}

impl Observer for Watch {
    fn rejected(&mut self, file: &Path, reject: &Reject) -> anyhow::Result<()> {
        let (file, line) = (file.display().to_string(), reject.line.to_string());
        match &mut self.rejects {
            // The list is opened in a spreadsheet like any other.
            Some(writer) => {
                let source_id = formula::guard(&reject.source_id);
                writer.write_record([&file, &line, &*source_id, &reject.reason])?;
            }
            None => self.say(&format!("{file}:{line}: {}", reject.reason)),
        }
        Ok(())
    }

    fn done_to(&mut self, _file: &Path, byte: u64) {
        self.bar.set_position(self.done_before + byte);
    }
}

/// The most memory that this process ever held, where the system says so.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{} MiB", kibibytes.div_ceil(1024)))
}
