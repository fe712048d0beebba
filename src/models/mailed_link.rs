//! Links that prove an address by being followed: single-use, short-lived, stored as digests.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::models::account::{Account, AccountId};
use crate::models::registration::RegistrationId;
use crate::schema::intake::{mailed_links, registrations};

crate::text_enum! {
    /// What following a link does.
    pub enum LinkPurpose {
        Register = "register" => "Confirm an address",
        ConfirmComment = "confirm_comment" => "Confirm an address and a comment",
        SignIn = "sign_in" => "Sign in",
        ResetPassword = "reset_password" => "Choose a new password",
        Invite = "invite" => "Accept an invitation",
        ChangeEmail = "change_email" => "Change an address",
    }
}

/// Whom a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFor {
    Registration(RegistrationId),
    Account(AccountId),
    /// Made and sent to nobody: an address without an account takes the same work.
    Nobody,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = mailed_links)]
pub struct MailedLink {
    pub id: i64,
    pub purpose: LinkPurpose,
    pub registration_id: Option<RegistrationId>,
    pub account_id: Option<AccountId>,
    pub next_path: String,
    /// The address that the account gets, where that is the purpose.
    pub new_email: Option<String>,
}

impl MailedLink {
    /// Makes a link; an earlier one for the same purpose, and the same account or registration, stops working.
    ///
    /// The new one is written first: that holds its account, and only then the earlier links are touched.
    pub async fn create(
        conn: &mut AsyncPgConnection,
        purpose: LinkPurpose,
        whom: LinkFor,
        next_path: &str,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<SecretToken> {
        let token = SecretToken::random();
        let (registration_id, account_id) = match whom {
            LinkFor::Registration(id) => (Some(id), None),
            LinkFor::Account(id) => (None, Some(id)),
            LinkFor::Nobody => (None, None),
        };
        let id: i64 = diesel::insert_into(mailed_links::table)
            .values((
                mailed_links::token_sha256.eq(token.sha256()),
                mailed_links::purpose.eq(purpose),
                mailed_links::registration_id.eq(registration_id),
                mailed_links::account_id.eq(account_id),
                mailed_links::next_path.eq(next_path),
                mailed_links::expires_at.eq(expires_at),
            ))
            .returning(mailed_links::id)
            .get_result(conn)
            .await?;
        let same = mailed_links::account_id
            .eq(account_id)
            .or(mailed_links::registration_id.eq(registration_id));
        let unused = mailed_links::purpose.eq(purpose).and(mailed_links::used_at.is_null());
        let earlier = mailed_links::table.filter(unused).filter(mailed_links::id.ne(id));
        diesel::delete(earlier.filter(same)).execute(conn).await?;
        Ok(token)
    }

    /// Makes the link that gives an account another address; an earlier one stops working.
    pub async fn create_change(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        email: &EmailAddress,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<SecretToken> {
        let token = SecretToken::random();
        Self::end_all(conn, account_id, LinkPurpose::ChangeEmail).await?;
        diesel::insert_into(mailed_links::table)
            .values((
                mailed_links::token_sha256.eq(token.sha256()),
                mailed_links::purpose.eq(LinkPurpose::ChangeEmail),
                mailed_links::account_id.eq(account_id),
                mailed_links::new_email.eq(email.as_str()),
                mailed_links::next_path.eq("/account"),
                mailed_links::expires_at.eq(expires_at),
            ))
            .execute(conn)
            .await?;
        Ok(token)
    }

    /// A link that would still work. Looking changes nothing, so that a mail scanner uses nothing up.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        token: &SecretToken,
        purposes: &[LinkPurpose],
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(mailed_links::token_sha256.eq(token.sha256()))
            .filter(mailed_links::purpose.eq_any(purposes))
            .filter(mailed_links::used_at.is_null())
            .filter(mailed_links::expires_at.gt(now))
            .first(conn)
            .await
            .optional()
    }

    /// Uses a link up. Of any number of attempts at once, one succeeds.
    ///
    /// The account that it is for is held first, then the link, as by everybody who touches both: two who took them in
    /// different orders would wait for each other.
    pub async fn redeem(
        conn: &mut AsyncPgConnection,
        token: &SecretToken,
        purposes: &[LinkPurpose],
    ) -> QueryResult<Option<Self>> {
        let Some(link) = Self::find(conn, token, purposes).await? else { return Ok(None) };
        if let Some(account_id) = link.account_id {
            Account::lock(conn, account_id).await?;
        }
        diesel::update(
            mailed_links::table
                .filter(mailed_links::token_sha256.eq(token.sha256()))
                .filter(mailed_links::purpose.eq_any(purposes))
                .filter(mailed_links::used_at.is_null())
                .filter(mailed_links::expires_at.gt(now)),
        )
        .set(mailed_links::used_at.eq(now))
        .returning(Self::as_returning())
        .get_result(conn)
        .await
        .optional()
    }

    /// Takes every unused link of this kind from an account.
    pub async fn end_all(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        purpose: LinkPurpose,
    ) -> QueryResult<()> {
        diesel::delete(
            mailed_links::table
                .filter(mailed_links::account_id.eq(account_id))
                .filter(mailed_links::purpose.eq(purpose))
                .filter(mailed_links::used_at.is_null()),
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Takes every unused link of a registration, of this kind, from an address: the newest one is the only one.
    pub async fn end_registrations(
        conn: &mut AsyncPgConnection,
        email: &EmailAddress,
        purpose: LinkPurpose,
    ) -> QueryResult<()> {
        let of_address = registrations::table
            .filter(registrations::canonical_email.eq(email.canonical()))
            .select(registrations::id.nullable());
        diesel::delete(
            mailed_links::table
                .filter(mailed_links::registration_id.eq_any(of_address))
                .filter(mailed_links::purpose.eq(purpose))
                .filter(mailed_links::used_at.is_null()),
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Takes every unused link of any kind from an account.
    pub async fn end_all_of(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<()> {
        let unused = mailed_links::table
            .filter(mailed_links::account_id.eq(account_id))
            .filter(mailed_links::used_at.is_null());
        diesel::delete(unused).execute(conn).await?;
        Ok(())
    }

    /// Removes a batch of links that have run out. Returns how many.
    pub async fn delete_expired(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        let expired: Vec<i64> = mailed_links::table
            .filter(mailed_links::expires_at.lt(now))
            .select(mailed_links::id)
            .limit(1000)
            .load(conn)
            .await?;
        diesel::delete(mailed_links::table.filter(mailed_links::id.eq_any(expired)))
            .execute(conn)
            .await
    }
}
