//! The queue: comments that wait for a decision, those among them that were replaced after they were decided on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use crate::domain::attribution::Attribution;
use crate::domain::stance::Stance;
use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;

/// A comment that waits for a decision, with what a queue shows of it.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct QueuedComment {
    #[diesel(sql_type = BigInt)]
    pub id: CommentId,
    #[diesel(sql_type = Text)]
    pub tracking_number: TrackingNumber,
    #[diesel(sql_type = BigInt)]
    pub area_id: AreaId,
    #[diesel(sql_type = Timestamptz)]
    pub received_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub late: bool,
    #[diesel(sql_type = Text)]
    pub standing: Standing,
    #[diesel(sql_type = Integer)]
    pub current_version: i32,
    /// The version that was decided on, where one was.
    #[diesel(sql_type = Integer)]
    pub looked_at: i32,
    #[diesel(sql_type = Nullable<Text>)]
    pub stance: Option<Stance>,
    #[diesel(sql_type = Text)]
    pub attribution: Attribution,
    #[diesel(sql_type = Nullable<Text>)]
    pub display_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub organization: Option<String>,
    /// The first 400 characters.
    #[diesel(sql_type = Text)]
    pub excerpt: String,
}

/// Where a page of the queue begins: just after this comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuePosition {
    pub received_at: DateTime<Utc>,
    pub id: CommentId,
}

impl QueuePosition {
    /// Before the oldest comment.
    pub const START: Self = Self { received_at: DateTime::UNIX_EPOCH, id: CommentId(0) };
}

impl QueuedComment {
    /// A page of what waits in these areas, oldest first: area by area, so that each comes off its index in
    /// order and stops at the limit, however much waits.
    pub async fn page(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        after: QueuePosition,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let areas: Vec<i64> = areas.iter().map(|it| it.0).collect();
        diesel::sql_query(QUEUE)
            .bind::<Array<BigInt>, _>(areas)
            .bind::<Timestamptz, _>(after.received_at)
            .bind::<BigInt, _>(after.id)
            .bind::<BigInt, _>(limit)
            .load(conn)
            .await
    }
}

/// How many wait because their authors replaced them, in each of these areas that has any: what is pending is a figure.
pub async fn count_replaced(
    conn: &mut AsyncPgConnection,
    areas: &[AreaId],
) -> QueryResult<HashMap<AreaId, i64>> {
    let areas: Vec<i64> = areas.iter().map(|it| it.0).collect();
    let rows: Vec<Replaced> =
        diesel::sql_query(COUNT_REPLACED).bind::<Array<BigInt>, _>(areas).load(conn).await?;
    Ok(rows.into_iter().map(|it| (it.area_id, it.n)).collect())
}

#[derive(QueryableByName)]
struct Replaced {
    #[diesel(sql_type = BigInt)]
    area_id: AreaId,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// In the words of the partial index `comments_replaced`, as [`super::Comment::newest`] says it.
macro_rules! replaced {
    () => {
        "standing IN ('published', 'withheld') AND greatest(decided_version, published_version, 1) < current_version"
    };
}

const COUNT_REPLACED: &str = concat!(
    "SELECT area_id, count(*) AS n FROM intake.comments WHERE area_id = ANY($1) AND ",
    replaced!(),
    " GROUP BY area_id"
);

/// Two partial indexes, one for each half: pending comments are many, and replaced ones few.
const QUEUE: &str = concat!(
    "SELECT waiting.*, v.stance, v.attribution, v.display_name, v.organization, left(v.body, 400) AS excerpt
     FROM (
         SELECT next.* FROM unnest($1) AS area (id) CROSS JOIN LATERAL (
             (SELECT id, tracking_number, area_id, received_at, late, standing, current_version,
                  greatest(decided_version, published_version, 1) AS looked_at
              FROM intake.comments
              WHERE area_id = area.id AND standing = 'pending' AND (received_at, id) > ($2, $3)
              ORDER BY received_at, id LIMIT $4)
             UNION ALL
             (SELECT id, tracking_number, area_id, received_at, late, standing, current_version,
                  greatest(decided_version, published_version, 1) AS looked_at
              FROM intake.comments
              WHERE area_id = area.id AND ",
    replaced!(),
    " AND (received_at, id) > ($2, $3)
              ORDER BY received_at, id LIMIT $4)
         ) AS next
         ORDER BY received_at, id LIMIT $4
     ) AS waiting
     JOIN intake.comment_versions AS v ON v.comment_id = waiting.id AND v.version = waiting.current_version
     ORDER BY received_at, id"
);
