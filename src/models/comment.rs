//! Comments as they are kept: who sent them, when, and where they stand.

mod submit;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::attribution::Attribution;
use crate::domain::stance::Stance;
use crate::domain::standing::{Source, Standing};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::{comment_versions, comments};

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

#[diesel::declare_sql_function]
extern "SQL" {
    /// The first characters of a text.
    fn left(
        text: diesel::sql_types::Text,
        n_chars: diesel::sql_types::Integer,
    ) -> diesel::sql_types::Text;
}

/// A comment that waits for a decision, with what a queue shows of it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = comments)]
#[diesel(base_query = comments::table.inner_join(
    comment_versions::table.on(comment_versions::comment_id.eq(comments::id)
        .and(comment_versions::version.eq(comments::current_version)))
))]
pub struct QueuedComment {
    pub id: CommentId,
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub received_at: DateTime<Utc>,
    pub late: bool,
    #[diesel(select_expression = comment_versions::stance)]
    pub stance: Option<Stance>,
    #[diesel(select_expression = comment_versions::attribution)]
    pub attribution: Attribution,
    #[diesel(select_expression = comment_versions::display_name)]
    pub display_name: Option<String>,
    #[diesel(select_expression = comment_versions::organization)]
    pub organization: Option<String>,
    #[diesel(select_expression = left(comment_versions::body, 400_i32))]
    pub excerpt: String,
}

/// Where a page of the queue begins: just after this comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuePosition {
    pub received_at: DateTime<Utc>,
    pub id: CommentId,
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
    /// A page of what waits in these areas, oldest first.
    pub async fn page(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        after: Option<QueuePosition>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(comments::standing.eq(Standing::Pending))
            .filter(comments::area_id.eq_any(areas))
            .order((comments::received_at, comments::id))
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            query =
                query.filter(comments::received_at.gt(after.received_at).or(
                    comments::received_at.eq(after.received_at).and(comments::id.gt(after.id)),
                ));
        }
        query.load(conn).await
    }
}

/// How many comments wait in each of these areas.
pub async fn count_pending(
    conn: &mut AsyncPgConnection,
    areas: &[AreaId],
) -> QueryResult<Vec<(AreaId, i64)>> {
    comments::table
        .filter(comments::standing.eq(Standing::Pending))
        .filter(comments::area_id.eq_any(areas))
        .group_by(comments::area_id)
        .select((comments::area_id, diesel::dsl::count_star()))
        .load(conn)
        .await
}
