//! Grants: which role an account has, and for what.

mod scope;
mod staff;

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

pub use scope::Scope;
pub use staff::staff;

use crate::domain::role::Role;
use crate::models::account::{Account, AccountId};
use crate::models::area::AreaId;
use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::areas;
use crate::schema::intake::{accounts, grants};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct GrantId(pub i64);

/// A role for everything, for an initiative, or for an area.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = grants)]
#[diesel(base_query = grants::table.left_join(areas::table.on(grants::area_id.eq(areas::id.nullable()))))]
pub struct Grant {
    pub id: GrantId,
    pub account_id: AccountId,
    pub role: Role,
    pub initiative_id: Option<InitiativeId>,
    pub area_id: Option<AreaId>,
    /// The initiative of the area.
    #[diesel(select_expression = areas::initiative_id.nullable())]
    pub area_of: Option<InitiativeId>,
    pub granted_at: DateTime<Utc>,
}

impl Grant {
    pub async fn of(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<Vec<Self>> {
        Self::query().filter(grants::account_id.eq(account_id)).order(grants::id).load(conn).await
    }

    /// Those of several accounts.
    pub async fn of_each(
        conn: &mut AsyncPgConnection,
        accounts: &[AccountId],
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(grants::account_id.eq_any(accounts))
            .order((grants::account_id, grants::id))
            .load(conn)
            .await
    }

    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::of_columns(self.initiative_id, self.area_id, self.area_of)
    }

    /// Whether it reaches every initiative, those to come included.
    #[must_use]
    pub fn is_for_everything(&self) -> bool {
        self.scope() == Scope::Everything
    }

    /// Gives a role for everything. Giving it twice changes nothing.
    pub async fn give(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        role: Role,
    ) -> QueryResult<()> {
        Self::add(conn, account_id, role, Scope::Everything, None).await.map(drop)
    }

    /// Gives a role, in the name of an account or of an operator. None if the account has it already.
    pub async fn add(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        role: Role,
        scope: Scope,
        granted_by: Option<AccountId>,
    ) -> QueryResult<Option<GrantId>> {
        diesel::insert_into(grants::table)
            .values((
                grants::account_id.eq(account_id),
                grants::role.eq(role),
                grants::initiative_id.eq(scope.initiative_column()),
                grants::area_id.eq(scope.area_column()),
                grants::granted_by.eq(granted_by),
            ))
            .on_conflict_do_nothing()
            .returning(grants::id)
            .get_result(conn)
            .await
            .optional()
    }

    /// Takes a role away. Of two at once, one does.
    pub async fn remove(conn: &mut AsyncPgConnection, id: GrantId) -> QueryResult<bool> {
        let removed = diesel::delete(grants::table.find(id)).execute(conn).await?;
        Ok(removed == 1)
    }

    /// Takes every role from an account.
    pub async fn take_all(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<()> {
        let own = grants::table.filter(grants::account_id.eq(account_id));
        diesel::delete(own).execute(conn).await?;
        Ok(())
    }

    /// Whether nobody but this account looks after the whole site, at this moment. Whoever acts upon it holds the
    /// administrators first: two who leave at once would else leave nobody.
    pub async fn is_last_administrator(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<bool> {
        let mut able = administrators_for_everything(conn).await?;
        able.retain(|it| !it.is_suspended());
        Ok(able.iter().map(|it| it.id).eq([account_id]))
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

/// Lets one change of administrators happen at a time, until the transaction ends: two who remove each other at once
/// would else leave nobody.
pub async fn hold_administrators(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7004)").execute(conn).await?;
    Ok(())
}

/// Those who look after the whole site, also while they are suspended.
pub async fn administrators_for_everything(
    conn: &mut AsyncPgConnection,
) -> QueryResult<Vec<Account>> {
    let reaching = exists(
        grants::table
            .filter(grants::account_id.eq(accounts::id))
            .filter(grants::role.eq(Role::Administrator))
            .filter(grants::initiative_id.is_null())
            .filter(grants::area_id.is_null()),
    );
    Account::query()
        .filter(reaching)
        .filter(accounts::closed_at.is_null())
        .order(accounts::id)
        .load(conn)
        .await
}
