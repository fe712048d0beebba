//! Another address: asked for by whoever proved who they are, confirmed at the new one, told to the old one.
//!
//! Whether the new address has an account already is told to that address alone.

use chrono::{Duration, Utc};
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{end_links, keep_only};
use crate::app::AppState;
use crate::auth::accounts::{asking, in_words};
use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::mail::letters::{Invitation, own_account as letters};
use crate::models::account::Account;
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::outbox::Asker;
use crate::models::session;

/// An address that was changed.
#[derive(Debug)]
pub struct Changed {
    /// The new token of the session that asked, where there is one.
    pub session: Option<SecretToken>,
}

/// Mails a link to the new address, and a notice to the one that stands. Nothing changes before the link is followed;
/// an earlier one stops working.
pub async fn ask(state: &AppState, account: &Account, new: &EmailAddress) -> AppResult<()> {
    asking::unhurried(ask_now(state, account, new)).await
}

async fn ask_now(state: &AppState, account: &Account, new: &EmailAddress) -> AppResult<()> {
    let hours = state.settings.links.change_email_hours;
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        if asking::is_too_often(conn, &state.settings.mail, new, Asker::Stranger).await? {
            return Ok(());
        }
        // Two changes at once wait for each other here, and the second ends the link of the first.
        let owner = Account::lock(conn, account.id).await?;
        let expires_at = Utc::now() + Duration::hours(hours.into());
        let token = MailedLink::create_change(conn, owner.id, new, expires_at).await?;
        let valid_for = in_words(hours, "hour");
        let mail = match Account::find_by_email(conn, new).await? {
            // The link that was made stays with us: nobody follows it.
            Some(_) => letters::address_taken(&state.site, new),
            None => {
                let invitation = Invitation { token: &token, valid_for: &valid_for };
                letters::confirm_address(&state.site, new, &invitation)
            }
        };
        mail.queue(conn).await?;
        letters::address_asked(&state.site, &owner).queue(conn).await
    })
    .await?;
    Ok(())
}

/// The address that a link gives to an account. Changes nothing.
pub async fn look(state: &AppState, token: &SecretToken) -> AppResult<Option<String>> {
    let mut conn = state.db().await?;
    let link = MailedLink::find(&mut conn, token, CHANGES).await?;
    Ok(link.and_then(|it| it.new_email))
}

/// Gives the account its new address; the link works once. `session` is that of the browser, which goes on under a new
/// token if it is of this account; all others end.
pub async fn confirm(
    state: &AppState,
    token: &SecretToken,
    session: Option<&SecretToken>,
) -> AppResult<Option<Changed>> {
    let mut conn = state.db().await?;
    match conn.transaction(async |conn| confirm_in(conn, state, token, session).await).await {
        // Somebody registered the address between two looks.
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(None),
        confirmed => Ok(confirmed?),
    }
}

async fn confirm_in(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    token: &SecretToken,
    session: Option<&SecretToken>,
) -> Result<Option<Changed>, Error> {
    let Some(link) = MailedLink::redeem(conn, token, CHANGES).await? else { return Ok(None) };
    let Some(account_id) = link.account_id else { return Ok(None) };
    let before = Account::find(conn, account_id).await?;
    // It was parsed before it was stored.
    let new = link.new_email.as_deref().and_then(|it| EmailAddress::parse(it).ok());
    let Some(new) = new else { return Ok(None) };
    let taken = Account::find_by_email(conn, &new).await?.is_some();
    if taken || before.is_suspended() || before.is_closed() {
        return Ok(None);
    }
    Account::set_email(conn, account_id, &new).await?;
    let session = match session {
        Some(session) => keep_only(conn, account_id, session).await?,
        None => None,
    };
    if session.is_none() {
        session::end_all(conn, account_id).await?;
    }
    end_links(conn, account_id).await?;
    for address in [before.email.as_str(), new.as_str()] {
        letters::address_changed(&state.site, &before, address).queue(conn).await?;
    }
    Ok(Some(Changed { session }))
}

const CHANGES: &[LinkPurpose] = &[LinkPurpose::ChangeEmail];
