//! Everything that is held about somebody, for them: a zip of JSON and CSV, made while it is read.
//!
//! It comes from one snapshot of the database, and a few rows at a time are in memory, however much somebody wrote.

mod archive;
mod parts;
mod tables;

use std::io::Write;
use std::time::Duration;

use actix_web::rt;
use anyhow::{Context, anyhow};
use bytes::Bytes;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::TryStreamExt;
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use crate::app::AppState;
use crate::datasets::Chunks;
use crate::domain::attachment::FileDigest;
use crate::error::{AppError, AppResult};
use crate::models::account::AccountId;
use archive::Archive;
use parts::{PARTS, Part, README};
pub use tables::{ELSEWHERE, is_in_the_file};

/// Chunks that wait for the reader while the next one is made.
const N_AHEAD: usize = 2;
/// How long the reader may take nothing. It is shorter than what the database allows an idle transaction.
const STALL: Duration = Duration::from_secs(20);
/// How long the tables may take: they hold a connection. Files take as long as somebody reads them.
const WHOLE: Duration = Duration::from_secs(300);
/// When somebody who found all places taken may ask again.
const ASK_AGAIN_SECONDS: u64 = 30;

/// Begins to write. What is read from it ends without an error only if the file is whole.
///
/// # Errors
/// If too many are being written already.
pub fn start(state: &AppState, account_id: AccountId) -> AppResult<Receiver<AppResult<Bytes>>> {
    let place = state.exports.clone().try_acquire_owned();
    let place = place.map_err(|_| AppError::TooManyRequests {
        sentence: "Others are downloading their data right now.",
        retry_after: ASK_AGAIN_SECONDS,
    })?;
    let (sender, receiver) = channel(N_AHEAD);
    let state = state.clone();
    rt::spawn(async move {
        let _place = place;
        if let Err(error) = write(&state, account_id, &sender).await {
            // Nobody listens where the reader has gone away.
            drop(timeout(STALL, sender.send(Err(error))).await);
        }
    });
    Ok(receiver)
}

async fn write(
    state: &AppState,
    id: AccountId,
    sender: &Sender<AppResult<Bytes>>,
) -> AppResult<()> {
    let (mut archive, files) = {
        let mut conn = state.db().await?;
        let mut tables = conn.build_transaction().read_only().repeatable_read();
        let written = tables.run(async |conn| write_tables(conn, id, sender).await);
        timeout(WHOLE, written).await.context("it took too long")??
    };
    // No connection is held while files are read, however slowly somebody takes them.
    for file in files {
        write_file(state, &mut archive, &file, sender).await?;
    }
    hand_over(sender, archive.finish()?).await
}

async fn write_file(
    state: &AppState,
    archive: &mut Archive,
    file: &HeldFile,
    sender: &Sender<AppResult<Bytes>>,
) -> AppResult<()> {
    let sha256 = FileDigest::try_from(file.sha256.clone()).map_err(|it| anyhow!(it))?;
    // One that its owner took away from a draft meanwhile may be gone.
    if !state.files.has(&sha256).await? {
        return Ok(());
    }
    archive.begin(&file.place)?;
    let (_, mut pieces) = state.files.read(&sha256).await?;
    while let Some(piece) = pieces.try_next().await.context("a stored file")? {
        archive.write_all(&piece).context("the archive")?;
        if let Some(chunk) = archive.full() {
            hand_over(sender, chunk).await?;
        }
    }
    Ok(())
}

/// Everything but the files themselves, and which they are.
async fn write_tables(
    conn: &mut AsyncPgConnection,
    id: AccountId,
    sender: &Sender<AppResult<Bytes>>,
) -> AppResult<(Archive, Vec<HeldFile>)> {
    // A statement lasts as long as its rows are read.
    diesel::sql_query("SET LOCAL statement_timeout = '300s'").execute(conn).await?;
    let mut out = Out { archive: Archive::new(), sender };
    out.archive.begin("README.txt")?;
    out.archive.write_all(README.as_bytes()).context("the archive")?;
    for part in PARTS {
        out.json(conn, part, id).await?;
        out.csv(conn, part, id).await?;
    }
    let files = [parts::ME, parts::FILES].join(" ");
    let files = diesel::sql_query(files).bind::<BigInt, _>(id).load(conn).await?;
    Ok((out.archive, files))
}

/// An archive on its way.
struct Out<'a> {
    archive: Archive,
    sender: &'a Sender<AppResult<Bytes>>,
}

impl Out<'_> {
    /// An array of objects, one on each line.
    async fn json(
        &mut self,
        conn: &mut AsyncPgConnection,
        part: &Part,
        id: AccountId,
    ) -> AppResult<()> {
        self.archive.begin(&format!("{}.json", part.name))?;
        let mut rows = part.rows(conn, id).await?;
        let mut before = "[\n";
        while let Some(row) = rows.try_next().await? {
            let fields: Vec<String> = part
                .columns
                .iter()
                .zip(row.values()?)
                .map(|(name, value)| format!("{}: {value}", Value::from(*name)))
                .collect();
            self.put(format!("{before}{{{}}}", fields.join(", ")).as_bytes()).await?;
            before = ",\n";
        }
        self.put(if before == "[\n" { b"[]\n" } else { b"\n]\n" }).await
    }

    async fn csv(
        &mut self,
        conn: &mut AsyncPgConnection,
        part: &Part,
        id: AccountId,
    ) -> AppResult<()> {
        self.archive.begin(&format!("{}.csv", part.name))?;
        let mut records = Chunks::new();
        records.header(part.columns.iter().copied()).context("CSV")?;
        let mut rows = part.rows(conn, id).await?;
        while let Some(row) = rows.try_next().await? {
            for value in row.values()? {
                let said = match value {
                    Value::Null => None,
                    Value::String(text) => Some(text),
                    other => Some(other.to_string()),
                };
                records.cell(said.as_deref()).context("CSV")?;
            }
            records.end_record().context("CSV")?;
            if let Some(chunk) = records.full().context("CSV")? {
                self.put(&chunk).await?;
            }
        }
        let rest = records.rest().context("CSV")?;
        self.put(&rest).await
    }

    async fn put(&mut self, bytes: &[u8]) -> AppResult<()> {
        self.archive.write_all(bytes).context("the archive")?;
        match self.archive.full() {
            Some(chunk) => hand_over(self.sender, chunk).await,
            None => Ok(()),
        }
    }
}

async fn hand_over(sender: &Sender<AppResult<Bytes>>, chunk: Bytes) -> AppResult<()> {
    let taken = timeout(STALL, sender.send(Ok(chunk))).await;
    taken.context("the reader sleeps")?.map_err(|_| anyhow!("the reader is gone"))?;
    Ok(())
}

/// A file that somebody sent.
#[derive(QueryableByName)]
struct HeldFile {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    sha256: String,
}

/// One row, as a JSON array in the order of the part's columns.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    cells: String,
}

impl Row {
    fn values(&self) -> AppResult<Vec<Value>> {
        Ok(serde_json::from_str(&self.cells).context("a row")?)
    }
}

impl Part {
    async fn rows<'a>(
        &self,
        conn: &'a mut AsyncPgConnection,
        id: AccountId,
    ) -> QueryResult<impl futures_util::Stream<Item = QueryResult<Row>> + Unpin + use<'a>> {
        let sql = format!("{} {}", parts::ME, self.sql);
        diesel::sql_query(sql).bind::<BigInt, _>(id).load_stream(conn).await
    }
}
