//! Rows out of the database and into CSV, a few at a time.

use std::future::Future;
use std::io::{self, Write};
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyOutStream;
use tokio_postgres::types::Type;

use super::chunks::Chunks;
use super::selection::{SelectedArea, Selection};
use crate::db::copy_pool::CopyConnection;
use crate::domain::public_filter::Clause;

/// Where a file goes, a chunk at a time. It may let the writer wait, or say that nobody reads any more.
pub trait Sink: Send {
    fn take(&mut self, chunk: Bytes) -> impl Future<Output = io::Result<()>> + Send;
}

/// Writes to a file or a pipe, and keeps its thread busy meanwhile: for the command line.
#[derive(Debug)]
pub struct ToWriter<W>(pub W);

/// Why a file was not finished.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    #[error("the database: {}", about(.0))]
    Database(#[from] tokio_postgres::Error),
    #[error("writing CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the reader: {0}")]
    Reader(#[from] io::Error),
    #[error("the time for one file is over")]
    TimeLimit,
    #[error("the download was stopped")]
    Stopped,
}

/// Writes the whole selection as CSV, from one snapshot of the public record, and returns the number of comments.
///
/// No statement takes longer than `limit`; zero is no limit. The connection goes back to its pool only if every
/// row was taken; in any other case, being dropped included, it is closed.
pub async fn write_csv(
    connection: CopyConnection,
    selection: &Selection,
    limit: Duration,
    sink: &mut impl Sink,
) -> Result<u64, DatasetError> {
    let client = connection.client().map_err(|_| DatasetError::Stopped)?;
    begin(client, selection, limit).await?;
    let clauses = selection.filter.clauses();
    for (n, clause) in clauses.iter().enumerate() {
        // A condition without a value names no setting.
        set(client, &filter_setting(n), clause.value.as_deref().unwrap_or_default()).await?;
    }
    set(client, "lectern.initiative", &selection.initiative).await?;

    let mut chunks = Chunks::new();
    chunks.header(selection.columns.iter().map(|(name, _)| name.as_str()))?;
    let mut n_comments = 0;
    for area in &selection.areas {
        set(client, "lectern.area", &area.slug).await?;
        let sql = copy_sql(selection, area, &clauses);
        n_comments += copy(client, &sql, selection.columns.len(), &mut chunks, sink).await?;
    }
    client.batch_execute("COMMIT").await?;
    connection.give_back();
    sink.take(chunks.rest()?).await?;
    Ok(n_comments)
}

impl<W: Write + Send> Sink for ToWriter<W> {
    async fn take(&mut self, chunk: Bytes) -> io::Result<()> {
        self.0.write_all(&chunk)?;
        self.0.flush()
    }
}

/// One snapshot for all areas. Rows come in the order of an index, because sorting a whole area would first write
/// it to disk; only where few comments gave one answer may sorting those be the shorter way.
async fn begin(
    client: &Client,
    selection: &Selection,
    limit: Duration,
) -> Result<(), tokio_postgres::Error> {
    let sort = if selection.filter.answer.is_some() { "on" } else { "off" };
    let sql = format!(
        "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
         SET LOCAL statement_timeout = {};
         SET LOCAL enable_sort = {sort}",
        // Postgres counts in 32 bits; more than its 24 days is no limit that anybody waits for.
        limit.as_millis().min(i32::MAX as u128)
    );
    client.batch_execute(&sql).await
}

/// COPY takes no parameters, so values travel beside the SQL as settings of the transaction.
async fn set(client: &Client, name: &str, value: &str) -> Result<(), tokio_postgres::Error> {
    client.execute("SELECT set_config($1, $2, true)", &[&name, &value]).await?;
    Ok(())
}

async fn copy(
    client: &Client,
    sql: &str,
    n_columns: usize,
    chunks: &mut Chunks,
    sink: &mut impl Sink,
) -> Result<u64, DatasetError> {
    let types = vec![Type::TEXT; n_columns];
    let mut rows = pin!(BinaryCopyOutStream::new(client.copy_out(sql).await?, &types));
    let mut n_rows = 0;
    while let Some(row) = rows.try_next().await? {
        for i in 0..n_columns {
            chunks.cell(row.try_get(i)?)?;
        }
        chunks.end_record()?;
        n_rows += 1;
        if let Some(chunk) = chunks.full()? {
            sink.take(chunk).await?;
        }
    }
    Ok(n_rows)
}

fn copy_sql(selection: &Selection, area: &SelectedArea, clauses: &[Clause]) -> String {
    let columns: Vec<_> =
        selection.columns.iter().map(|(_, sql)| format!("({sql})::text")).collect();
    let conditions: String = clauses
        .iter()
        .enumerate()
        .map(|(n, clause)| {
            let value = format!("current_setting('{}')", filter_setting(n));
            format!(" AND {}", clause.sql.replace("{}", &value))
        })
        .collect();
    format!(
        "COPY (SELECT {} FROM public_record.comments WHERE area_id = {}{conditions}
         ORDER BY received_on, tracking_number) TO STDOUT (FORMAT binary)",
        columns.join(", "),
        area.id.0
    )
}

fn filter_setting(n: usize) -> String {
    format!("lectern.filter_{n}")
}

/// The code and message of a database error; its details quote rows, and rows quote people.
fn about(error: &tokio_postgres::Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| error.to_string(), |it| format!("{} {}", it.code().code(), it.message()))
}
