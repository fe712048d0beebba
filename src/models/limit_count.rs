//! Counts of limits that every program on this database shares, each by one statement and the clock of the database.
//!
//! They are made outside of transactions: a count that waits for a transaction would hold up everybody else who is
//! counted by it, and one that is rolled back would not count.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bytea, Double, Integer};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::intake::limit_counts;

/// Counts one more, where one is allowed in each `every` on the long run and `burst` at once. Otherwise counts
/// nothing and says how long to wait.
pub async fn spend(
    conn: &mut AsyncPgConnection,
    key: &[u8],
    every: Duration,
    burst: u32,
) -> QueryResult<Result<(), Duration>> {
    spend_time(conn, key, every, every * burst.saturating_sub(1)).await
}

/// Counts something that uses up `every` of the time, unless the count is more than `ahead` of the clock already.
/// Otherwise counts nothing and says how long to wait.
pub async fn spend_time(
    conn: &mut AsyncPgConnection,
    key: &[u8],
    every: Duration,
    ahead: Duration,
) -> QueryResult<Result<(), Duration>> {
    let counted = diesel::sql_query(
        "INSERT INTO intake.limit_counts AS counted (key_sha256, until)
         VALUES ($1, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (key_sha256) DO UPDATE
         SET until = greatest(counted.until, clock_timestamp()) + make_interval(secs => $2)
         WHERE counted.until <= clock_timestamp() + make_interval(secs => $3)",
    )
    .bind::<Bytea, _>(key)
    .bind::<Double, _>(every.as_secs_f64())
    .bind::<Double, _>(ahead.as_secs_f64())
    .execute(conn)
    .await?;
    if counted == 1 { Ok(Ok(())) } else { Ok(Err(left(conn, key).await?.saturating_sub(ahead))) }
}

/// Counts a try as failed, unless `most` failed already without a pause of this length between any two. Then it
/// counts nothing and says how long the pause still is.
pub async fn count_try(
    conn: &mut AsyncPgConnection,
    key: &[u8],
    most: u32,
    pause: Duration,
) -> QueryResult<Result<(), Duration>> {
    let counted = diesel::sql_query(
        "INSERT INTO intake.limit_counts AS counted (key_sha256, until)
         VALUES ($1, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (key_sha256) DO UPDATE
         SET n = CASE WHEN counted.until <= clock_timestamp() THEN 1 ELSE counted.n + 1 END,
             until = clock_timestamp() + make_interval(secs => $2)
         WHERE counted.until <= clock_timestamp() OR counted.n < $3",
    )
    .bind::<Bytea, _>(key)
    .bind::<Double, _>(pause.as_secs_f64())
    .bind::<Integer, _>(i32::try_from(most).unwrap_or(i32::MAX))
    .execute(conn)
    .await?;
    if counted == 1 { Ok(Ok(())) } else { Ok(Err(left(conn, key).await?)) }
}

/// Takes one try back: it was not made after all.
pub async fn give_back(conn: &mut AsyncPgConnection, keys: &[Vec<u8>]) -> QueryResult<()> {
    let counted = limit_counts::table.filter(limit_counts::key_sha256.eq_any(keys));
    diesel::update(counted.filter(limit_counts::n.gt(0)))
        .set(limit_counts::n.eq(limit_counts::n - 1))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets what was counted: the next try is the first.
pub async fn forget(conn: &mut AsyncPgConnection, keys: &[Vec<u8>]) -> QueryResult<()> {
    diesel::delete(limit_counts::table.filter(limit_counts::key_sha256.eq_any(keys)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a batch of counts of which nothing is left. Returns how many.
pub async fn delete_ended(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    // Somebody may be counted again meanwhile: such a row is passed over.
    diesel::sql_query(
        "DELETE FROM intake.limit_counts WHERE until < clock_timestamp() AND key_sha256 IN (
             SELECT key_sha256 FROM intake.limit_counts
             WHERE until < clock_timestamp() LIMIT 1000 FOR UPDATE SKIP LOCKED
         )",
    )
    .execute(conn)
    .await
}

/// How long until nothing of a count is left.
async fn left(conn: &mut AsyncPgConnection, key: &[u8]) -> QueryResult<Duration> {
    let left: Option<Left> = diesel::sql_query(
        "SELECT ceil(1000 * extract(epoch FROM until - clock_timestamp()))::bigint AS milliseconds
         FROM intake.limit_counts WHERE key_sha256 = $1",
    )
    .bind::<Bytea, _>(key)
    .get_result(conn)
    .await
    .optional()?;
    let milliseconds = left.map_or(0, |it| it.milliseconds);
    Ok(Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default()))
}

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = BigInt)]
    milliseconds: i64,
}
