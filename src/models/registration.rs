//! Registrations: requests for an account that wait for the address to be confirmed.

use diesel::dsl::{IntervalDsl, exists, not, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::schema::intake::{awaiting_comments, registrations};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct RegistrationId(pub i64);

/// How long whoever sent one is taken to sit at the same computer still.
const NEW_MINUTES: i32 = 15;

#[derive(Clone, HasQuery)]
#[diesel(table_name = registrations)]
pub struct Registration {
    pub id: RegistrationId,
    pub email: String,
    pub display_name: String,
}

impl Registration {
    pub async fn find(conn: &mut AsyncPgConnection, id: RegistrationId) -> QueryResult<Self> {
        Self::query().filter(registrations::id.eq(id)).first(conn).await
    }

    pub async fn create(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
        display_name: &DisplayName,
    ) -> QueryResult<RegistrationId> {
        diesel::insert_into(registrations::table)
            .values((
                registrations::email.eq(email.as_str()),
                registrations::canonical_email.eq(email.canonical()),
                registrations::display_name.eq(display_name.as_str()),
            ))
            .returning(registrations::id)
            .get_result(conn)
            .await
    }

    /// Whether it came within the last minutes.
    pub async fn is_new(conn: &mut AsyncPgConnection, id: RegistrationId) -> QueryResult<bool> {
        let lately = now.into_sql::<Timestamptz>() - NEW_MINUTES.minutes();
        let row = registrations::table.find(id);
        row.select(registrations::created_at.gt(lately)).first(conn).await
    }

    /// Forgets a request that came to nothing.
    pub async fn delete(conn: &mut AsyncPgConnection, id: RegistrationId) -> QueryResult<()> {
        diesel::delete(registrations::table.find(id)).execute(conn).await?;
        Ok(())
    }

    /// Removes a batch of requests that nobody confirmed in time, with their links; one that a comment waits for stays
    /// as long as the comment. Returns how many. `hours` are so many that no comment and no
    /// invitation waits longer: else each batch
    /// would look at all that wait.
    pub async fn delete_lapsed(conn: &mut AsyncPgConnection, hours: i32) -> QueryResult<usize> {
        let lapsed: Vec<RegistrationId> = registrations::table
            .filter(registrations::created_at.lt(now.into_sql::<Timestamptz>() - hours.hours()))
            .filter(not(exists(
                awaiting_comments::table
                    .filter(awaiting_comments::registration_id.eq(registrations::id)),
            )))
            .select(registrations::id)
            .limit(1000)
            .load(conn)
            .await?;
        diesel::delete(registrations::table.filter(registrations::id.eq_any(lapsed)))
            .execute(conn)
            .await
    }
}
