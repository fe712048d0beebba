//! `lectern initiative apply FILE` sets up an initiative from a file, or changes it; `lectern initiative export` writes
//! the file.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use chrono::Utc;
use diesel_async::AsyncPgConnection;

use crate::domain::definition::{self, InitiativeDefinition};
use crate::models::audit::Actor;
use crate::models::definition::{ApplyError, ChangedSince, Plan};
use crate::models::definition::{apply as apply_definition, load, plan};

/// How a file is applied.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ApplyOptions {
    /// Show what the file would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Apply the file even if the initiative was changed after the file was made from it
    #[arg(long)]
    pub force: bool,
}

/// Applies the file and says what changed. A file with mistakes changes nothing: each one is printed as
/// `file:line: key: message`.
///
/// # Errors
/// A file that cannot be read or has mistakes, a refusal, or a failing database.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    file: &Path,
    options: &ApplyOptions,
) -> anyhow::Result<()> {
    let definition = read(file)?;
    let changed_since = if options.force { ChangedSince::Overwrite } else { ChangedSince::Refuse };
    let outcome = if options.dry_run {
        plan(conn, &definition, changed_since, Utc::now()).await
    } else {
        apply_definition(conn, &definition, changed_since, Actor::Operator, Utc::now()).await
    };
    match outcome {
        Ok(plan) => Ok(report(&definition, &plan, options)?),
        Err(ApplyError::ChangedSince { differences }) => {
            print_lines(&mut io::stderr().lock(), &differences)?;
            bail!(
                "{} was changed after {} was made from it, and the lines above are the differences. \
                 Nothing was changed. Bring the file up to date, or add --force to apply it as it is.",
                definition.slug,
                file.display()
            )
        }
        Err(ApplyError::Database(error)) => Err(error).context("applying the definition"),
        Err(refused) => Err(anyhow!("{refused}. Nothing was changed.")),
    }
}

/// Writes the initiative as it stands. The file says which state it came from, so that applying it later overwrites
/// nothing that was changed since.
///
/// # Errors
/// No such initiative, or a failing database.
pub async fn export(conn: &mut AsyncPgConnection, slug: &str) -> anyhow::Result<()> {
    let stored = load(conn, slug).await.context("reading the definition")?;
    let stored = stored.with_context(|| format!("there is no initiative {slug}"))?;
    let file = InitiativeDefinition { came_from: Some(stored.digest()), ..stored };
    io::stdout().lock().write_all(file.to_toml().as_bytes())?;
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<InitiativeDefinition> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let name = file.display();
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + valid.filter(|it| **it == b'\n').count();
        anyhow!("{name}:{line}: this is not UTF-8. Nothing was changed.")
    })?;
    definition::parse(&text).or_else(|errors| {
        let lines: Vec<_> = errors
            .iter()
            .map(|it| match it.key.as_str() {
                "" => format!("{name}:{}: {}", it.line, it.message),
                key => format!("{name}:{}: {key}: {}", it.line, it.message),
            })
            .collect();
        let mut err = io::stderr().lock();
        lines.iter().try_for_each(|it| writeln!(err, "{it}"))?;
        let mistakes = if lines.len() == 1 { "mistake" } else { "mistakes" };
        bail!("{name} has {} {mistakes}, named above. Nothing was changed.", lines.len())
    })
}

fn report(
    definition: &InitiativeDefinition,
    plan: &Plan,
    options: &ApplyOptions,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let slug = &definition.slug;
    match (plan.changes.len(), options.dry_run) {
        (0, _) => writeln!(out, "{slug} stands as the file says: nothing to change.")?,
        (_, true) => writeln!(out, "{slug} would change. Nothing was changed yet:")?,
        (_, false) => writeln!(out, "{slug} was changed:")?,
    }
    print_lines(&mut out, &plan.changes)?;
    if !options.dry_run && definition.came_from.as_ref() != Some(&plan.digest) {
        writeln!(
            out,
            "To be told of changes made elsewhere before the next apply, put this line at the top of the \
             file:\ncame_from = \"{}\"",
            plan.digest
        )?;
    }
    Ok(())
}

fn print_lines(out: &mut impl Write, lines: &[impl Display]) -> io::Result<()> {
    lines.iter().try_for_each(|it| writeln!(out, "  {it}"))
}
