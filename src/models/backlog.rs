//! What waits in the outbox and what was given up, in figures.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Backlog {
    #[diesel(sql_type = BigInt)]
    pub n_waiting: i64,
    /// Waiting for more than ten minutes.
    #[diesel(sql_type = BigInt)]
    pub n_overdue: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest_queued_at: Option<DateTime<Utc>>,
    /// Of the mail that waits longest; zero where none waits.
    #[diesel(sql_type = Double)]
    pub oldest_seconds: f64,
    /// Given up, and not yet removed.
    #[diesel(sql_type = BigInt)]
    pub n_undeliverable: i64,
    /// Given up within the last day.
    #[diesel(sql_type = BigInt)]
    pub n_lately_undeliverable: i64,
}

impl Backlog {
    /// Each half asks by the very words of a partial index, so that what was sent, which is nearly all, is not read.
    pub async fn of_outbox(conn: &mut AsyncPgConnection) -> QueryResult<Self> {
        diesel::sql_query(
            "SELECT n_waiting, n_overdue, oldest_queued_at,
                 coalesce(extract(epoch FROM now() - oldest_queued_at), 0)::float8 AS oldest_seconds,
                 n_undeliverable, n_lately_undeliverable
             FROM (SELECT count(*) AS n_waiting, min(queued_at) AS oldest_queued_at,
                       count(*) FILTER (WHERE queued_at < now() - interval '10 minutes') AS n_overdue
                   FROM intake.outbox WHERE sent_at IS NULL AND undeliverable_at IS NULL) AS waiting,
                  (SELECT count(*) AS n_undeliverable,
                       count(*) FILTER (WHERE now() - interval '1 day' < undeliverable_at) AS n_lately_undeliverable
                   FROM intake.outbox WHERE undeliverable_at IS NOT NULL) AS given_up",
        )
        .get_result(conn)
        .await
    }
}
