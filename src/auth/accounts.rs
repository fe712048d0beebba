//! Registering, confirming, signing in: what each leaves behind, and that it says nothing about an address.
//!
//! For a known and an unknown address alike each door runs the same statements and queues the same number of mails,
//! and what the visitor sees is the same, when they see it included.

pub mod asking;
mod asking_links;
pub mod password_try;
mod resetting;

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

pub use asking_links::{register, send_proving_link, send_reset_link, send_sign_in_link};
pub use resetting::{look_at_reset_link, reset_password};

use super::administration::accepting;
use super::beginning::{Begun, Browser};
use crate::app::AppState;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::http::address_key::AddressKey;
use crate::logging::security::{self, SecurityEvent};
use crate::mail::letters::{self, own_account::PasswordChange};
use crate::models::account::{Account, AccountId};
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::registration::Registration;

/// Whom a link that confirms an address is for, and where they go next. Changes nothing.
pub async fn look_at_confirmation(
    state: &AppState,
    token: &SecretToken,
) -> AppResult<Option<(String, String)>> {
    let mut conn = state.db().await?;
    let Some(link) = MailedLink::find(&mut conn, token, CONFIRMS).await? else { return Ok(None) };
    if !accepting::is_open(&mut conn, &link).await? {
        return Ok(None);
    }
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

/// Makes the account of a confirmed address, with the roles that its owner was invited to, and signs it in; the link
/// works once, and only if all of it works.
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
        accepting::hold(conn, token).await?;
        let Some(link) = MailedLink::redeem(conn, token, CONFIRMS).await? else { return Ok(None) };
        if !accepting::is_open(conn, &link).await? {
            return Ok(None);
        }
        let Some(account_id) = account_of(conn, &link).await? else { return Ok(None) };
        if let Some(hash) = &hash {
            let owner = Account::find(conn, account_id).await?;
            resetting::set_password(conn, account_id, hash).await?;
            if owner.password_hash.is_some() {
                let change = PasswordChange::Reset;
                letters::own_account::password(&state.site, &owner, change).queue(conn).await?;
            }
        }
        accepting::accept(conn, &state.site, &link, account_id).await?;
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

/// Links that make sure of an address and end in an account.
const CONFIRMS: &[LinkPurpose] = &[LinkPurpose::Register, LinkPurpose::Invite];

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

/// `30 minutes`, `1 hour`.
#[must_use]
pub fn in_words(n: u32, unit: &str) -> String {
    if n == 1 { format!("{n} {unit}") } else { format!("{n} {unit}s") }
}
