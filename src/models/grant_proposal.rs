//! Proposals to make somebody an administrator: a second administrator has to agree.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::role::Role;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::grant::Scope;
use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::areas;
use crate::schema::intake::grant_proposals;

/// How long a proposal waits, by the clock of the database.
pub const PROPOSAL_HOURS: i32 = 72;

/// How long one that is over is kept; what became of it stays in the audit log.
const KEPT_DAYS: i32 = 90;

#[derive(Debug, Clone, Copy, PartialEq, Eq, DieselNewType)]
pub struct GrantProposalId(pub i64);

/// A proposal that still waits.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = grant_proposals)]
#[diesel(base_query = grant_proposals::table
    .left_join(areas::table.on(grant_proposals::area_id.eq(areas::id.nullable())))
    .filter(grant_proposals::ended_at.is_null().and(grant_proposals::expires_at.gt(now))))]
pub struct GrantProposal {
    pub id: GrantProposalId,
    pub account_id: AccountId,
    pub role: Role,
    pub initiative_id: Option<InitiativeId>,
    pub area_id: Option<AreaId>,
    /// The initiative of the area.
    #[diesel(select_expression = areas::initiative_id.nullable())]
    pub area_of: Option<InitiativeId>,
    pub proposed_by: AccountId,
    pub proposed_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl GrantProposal {
    /// Every proposal that waits, oldest first.
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order(grant_proposals::id).load(conn).await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: GrantProposalId) -> QueryResult<Self> {
        Self::query().filter(grant_proposals::id.eq(id)).first(conn).await
    }

    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::of_columns(self.initiative_id, self.area_id, self.area_of)
    }

    /// Writes a proposal down. None if the same waits already.
    pub async fn create(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        role: Role,
        scope: Scope,
        proposed_by: AccountId,
    ) -> QueryResult<Option<GrantProposalId>> {
        Self::end_lapsed(conn).await?;
        let expires_at = now.into_sql::<Timestamptz>() + PROPOSAL_HOURS.hours();
        diesel::insert_into(grant_proposals::table)
            .values((
                grant_proposals::account_id.eq(account_id),
                grant_proposals::role.eq(role),
                grant_proposals::initiative_id.eq(scope.initiative_column()),
                grant_proposals::area_id.eq(scope.area_column()),
                grant_proposals::proposed_by.eq(proposed_by),
                grant_proposals::expires_at.eq(expires_at),
            ))
            .on_conflict_do_nothing()
            .returning(grant_proposals::id)
            .get_result(conn)
            .await
            .optional()
    }

    /// Ends a proposal that waits; with `approved_by` it was agreed to. Of two at once, one does.
    pub async fn end(
        conn: &mut AsyncPgConnection,
        id: GrantProposalId,
        approved_by: Option<AccountId>,
    ) -> QueryResult<bool> {
        let waiting = grant_proposals::table
            .find(id)
            .filter(grant_proposals::ended_at.is_null())
            .filter(grant_proposals::expires_at.gt(now));
        let ended = diesel::update(waiting)
            .set((grant_proposals::ended_at.eq(now), grant_proposals::approved_by.eq(approved_by)))
            .execute(conn)
            .await?;
        Ok(ended == 1)
    }

    /// Ends what somebody proposed, and what was proposed for them: they lost what it rested on.
    pub async fn end_all_of(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<()> {
        let theirs = grant_proposals::proposed_by
            .eq(account_id)
            .or(grant_proposals::account_id.eq(account_id));
        diesel::update(
            grant_proposals::table.filter(grant_proposals::ended_at.is_null()).filter(theirs),
        )
        .set(grant_proposals::ended_at.eq(now))
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Removes a batch of those that were over long ago. Returns how many.
    pub async fn delete_old(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        let over_since = now.into_sql::<Timestamptz>() - KEPT_DAYS.days();
        let old: Vec<GrantProposalId> = grant_proposals::table
            .filter(grant_proposals::expires_at.lt(over_since))
            .select(grant_proposals::id)
            .limit(1000)
            .load(conn)
            .await?;
        diesel::delete(grant_proposals::table.filter(grant_proposals::id.eq_any(old)))
            .execute(conn)
            .await
    }

    async fn end_lapsed(conn: &mut AsyncPgConnection) -> QueryResult<()> {
        let lapsed = grant_proposals::table
            .filter(grant_proposals::ended_at.is_null())
            .filter(grant_proposals::expires_at.le(now));
        diesel::update(lapsed).set(grant_proposals::ended_at.eq(now)).execute(conn).await?;
        Ok(())
    }
}
