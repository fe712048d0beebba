//! The doors at which anybody asks for a link: to confirm an address, to sign in, to choose a new password.

use chrono::{Duration, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{asking, in_words};
use crate::app::AppState;
use crate::domain::device::Device;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::mail::letters::{self, Invitation};
use crate::models::account::Account;
use crate::models::known_device;
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::models::outbox::{Asker, MailKind};
use crate::models::registration::Registration;

/// Mails a link that confirms the address; to an address that has an account, one that signs in.
pub async fn register(
    state: &AppState,
    email: &EmailAddress,
    display_name: &DisplayName,
    next: &str,
) -> AppResult<()> {
    asking::unhurried(ask_to_register(state, email, display_name, next)).await
}

async fn ask_to_register(
    state: &AppState,
    email: &EmailAddress,
    display_name: &DisplayName,
    next: &str,
) -> AppResult<()> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let asker = Asker::Stranger;
        if asking::is_too_often(conn, &state.settings.mail, email, asker).await? {
            return Ok(());
        }
        let account = Account::find_by_email(conn, email).await?;
        // Written for an address that has an account too, which takes as much work so; nobody is sent its link.
        let id = Registration::create(conn, email, display_name).await?;
        MailedLink::end_registrations(conn, email, LinkPurpose::Register).await?;
        if let Some(account) = account {
            return mail_link(conn, state, &account, MailKind::AlreadyRegistered, next, asker)
                .await;
        }
        let hours = state.settings.links.register_hours;
        let expires_at = Utc::now() + Duration::hours(hours.into());
        let whom = LinkFor::Registration(id);
        let token = MailedLink::create(conn, LinkPurpose::Register, whom, next, expires_at).await?;
        let valid_for = in_words(hours, "hour");
        let invitation = Invitation { token: &token, valid_for: &valid_for };
        let name = display_name.as_str();
        letters::with_link(&state.site, MailKind::Register, email.as_str(), name, &invitation)
            .queue(conn)
            .await
    })
    .await?;
    Ok(())
}

/// Mails a link that signs in; to an address that opens no account, that it does not.
///
/// What strangers ask for leaves the door open to its owner: on a device that signed in to the account before,
/// requests count by themselves.
pub async fn send_sign_in_link(
    state: &AppState,
    email: &EmailAddress,
    device: &Device,
    next: &str,
) -> AppResult<()> {
    asking::unhurried(send_link(state, email, device, MailKind::SignIn, next)).await
}

/// Mails a link that signs its reader in anew. Only whoever is signed in can ask for it: strangers can neither cause
/// such mails nor use them up.
pub async fn send_proving_link(state: &AppState, account: &Account, next: &str) -> AppResult<()> {
    let mut conn = state.db().await?;
    let (kind, asker) = (MailKind::Prove, Asker::Stranger);
    conn.transaction(async |conn| mail_link(conn, state, account, kind, next, asker).await).await?;
    Ok(())
}

/// Mails a link to choose a new password, as one that signs in.
pub async fn send_reset_link(
    state: &AppState,
    email: &EmailAddress,
    device: &Device,
) -> AppResult<()> {
    asking::unhurried(send_link(state, email, device, MailKind::ResetPassword, "/sign-in")).await
}

async fn send_link(
    state: &AppState,
    email: &EmailAddress,
    device: &Device,
    kind: MailKind,
    next: &str,
) -> AppResult<()> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let is_known = known_device::is_known(conn, email, device).await?;
        let asker = if is_known { Asker::KnownDevice } else { Asker::Stranger };
        if asking::is_too_often(conn, &state.settings.mail, email, asker).await? {
            return Ok(());
        }
        match Account::find_by_email(conn, email).await? {
            Some(account) if !account.is_suspended() => {
                mail_link(conn, state, &account, kind, next, asker).await
            }
            _ => mail_no_account(conn, state, email, kind, next, asker).await,
        }
    })
    .await?;
    Ok(())
}

async fn mail_link(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    account: &Account,
    kind: MailKind,
    next: &str,
    asker: Asker,
) -> QueryResult<()> {
    let (token, minutes) = make_link(conn, state, LinkFor::Account(account.id), kind, next).await?;
    let valid_for = in_words(minutes, "minute");
    let invitation = Invitation { token: &token, valid_for: &valid_for };
    letters::with_link(&state.site, kind, &account.email, &account.display_name, &invitation)
        .queue_for(conn, asker)
        .await
}

/// The link is made and sent to nobody: it is work that an address with an account takes as well.
async fn mail_no_account(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    email: &EmailAddress,
    kind: MailKind,
    next: &str,
    asker: Asker,
) -> QueryResult<()> {
    make_link(conn, state, LinkFor::Nobody, kind, next).await?;
    letters::no_account(&state.site, email.as_str()).queue_for(conn, asker).await
}

/// A link that lets somebody in, and how many minutes it does.
async fn make_link(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    whom: LinkFor,
    kind: MailKind,
    next: &str,
) -> QueryResult<(SecretToken, u32)> {
    let (purpose, minutes) = match kind {
        MailKind::ResetPassword => (LinkPurpose::ResetPassword, state.settings.links.reset_minutes),
        _ => (LinkPurpose::SignIn, state.settings.links.sign_in_minutes),
    };
    let expires_at = Utc::now() + Duration::minutes(minutes.into());
    let token = MailedLink::create(conn, purpose, whom, next, expires_at).await?;
    Ok((token, minutes))
}
