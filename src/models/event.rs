//! Events: one row for each act that changes state; feeds and the public moderation record lie over them.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;
use crate::models::comment::CommentId;
use crate::models::decision::DecisionId;
use crate::schema::intake::events;

/// Appends that a comment was received.
pub async fn comment_received(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    comment_id: CommentId,
) -> QueryResult<()> {
    append(conn, "comment_received", area_id, comment_id, None).await
}

/// Appends that its author put another version of a comment in the place of the one before.
pub async fn comment_replaced(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    comment_id: CommentId,
) -> QueryResult<()> {
    append(conn, "comment_replaced", area_id, comment_id, None).await
}

/// Appends that a decision was taken.
pub async fn comment_decided(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    comment_id: CommentId,
    decision_id: DecisionId,
) -> QueryResult<()> {
    append(conn, "comment_decided", area_id, comment_id, Some(decision_id)).await
}

/// Appends that the name beside each of these comments is gone from the public record, because its author left.
pub async fn author_left(
    conn: &mut AsyncPgConnection,
    numbers: &[TrackingNumber],
) -> QueryResult<()> {
    let numbers: Vec<&str> = numbers.iter().map(TrackingNumber::as_str).collect();
    diesel::sql_query(
        "INSERT INTO intake.events (kind, area_id, comment_id)
         SELECT 'author_left', area_id, id FROM intake.comments WHERE tracking_number = ANY($1)",
    )
    .bind::<Array<Text>, _>(numbers)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives committed events their positions, a batch at a time and one worker at a time. A position is never
/// changed; within a batch the order is arbitrary. Returns how many were placed.
///
/// The lock is a statement of its own: what the next one sees is then newer than all that another worker placed.
pub async fn assign_positions(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        diesel::sql_query("SELECT pg_advisory_xact_lock(7001)").execute(conn).await?;
        diesel::sql_query(
            "WITH batch AS MATERIALIZED (
                 SELECT id FROM intake.events WHERE position IS NULL ORDER BY id LIMIT 5000
             ), last AS MATERIALIZED (
                 SELECT coalesce(max(position), 0) AS position FROM intake.events
             ), placed AS (
                 SELECT id, last.position + row_number() OVER (ORDER BY id) AS position
                 FROM batch, last
             )
             UPDATE intake.events SET position = placed.position
             FROM placed WHERE events.id = placed.id AND events.position IS NULL",
        )
        .execute(conn)
        .await
    })
    .await
}

/// What happened to one comment.
async fn append(
    conn: &mut AsyncPgConnection,
    kind: &str,
    area_id: AreaId,
    comment_id: CommentId,
    decision_id: Option<DecisionId>,
) -> QueryResult<()> {
    diesel::insert_into(events::table)
        .values((
            events::kind.eq(kind),
            events::area_id.eq(area_id),
            events::comment_id.eq(comment_id),
            events::decision_id.eq(decision_id),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
