//! Comments as they are kept: who sent them, when, and where they stand.

mod complete;
mod confirm;
mod remaining;
mod submit;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::attribution::Attribution;
use crate::domain::stance::Stance;
use crate::domain::standing::{Source, Standing};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::comments;

pub use confirm::confirm;
pub use remaining::{Remaining, lock_all_of, remaining};
pub use submit::{IsLate, NewComment, Submitted, submit};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct CommentId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = comments)]
pub struct Comment {
    pub id: CommentId,
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub author_id: Option<AccountId>,
    pub source: Source,
    pub received_at: DateTime<Utc>,
    pub received_on: NaiveDate,
    pub late: bool,
    pub standing: Standing,
    pub current_version: i32,
}

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

impl Comment {
    pub async fn find(conn: &mut AsyncPgConnection, number: &TrackingNumber) -> QueryResult<Self> {
        Self::query().filter(comments::tracking_number.eq(number)).first(conn).await
    }

    /// A comment that this account wrote; anybody else's is not found.
    pub async fn find_own(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
        author_id: AccountId,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(comments::tracking_number.eq(number))
            .filter(comments::author_id.eq(author_id))
            .first(conn)
            .await
    }

    /// What an account wrote, newest first.
    pub async fn of_author(
        conn: &mut AsyncPgConnection,
        author_id: AccountId,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(comments::author_id.eq(author_id))
            .order(comments::id.desc())
            .limit(500)
            .load(conn)
            .await
    }
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

const QUEUE: &str = "
SELECT waiting.*, v.stance, v.attribution, v.display_name, v.organization, left(v.body, 400) AS excerpt
FROM (
    SELECT next.* FROM unnest($1) AS area (id) CROSS JOIN LATERAL (
        SELECT id, tracking_number, area_id, received_at, late, current_version
        FROM intake.comments
        WHERE area_id = area.id AND standing = 'pending' AND (received_at, id) > ($2, $3)
        ORDER BY received_at, id LIMIT $4
    ) AS next
    ORDER BY received_at, id LIMIT $4
) AS waiting
JOIN intake.comment_versions AS v ON v.comment_id = waiting.id AND v.version = waiting.current_version
ORDER BY received_at, id";
