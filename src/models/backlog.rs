//! What waits in the outbox, in figures.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Backlog {
    #[diesel(sql_type = BigInt)]
    pub n_waiting: i64,
    /// Of the mail that waits longest; zero where none waits.
    #[diesel(sql_type = Double)]
    pub oldest_seconds: f64,
    /// Given up, and not yet removed.
    #[diesel(sql_type = BigInt)]
    pub n_undeliverable: i64,
}

impl Backlog {
    pub async fn of_outbox(conn: &mut AsyncPgConnection) -> QueryResult<Self> {
        diesel::sql_query(
            "SELECT count(*) FILTER (WHERE undeliverable_at IS NULL) AS n_waiting,
                 coalesce(extract(epoch FROM now() - min(queued_at)
                     FILTER (WHERE undeliverable_at IS NULL)), 0)::float8 AS oldest_seconds,
                 count(*) FILTER (WHERE undeliverable_at IS NOT NULL) AS n_undeliverable
             FROM intake.outbox WHERE sent_at IS NULL",
        )
        .get_result(conn)
        .await
    }
}
