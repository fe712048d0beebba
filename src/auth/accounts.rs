//! Registering, confirming, signing in: what each leaves behind, and that it says nothing about an address.
//!
//! For a known and an unknown address alike each door runs the same statements and queues the same number of mails,
//! and what the visitor sees is the same, when they see it included.

pub mod asking;
pub mod password_try;

use chrono::{Duration, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::beginning::{Begun, Browser};
use super::own_account;
use crate::app::AppState;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::http::address_key::AddressKey;
use crate::logging::security::{self, SecurityEvent};
use crate::mail::letters::own_account::PasswordChange;
use crate::mail::letters::{self, Invitation};
use crate::models::account::{Account, AccountId};
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::models::outbox::MailKind;
use crate::models::registration::Registration;
use crate::models::session;

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
        if asking::is_too_often(conn, &state.settings.mail, email).await? {
            return Ok(());
        }
        let account = Account::find_by_email(conn, email).await?;
        // Written for an address that has an account too, which takes as much work so; nobody is sent its link.
        let id = Registration::create(conn, email, display_name).await?;
        MailedLink::end_registrations(conn, email).await?;
        if let Some(account) = account {
            return mail_link(conn, state, &account, MailKind::AlreadyRegistered, next).await;
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
pub async fn send_sign_in_link(
    state: &AppState,
    email: &EmailAddress,
    next: &str,
) -> AppResult<()> {
    asking::unhurried(send_link(state, email, MailKind::SignIn, next)).await
}

/// Mails a link to choose a new password; to an address that opens no account, that it does not.
pub async fn send_reset_link(state: &AppState, email: &EmailAddress) -> AppResult<()> {
    asking::unhurried(send_link(state, email, MailKind::ResetPassword, "/sign-in")).await
}

/// Whom a link that confirms an address is for, and where they go next. Changes nothing.
pub async fn look_at_confirmation(
    state: &AppState,
    token: &SecretToken,
) -> AppResult<Option<(String, String)>> {
    let mut conn = state.db().await?;
    let Some(link) = MailedLink::find(&mut conn, token, CONFIRMS).await? else { return Ok(None) };
    Ok(Some(match (link.registration_id, link.account_id) {
        (Some(id), _) => {
            let registration = Registration::find(&mut conn, id).await?;
            if has_account(&mut conn, &registration).await? {
                return Ok(None);
            }
            (registration.email, registration.display_name)
        }
        (None, Some(id)) => {
            let account = Account::find(&mut conn, id).await?;
            (account.email, account.display_name)
        }
        (None, None) => return Ok(None),
    }))
}

/// Whom a link signs in. Changes nothing.
pub async fn look_at_sign_in_link(
    state: &AppState,
    token: &SecretToken,
) -> AppResult<Option<String>> {
    let mut conn = state.db().await?;
    let link = MailedLink::find(&mut conn, token, &[LinkPurpose::SignIn]).await?;
    let Some(account_id) = link.and_then(|it| it.account_id) else { return Ok(None) };
    Ok(Some(Account::find(&mut conn, account_id).await?.email))
}

/// Whose password a link sets. Changes nothing.
pub async fn look_at_reset_link(
    state: &AppState,
    token: &SecretToken,
) -> AppResult<Option<Account>> {
    let mut conn = state.db().await?;
    let link = MailedLink::find(&mut conn, token, &[LinkPurpose::ResetPassword]).await?;
    let Some(account_id) = link.and_then(|it| it.account_id) else { return Ok(None) };
    Ok(Some(Account::find(&mut conn, account_id).await?))
}

/// Makes the account of a confirmed address and signs it in; the link works once, and only if all of it works.
pub async fn confirm(
    state: &AppState,
    token: &SecretToken,
    password: Option<&Password>,
    browser: &Browser,
) -> AppResult<Option<Begun>> {
    // Hashed before the transaction: no connection waits for Argon2.
    let hash = match password {
        Some(password) => Some(state.hasher.hash(password).await?),
        None => None,
    };
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let Some(link) = MailedLink::redeem(conn, token, CONFIRMS).await? else { return Ok(None) };
        let Some(account_id) = account_of(conn, &link).await? else { return Ok(None) };
        if let Some(hash) = &hash {
            set_password(conn, account_id, hash).await?;
        }
        browser.begin(conn, state, account_id, &link.next_path).await.map(Some)
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Signs in by address and password, after the same work whether there is such an account or not. `network` is where
/// the try comes from: of an address without an account, tries are counted as well.
///
/// # Errors
/// Too many requests, before anything is hashed.
pub async fn sign_in(
    state: &AppState,
    email: &EmailAddress,
    password: &Password,
    network: AddressKey,
    browser: &Browser,
    next: &str,
) -> AppResult<Option<Begun>> {
    let account_id = password_try::check(state, email, password, network).await?;
    let Some(account_id) = account_id else {
        security::note(SecurityEvent::SignInFailed, None, "password");
        return Ok(None);
    };
    let mut conn = state.db().await?;
    conn.transaction(async |conn| browser.begin(conn, state, account_id, next).await.map(Some))
        .await
        .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Signs in by a mailed link, which works once.
pub async fn redeem_sign_in_link(
    state: &AppState,
    token: &SecretToken,
    browser: &Browser,
) -> AppResult<Option<Begun>> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let link = MailedLink::redeem(conn, token, &[LinkPurpose::SignIn]).await?;
        let Some((account_id, next)) = link.and_then(|it| Some((it.account_id?, it.next_path)))
        else {
            return Ok(None);
        };
        browser.begin(conn, state, account_id, &next).await.map(Some)
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Sets a new password, signs the account out everywhere and tells its owner; the link works once. One-time codes stay
/// as they are: whoever can read the mail alone does not get in.
pub async fn reset_password(
    state: &AppState,
    token: &SecretToken,
    password: &Password,
) -> AppResult<Option<AccountId>> {
    let hash = state.hasher.hash(password).await?;
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let link = MailedLink::redeem(conn, token, &[LinkPurpose::ResetPassword]).await?;
        let Some(account_id) = link.and_then(|it| it.account_id) else { return Ok(None) };
        set_password(conn, account_id, &hash).await?;
        let owner = Account::find(conn, account_id).await?;
        let change = PasswordChange::Reset;
        letters::own_account::password(&state.site, &owner, change).queue(conn).await?;
        Ok(Some(account_id))
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Links that make sure of an address and end in an account.
const CONFIRMS: &[LinkPurpose] = &[LinkPurpose::Register, LinkPurpose::Invite];

/// Sets a password and shuts every other way in: whoever got in before, or holds an older link, is out.
async fn set_password(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    hash: &str,
) -> QueryResult<()> {
    Account::set_password_hash(conn, account_id, hash).await?;
    session::end_all(conn, account_id).await?;
    own_account::end_links(conn, account_id).await
}

/// Whether the address got its account by another link meanwhile.
async fn has_account(
    conn: &mut AsyncPgConnection,
    registration: &Registration,
) -> QueryResult<bool> {
    let Ok(email) = EmailAddress::parse(&registration.email) else { return Ok(false) };
    Ok(Account::find_by_email(conn, &email).await?.is_some())
}

/// The account that a link leads to. A registration makes one and never opens one that is there already: of two links
/// to one address, the second would else work like a new password for a whole day.
async fn account_of(
    conn: &mut AsyncPgConnection,
    link: &MailedLink,
) -> QueryResult<Option<AccountId>> {
    let Some(registration_id) = link.registration_id else { return Ok(link.account_id) };
    let registration = Registration::find(conn, registration_id).await?;
    // Both were parsed before they were stored.
    let email = EmailAddress::parse(&registration.email).ok();
    let name = DisplayName::parse(&registration.display_name).ok();
    let Some((email, name)) = email.zip(name) else { return Ok(None) };
    Account::create(conn, &email, &name).await
}

async fn send_link(
    state: &AppState,
    email: &EmailAddress,
    kind: MailKind,
    next: &str,
) -> AppResult<()> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        if asking::is_too_often(conn, &state.settings.mail, email).await? {
            return Ok(());
        }
        match Account::find_by_email(conn, email).await? {
            Some(account) if !account.is_suspended() => {
                mail_link(conn, state, &account, kind, next).await
            }
            _ => mail_no_account(conn, state, email, kind, next).await,
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
) -> QueryResult<()> {
    let (token, minutes) = make_link(conn, state, LinkFor::Account(account.id), kind, next).await?;
    let valid_for = in_words(minutes, "minute");
    let invitation = Invitation { token: &token, valid_for: &valid_for };
    letters::with_link(&state.site, kind, &account.email, &account.display_name, &invitation)
        .queue(conn)
        .await
}

/// The link is made and sent to nobody: it is work that an address with an account takes as well.
async fn mail_no_account(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    email: &EmailAddress,
    kind: MailKind,
    next: &str,
) -> QueryResult<()> {
    make_link(conn, state, LinkFor::Nobody, kind, next).await?;
    letters::no_account(&state.site, email.as_str()).queue(conn).await
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

/// `30 minutes`, `1 hour`.
#[must_use]
pub fn in_words(n: u32, unit: &str) -> String {
    if n == 1 { format!("{n} {unit}") } else { format!("{n} {unit}s") }
}
