//! Invitations: roles that wait until somebody without an account follows the link that was mailed to them.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not, now};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::audit::Actor;
use crate::models::grant::Scope;
use crate::models::initiative::InitiativeId;
use crate::models::registration::RegistrationId;
use crate::schema::catalogue::areas;
use crate::schema::intake::{invitations, registrations};

#[derive(Debug, Clone, Copy, PartialEq, Eq, DieselNewType)]
pub struct InvitationId(pub i64);

/// A role for whoever reads the mail of an address.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = invitations)]
#[diesel(base_query = invitations::table
    .inner_join(registrations::table)
    .left_join(areas::table.on(invitations::area_id.eq(areas::id.nullable()))))]
pub struct Invitation {
    pub id: InvitationId,
    pub role: Role,
    pub initiative_id: Option<InitiativeId>,
    pub area_id: Option<AreaId>,
    /// The initiative of the area.
    #[diesel(select_expression = areas::initiative_id.nullable())]
    pub area_of: Option<InitiativeId>,
    /// None for an operator.
    pub invited_by: Option<AccountId>,
    pub expires_at: DateTime<Utc>,
    #[diesel(select_expression = registrations::email)]
    pub email: String,
    #[diesel(select_expression = registrations::display_name)]
    pub display_name: String,
}

impl Invitation {
    /// Every invitation that waits, oldest first.
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().filter(waits()).order(invitations::id).load(conn).await
    }

    /// Those that wait for one link.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        registration_id: RegistrationId,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(invitations::registration_id.eq(registration_id))
            .filter(waits())
            .order(invitations::id)
            .load(conn)
            .await
    }

    /// One that waits, or is over and not yet removed.
    pub async fn find(conn: &mut AsyncPgConnection, id: InvitationId) -> QueryResult<Self> {
        Self::query().filter(invitations::id.eq(id)).first(conn).await
    }

    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::of_columns(self.initiative_id, self.area_id, self.area_of)
    }

    /// Who invited.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.invited_by.map_or(Actor::Operator, Actor::Account)
    }

    /// Writes an invitation down; the same one to the same address, if it waits, is replaced.
    pub async fn create(
        conn: &mut AsyncPgConnection,
        (registration_id, email): (RegistrationId, &EmailAddress),
        role: Role,
        scope: Scope,
        invited_by: Actor,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<InvitationId> {
        let (initiative, area) = (scope.initiative_column(), scope.area_column());
        let same = invitations::role
            .eq(role)
            .and(invitations::initiative_id.is_not_distinct_from(initiative))
            .and(invitations::area_id.is_not_distinct_from(area));
        diesel::update(
            invitations::table.filter(waits()).filter(to(email.canonical())).filter(same),
        )
        .set(invitations::ended_at.eq(now))
        .execute(conn)
        .await?;
        let invited_by = match invited_by {
            Actor::Account(id) => Some(id),
            Actor::Operator => None,
        };
        diesel::insert_into(invitations::table)
            .values((
                invitations::registration_id.eq(registration_id),
                invitations::role.eq(role),
                invitations::initiative_id.eq(initiative),
                invitations::area_id.eq(area),
                invitations::invited_by.eq(invited_by),
                invitations::expires_at.eq(expires_at),
            ))
            .returning(invitations::id)
            .get_result(conn)
            .await
    }

    /// Hangs those that wait for an address on the link of a newer registration: the newest link is the only one. Each
    /// keeps its own end.
    pub async fn gather(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
        newest: RegistrationId,
    ) -> QueryResult<()> {
        diesel::update(invitations::table.filter(waits()).filter(to(email.canonical())))
            .set(invitations::registration_id.eq(newest))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Ends one that waits. Of two at once, one does.
    pub async fn end(conn: &mut AsyncPgConnection, id: InvitationId) -> QueryResult<bool> {
        let ended = diesel::update(invitations::table.find(id).filter(waits()))
            .set(invitations::ended_at.eq(now))
            .execute(conn)
            .await?;
        Ok(ended == 1)
    }

    /// Removes a batch of those that have run out, each with the registration that it leaves empty. Returns how many.
    pub async fn delete_lapsed(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        let lapsed: Vec<(InvitationId, RegistrationId)> = invitations::table
            .filter(invitations::expires_at.le(now))
            .select((invitations::id, invitations::registration_id))
            .limit(1000)
            .load(conn)
            .await?;
        let (ids, registered): (Vec<_>, Vec<_>) = lapsed.into_iter().unzip();
        let n_removed = diesel::delete(invitations::table.filter(invitations::id.eq_any(ids)))
            .execute(conn)
            .await?;
        let others = invitations::table.filter(invitations::registration_id.eq(registrations::id));
        diesel::delete(
            registrations::table
                .filter(registrations::id.eq_any(registered))
                .filter(not(exists(others))),
        )
        .execute(conn)
        .await?;
        Ok(n_removed)
    }
}

/// Neither taken up nor ended, and in time by the clock of the database.
#[diesel::dsl::auto_type]
fn waits() -> _ {
    invitations::ended_at.is_null().and(invitations::expires_at.gt(now))
}

/// To an address, by whichever registration.
#[diesel::dsl::auto_type]
fn to(canonical: String) -> _ {
    invitations::registration_id.eq_any(
        registrations::table
            .filter(registrations::canonical_email.eq(canonical))
            .select(registrations::id),
    )
}
