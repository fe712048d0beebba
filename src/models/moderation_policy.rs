//! Moderation policies, in versions: a decision keeps the one it was taken under.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::moderation_policies;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = moderation_policies)]
pub struct ModerationPolicy {
    pub id: i64,
    pub version: i32,
    pub policy: String,
}

impl ModerationPolicy {
    /// The policy in force.
    pub async fn latest(conn: &mut AsyncPgConnection, id: InitiativeId) -> QueryResult<Self> {
        Self::query()
            .filter(moderation_policies::initiative_id.eq(id))
            .order(moderation_policies::version.desc())
            .first(conn)
            .await
    }
}
