//! The clock of the database: the one that every program agrees on.

use chrono::{DateTime, Utc};
use diesel::sql_types::Timestamptz;
use diesel::{IntoSql, QueryResult};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// When the transaction began.
pub async fn now(conn: &mut AsyncPgConnection) -> QueryResult<DateTime<Utc>> {
    diesel::select(diesel::dsl::now.into_sql::<Timestamptz>()).get_result(conn).await
}

/// This very moment, also where the transaction had to wait for somebody else.
pub async fn moment(conn: &mut AsyncPgConnection) -> QueryResult<DateTime<Utc>> {
    diesel::select(diesel::dsl::sql::<Timestamptz>("clock_timestamp()")).get_result(conn).await
}
