//! Proving who one is: the second step of signing in, and again before what is delicate. Each time the session gets
//! another token, and the one before is dead.

use diesel_async::AsyncConnection;

use super::accounts::password_try;
use super::beginning::Browser;
use super::one_time_codes::{self, Checked};
use crate::app::AppState;
use crate::domain::email::EmailAddress;
use crate::domain::one_time_code::TypedCode;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::http::address_key::AddressKey;
use crate::http::limits::LimitedAction;
use crate::limits::tries::{Try, Trying};
use crate::mail::notices::{News, Notice};
use crate::models::account::Account;
use crate::models::session::{self, ProvedBy, Session};

/// What became of a proof.
#[derive(Debug)]
pub enum Proof {
    /// It was right: the session under its new token.
    Renewed(SecretToken),
    Wrong,
    /// No code of the app can be right, for a reason that only an operator can mend.
    Unreadable,
    /// The session ended meanwhile.
    SignedOut,
}

/// By a code from the app, or a recovery code. Where this completes the sign-in, the person has arrived.
///
/// # Errors
/// Too many wrong codes, in which case this one was not judged; what the database says.
pub async fn by_code(
    state: &AppState,
    browser: &Browser,
    network: AddressKey,
    session: &Session,
    typed: &TypedCode,
) -> AppResult<Proof> {
    let Some(here) = browser.session() else { return Ok(Proof::SignedOut) };
    let account = &session.account;
    let mut conn = state.db().await?;
    let trying = Trying { account: &account.id.0.to_string(), network };
    let tried = Try::begin(state, &mut conn, LimitedAction::TryCode, trying).await?;
    let proof = conn
        .transaction(async |conn| {
            match one_time_codes::check(conn, &state.sealer, account.id, typed).await? {
                Checked::App => {}
                Checked::Recovery { n_left } => {
                    let news = News::RecoveryCodeUsed { n_left };
                    Notice { site: &state.site, account, news }.mail().queue(conn).await?;
                }
                Checked::Wrong => return Ok(Proof::Wrong),
                Checked::Unreadable => return Ok(Proof::Unreadable),
            }
            let Some(token) = session::renew_proved(conn, here, ProvedBy::Code).await? else {
                return Err(diesel::result::Error::RollbackTransaction);
            };
            if !session.is_whole() {
                browser.arrive(conn, state, account.id).await?;
            }
            Ok(Proof::Renewed(token))
        })
        .await
        .or_else(signed_out)?;
    if matches!(proof, Proof::Renewed(_)) {
        tried.succeeded(&mut conn).await?;
    }
    Ok(proof)
}

/// By the password, tried like that of a sign-in.
///
/// # Errors
/// Too many wrong passwords; what the database says.
pub async fn by_password(
    state: &AppState,
    browser: &Browser,
    network: AddressKey,
    account: &Account,
    password: &str,
) -> AppResult<Proof> {
    let Some(here) = browser.session() else { return Ok(Proof::SignedOut) };
    let Some(password) = Password::attempt(password) else { return Ok(Proof::Wrong) };
    // It was parsed before it was stored.
    let email = EmailAddress::parse(&account.email).map_err(|it| anyhow::anyhow!(it))?;
    let owner = password_try::check(state, &email, &password, network).await?;
    if owner != Some(account.id) {
        return Ok(Proof::Wrong);
    }
    let mut conn = state.db().await?;
    let renewed = session::renew_proved(&mut conn, here, ProvedBy::Password).await?;
    Ok(renewed.map_or(Proof::SignedOut, Proof::Renewed))
}

/// What was proved in a session that is gone is taken back: no code is used up by it.
fn signed_out(error: diesel::result::Error) -> AppResult<Proof> {
    match error {
        diesel::result::Error::RollbackTransaction => Ok(Proof::SignedOut),
        error => Err(AppError::from(error)),
    }
}
