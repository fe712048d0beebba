//! Grants: which role an account has, and for what.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::role::Role;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::areas;
use crate::schema::intake::grants;

/// A role for everything, for an initiative, or for an area.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = grants)]
pub struct Grant {
    pub role: Role,
    pub initiative_id: Option<InitiativeId>,
    pub area_id: Option<AreaId>,
}

impl Grant {
    pub async fn of(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<Vec<Self>> {
        Self::query().filter(grants::account_id.eq(account_id)).order(grants::id).load(conn).await
    }

    /// Whether it reaches every initiative, those to come included.
    #[must_use]
    pub fn is_for_everything(&self) -> bool {
        self.initiative_id.is_none() && self.area_id.is_none()
    }

    /// Gives a role for everything. Giving it twice changes nothing.
    pub async fn give(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        role: Role,
    ) -> QueryResult<()> {
        diesel::insert_into(grants::table)
            .values((grants::account_id.eq(account_id), grants::role.eq(role)))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Takes every role from an account.
    pub async fn take_all(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<()> {
        let own = grants::table.filter(grants::account_id.eq(account_id));
        diesel::delete(own).execute(conn).await?;
        Ok(())
    }

    /// Whether nobody but this account looks after the whole site. Until the transaction ends nobody else stops doing
    /// so: of two who leave at once, the second is asked again.
    pub async fn is_last_administrator(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<bool> {
        let administrators: Vec<Holder> = diesel::sql_query(
            "SELECT g.account_id FROM intake.grants AS g JOIN intake.accounts AS a ON a.id = g.account_id
             WHERE g.role = 'administrator' AND g.initiative_id IS NULL AND g.area_id IS NULL
                 AND a.suspended_at IS NULL AND a.closed_at IS NULL
             ORDER BY g.id FOR UPDATE OF g",
        )
        .load(conn)
        .await?;
        let is_one = administrators.iter().any(|it| it.account_id == account_id);
        Ok(is_one && administrators.iter().all(|it| it.account_id == account_id))
    }

    /// The areas that these grants open for a role.
    pub async fn areas(
        conn: &mut AsyncPgConnection,
        granted: &[Self],
        role: Role,
    ) -> QueryResult<Vec<AreaId>> {
        let granted: Vec<_> = granted.iter().filter(|it| it.role == role).collect();
        let everything = granted.iter().any(|it| it.is_for_everything());
        let initiatives: Vec<_> = granted.iter().filter_map(|it| it.initiative_id).collect();
        let single: Vec<_> = granted.iter().filter_map(|it| it.area_id).collect();
        areas::table
            .filter(
                areas::initiative_id
                    .eq_any(initiatives)
                    .or(areas::id.eq_any(single))
                    .or(diesel::dsl::sql::<diesel::sql_types::Bool>("")
                        .bind::<diesel::sql_types::Bool, _>(everything)),
            )
            .order(areas::id)
            .select(areas::id)
            .load(conn)
            .await
    }
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    account_id: AccountId,
}
