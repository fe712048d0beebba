//! Comments as they are kept: who sent them, when, and where they stand.

mod complete;
mod confirm;
mod enter;
mod queue;
mod remaining;
mod replace;
mod replaceable;
mod submit;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::standing::{Newest, Source, Standing};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::comments;

pub use confirm::confirm;
pub use enter::{NewOnPaper, enter};
pub use queue::{QueuePosition, QueuedComment, count_replaced};
pub use remaining::{Remaining, lock_all_of, remaining};
pub use replace::{Replaced, Replacement, replace, replaced_before};
pub use replaceable::Replaceable;
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
    /// What its author says now.
    pub current_version: i32,
    pub published_version: Option<i32>,
    /// The latest version that a decision which stands is about.
    pub decided_version: Option<i32>,
}

impl Comment {
    /// Whether what it says now is what was decided on, if anything was.
    #[must_use]
    pub fn newest(&self) -> Newest {
        let is_decided = matches!(self.standing, Standing::Published | Standing::Withheld);
        if is_decided && self.looked_at() < self.current_version {
            Newest::Undecided
        } else {
            Newest::AsDecided
        }
    }

    /// The version that a standing decision is about. A program that knew of no versions left only what it published.
    #[must_use]
    pub fn looked_at(&self) -> i32 {
        self.decided_version.max(self.published_version).unwrap_or(1)
    }

    pub async fn find(conn: &mut AsyncPgConnection, number: &TrackingNumber) -> QueryResult<Self> {
        Self::query().filter(comments::tracking_number.eq(number)).first(conn).await
    }

    pub async fn find_by_id(conn: &mut AsyncPgConnection, id: CommentId) -> QueryResult<Self> {
        Self::query().filter(comments::id.eq(id)).first(conn).await
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
