//! Comments from other records: CSV in, the corridor of every comment from there on.
//!
//! Each batch is one transaction, and a comment that is there already is skipped. So an import that was killed is
//! finished by running it again.

mod batch;
mod header;
mod plain_lines;
mod publish;
mod records;
mod row;
mod target;

use std::path::Path;

use anyhow::Context;
use diesel_async::AsyncPgConnection;

pub use batch::Batch;
pub use records::Records;
pub use target::{Destination, Target};

/// How an import went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub n_imported: u64,
    pub n_already_there: u64,
    pub n_rejected: u64,
    /// Imported comments whose category no respondent kind has, so that they have none.
    pub n_unknown_categories: u64,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// Empty where it could not be read.
    pub source_id: String,
    pub reason: String,
}

/// Who watches an import.
pub trait Observer {
    /// A row was not taken; the import goes on.
    fn rejected(&mut self, file: &Path, reject: &Reject) -> anyhow::Result<()>;
    /// Everything up to this byte of the file is done.
    fn done_to(&mut self, file: &Path, byte: u64);
}

/// Takes in everything that `records` holds.
///
/// # Errors
/// If the file or the database fails; whole batches are kept.
pub async fn import(
    conn: &mut AsyncPgConnection,
    target: &Target,
    mut records: Records,
    observer: &mut impl Observer,
) -> anyhow::Result<Summary> {
    let file = records.path().to_owned();
    let mut summary = Summary::default();
    let mut batch = Batch::default();
    while let Some((line, row)) = records.next(target)? {
        match row {
            Ok(row) => batch.push(line, row),
            Err(reject) => summary.reject(&file, &reject, observer)?,
        }
        if batch.is_full() {
            summary.store(conn, target, &mut batch, &file, observer).await?;
            observer.done_to(&file, records.byte());
        }
    }
    summary.store(conn, target, &mut batch, &file, observer).await?;
    observer.done_to(&file, records.byte());
    Ok(summary)
}

impl Summary {
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            n_imported: self.n_imported + other.n_imported,
            n_already_there: self.n_already_there + other.n_already_there,
            n_rejected: self.n_rejected + other.n_rejected,
            n_unknown_categories: self.n_unknown_categories + other.n_unknown_categories,
        }
    }

    async fn store(
        &mut self,
        conn: &mut AsyncPgConnection,
        target: &Target,
        batch: &mut Batch,
        file: &Path,
        observer: &mut impl Observer,
    ) -> anyhow::Result<()> {
        let stored = std::mem::take(batch).store(conn, target).await;
        let stored = stored.with_context(|| format!("storing rows of {}", file.display()))?;
        self.n_imported += stored.n_imported;
        self.n_already_there += stored.n_already_there;
        self.n_unknown_categories += stored.n_unknown_categories;
        for reject in &stored.rejects {
            self.reject(file, reject, observer)?;
        }
        Ok(())
    }

    fn reject(
        &mut self,
        file: &Path,
        reject: &Reject,
        observer: &mut impl Observer,
    ) -> anyhow::Result<()> {
        self.n_rejected += 1;
        observer.rejected(file, reject)
    }
}
