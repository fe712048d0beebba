//! Events at which many people share a network: a library, a campus, a hearing.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bytea, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::intake::event_codes;

#[derive(Clone, HasQuery)]
#[diesel(table_name = event_codes)]
pub struct EventRow {
    pub id: i64,
    pub name: String,
    pub sealed_code: Vec<u8>,
    pub per_minute: i32,
    pub valid_from: DateTime<Utc>,
    pub valid_until: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// An event to be written down.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub name: String,
    pub per_minute: i32,
    /// At once, where nothing is said.
    pub valid_from: Option<DateTime<Utc>>,
    pub valid_until: DateTime<Utc>,
}

/// What limits have to know of an event that is on.
#[derive(Debug, Clone, Queryable)]
pub struct LiveEvent {
    pub id: i64,
    pub per_minute: i32,
    pub valid_until: DateTime<Utc>,
}

impl EventRow {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(event_codes::id.eq(id)).first(conn).await
    }

    /// The newest events first.
    pub async fn newest(conn: &mut AsyncPgConnection, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query().order(event_codes::id.desc()).limit(limit).load(conn).await
    }
}

/// Writes an event down; nothing if it would be over before it begins, or now.
pub async fn create(
    conn: &mut AsyncPgConnection,
    event: &NewEvent,
    code_sha256: &[u8],
    sealed_code: &[u8],
) -> QueryResult<Option<i64>> {
    let created: Option<Created> = diesel::sql_query(
        "INSERT INTO intake.event_codes
             (name, code_sha256, sealed_code, per_minute, valid_from, valid_until)
         SELECT $1, $2, $3, $4, coalesce($5, now()), $6
         WHERE greatest(coalesce($5, now()), now()) < $6
         RETURNING id",
    )
    .bind::<Text, _>(&event.name)
    .bind::<Bytea, _>(code_sha256)
    .bind::<Bytea, _>(sealed_code)
    .bind::<Integer, _>(event.per_minute)
    .bind::<Nullable<Timestamptz>, _>(event.valid_from)
    .bind::<Timestamptz, _>(event.valid_until)
    .get_result(conn)
    .await
    .optional()?;
    Ok(created.map(|it| it.id))
}

#[derive(QueryableByName)]
struct Created {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Ends an event that is on or to come. Returns whether there was one to end.
pub async fn end(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<bool> {
    let running = event_codes::table
        .filter(event_codes::id.eq(id))
        .filter(event_codes::ended_at.is_null())
        .filter(event_codes::valid_until.gt(diesel::dsl::now));
    let ended = diesel::update(running)
        .set(event_codes::ended_at.eq(diesel::dsl::now))
        .execute(conn)
        .await?;
    Ok(ended == 1)
}

/// Every event that is on.
pub async fn live(conn: &mut AsyncPgConnection) -> QueryResult<Vec<LiveEvent>> {
    event_codes::table
        .filter(is_on())
        .select((event_codes::id, event_codes::per_minute, event_codes::valid_until))
        .load(conn)
        .await
}

/// The event of a code, if it is on.
pub async fn find_live(
    conn: &mut AsyncPgConnection,
    code_sha256: &[u8],
) -> QueryResult<Option<LiveEvent>> {
    event_codes::table
        .filter(is_on())
        .filter(event_codes::code_sha256.eq(code_sha256))
        .select((event_codes::id, event_codes::per_minute, event_codes::valid_until))
        .first(conn)
        .await
        .optional()
}

#[diesel::dsl::auto_type]
fn is_on() -> _ {
    event_codes::ended_at
        .is_null()
        .and(event_codes::valid_from.le(diesel::dsl::now))
        .and(event_codes::valid_until.gt(diesel::dsl::now))
}
