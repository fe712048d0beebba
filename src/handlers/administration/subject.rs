//! The account that a page is about, as far as the administrator may see it.

use diesel_async::AsyncPgConnection;

use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use crate::models::account::{Account, AccountId};
use crate::models::grant::{Grant, GrantId};

/// An account, with those of its grants that the administrator's own reach.
pub struct Subject {
    pub account: Account,
    pub grants: Vec<Grant>,
}

impl Subject {
    /// The account of an id. One without a grant within reach is not there, as far as this administrator can tell.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        administrator: &Administrator,
        id: &str,
    ) -> AppResult<Self> {
        let id = AccountId(id.parse().map_err(|_| AppError::NotFound)?);
        let mut grants = Grant::of(conn, id).await?;
        grants.retain(|it| administrator.reaches(it.scope()));
        if grants.is_empty() && !administrator.is_for_everything() {
            return Err(AppError::NotFound);
        }
        let account = Account::find(conn, id).await?;
        if account.is_closed() {
            return Err(AppError::NotFound);
        }
        Ok(Self { account, grants })
    }

    /// The same, for what only those do who look after the whole site, and to nobody's own account.
    pub async fn find_whole(
        conn: &mut AsyncPgConnection,
        administrator: &Administrator,
        id: &str,
    ) -> AppResult<Self> {
        let subject = Self::find(conn, administrator, id).await?;
        administrator.require_everything()?;
        subject.require_other(administrator)?;
        Ok(subject)
    }

    /// # Errors
    /// Forbidden on one's own account.
    pub fn require_other(&self, administrator: &Administrator) -> AppResult<()> {
        if self.is_own(administrator) { Err(AppError::Forbidden) } else { Ok(()) }
    }

    pub fn is_own(&self, administrator: &Administrator) -> bool {
        self.account.id == administrator.account.id
    }

    /// One of its grants within reach.
    pub fn grant(&self, id: &str) -> AppResult<&Grant> {
        let id = GrantId(id.parse().map_err(|_| AppError::NotFound)?);
        self.grants.iter().find(|it| it.id == id).ok_or(AppError::NotFound)
    }

    pub fn path(&self) -> String {
        format!("/admin/accounts/{}", self.account.id.0)
    }

    /// Its page, with a word on what was done.
    pub fn done(&self, what: &str) -> String {
        format!("{}?done={what}", self.path())
    }

    /// Name and address.
    pub fn whom(&self) -> (&str, &str) {
        (&self.account.display_name, &self.account.email)
    }
}
