//! Decisions: each change of standing, with who, when and why. They are added to, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::standing::{ActorKind, Standing};
use crate::models::account::AccountId;
use crate::models::comment::CommentId;
use crate::schema::intake::{accounts, decisions};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct DecisionId(pub i64);

/// A decision with the name of whoever took it, as staff see it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = decisions)]
#[diesel(base_query = decisions::table.left_join(
    accounts::table.on(decisions::actor_id.eq(accounts::id.nullable()))
))]
pub struct Decision {
    pub id: DecisionId,
    /// The version that stands by it.
    pub version: i32,
    pub from_standing: Standing,
    pub to_standing: Standing,
    pub actor_kind: ActorKind,
    #[diesel(select_expression = accounts::display_name.nullable())]
    pub actor_name: Option<String>,
    pub reason_code: Option<String>,
    pub note: Option<String>,
    pub undoes: Option<DecisionId>,
    pub decided_at: DateTime<Utc>,
}

/// A decision to be written down.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = decisions)]
pub struct NewDecision {
    pub comment_id: CommentId,
    pub version: i32,
    pub from_standing: Standing,
    pub to_standing: Standing,
    pub actor_kind: ActorKind,
    pub actor_id: Option<AccountId>,
    pub reason_code: Option<String>,
    pub note: Option<String>,
    pub policy_id: i64,
    pub undoes: Option<DecisionId>,
}

impl Decision {
    /// The history of a comment, oldest first.
    pub async fn of(conn: &mut AsyncPgConnection, id: CommentId) -> QueryResult<Vec<Self>> {
        Self::query().filter(decisions::comment_id.eq(id)).order(decisions::id).load(conn).await
    }

    /// Whether it can be taken back: a moderator's, and not itself the taking back of another.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        self.actor_kind == ActorKind::Moderator && self.undoes.is_none()
    }
}

impl NewDecision {
    pub async fn insert(&self, conn: &mut AsyncPgConnection) -> QueryResult<DecisionId> {
        diesel::insert_into(decisions::table)
            .values(self)
            .returning(decisions::id)
            .get_result(conn)
            .await
    }
}
