//! Accounts: people whose address was verified.

mod leaving;
mod overview;

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

pub use overview::AccountOverview;

use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::schema::intake::accounts;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct AccountId(pub i64);

#[derive(Clone, HasQuery)]
#[diesel(table_name = accounts)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub suspended_at: Option<DateTime<Utc>>,
    /// Set where its owner has closed it: then it names nobody, and no mail goes there.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Account {
    pub async fn find(conn: &mut AsyncPgConnection, id: AccountId) -> QueryResult<Self> {
        Self::query().filter(accounts::id.eq(id)).first(conn).await
    }

    /// The account of an address, however it is written.
    pub async fn find_by_email(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(accounts::canonical_email.eq(email.canonical()))
            .first(conn)
            .await
            .optional()
    }

    /// Makes the account of a verified address, or gives the one that the address has already.
    pub async fn find_or_create(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
        display_name: &DisplayName,
    ) -> QueryResult<Self> {
        Self::create(conn, email, display_name).await?;
        Self::query().filter(accounts::canonical_email.eq(email.canonical())).first(conn).await
    }

    /// Makes the account of a verified address; none if the address has one already.
    pub async fn create(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
        display_name: &DisplayName,
    ) -> QueryResult<Option<AccountId>> {
        diesel::insert_into(accounts::table)
            .values((
                accounts::email.eq(email.as_str()),
                accounts::canonical_email.eq(email.canonical()),
                accounts::display_name.eq(display_name.as_str()),
            ))
            .on_conflict(accounts::canonical_email)
            .do_nothing()
            .returning(accounts::id)
            .get_result(conn)
            .await
            .optional()
    }

    /// The account as it stands now, which nobody else changes until the transaction ends.
    pub async fn lock(conn: &mut AsyncPgConnection, id: AccountId) -> QueryResult<Self> {
        accounts::table.find(id).select(Self::as_select()).for_update().first(conn).await
    }

    pub async fn set_display_name(
        conn: &mut AsyncPgConnection,
        id: AccountId,
        name: &DisplayName,
    ) -> QueryResult<()> {
        let row = diesel::update(accounts::table.find(id));
        row.set(accounts::display_name.eq(name.as_str())).execute(conn).await?;
        Ok(())
    }

    /// Gives the account another address, which was confirmed.
    pub async fn set_email(
        conn: &mut AsyncPgConnection,
        id: AccountId,
        email: &EmailAddress,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set((
                accounts::email.eq(email.as_str()),
                accounts::canonical_email.eq(email.canonical()),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    pub async fn set_password_hash(
        conn: &mut AsyncPgConnection,
        id: AccountId,
        hash: &str,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set(accounts::password_hash.eq(hash))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Puts another hash of the same password in the place of an old one, unless the password was changed meanwhile.
    pub async fn replace_password_hash(
        conn: &mut AsyncPgConnection,
        id: AccountId,
        old: &str,
        hash: &str,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .filter(accounts::password_hash.eq(old))
            .set(accounts::password_hash.eq(hash))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// From now on the account is opened by mailed links only.
    pub async fn remove_password(conn: &mut AsyncPgConnection, id: AccountId) -> QueryResult<()> {
        let row = diesel::update(accounts::table.find(id));
        row.set(accounts::password_hash.eq(None::<String>)).execute(conn).await?;
        Ok(())
    }

    /// Whether its owner has closed it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }

    /// Shuts an account out, or lets it in again. Of two at once, one does.
    pub async fn set_suspended(
        conn: &mut AsyncPgConnection,
        id: AccountId,
        suspended: Suspended,
    ) -> QueryResult<bool> {
        let account = accounts::table.find(id);
        let changed = match suspended {
            Suspended::Yes => {
                diesel::update(account.filter(accounts::suspended_at.is_null()))
                    .set(accounts::suspended_at.eq(now))
                    .execute(conn)
                    .await?
            }
            Suspended::No => {
                diesel::update(account.filter(accounts::suspended_at.is_not_null()))
                    .set(accounts::suspended_at.eq(None::<DateTime<Utc>>))
                    .execute(conn)
                    .await?
            }
        };
        Ok(changed == 1)
    }

    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.suspended_at.is_some()
    }
}

/// Whether an account is shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    Yes,
    No,
}

// Nobody's address or password hash gets into a log by way of `Debug`.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.id.0)
    }
}
