//! Setting one-time codes up, changing them, and taking them away: each told by mail.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{Offer, seal};
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::domain::recovery_code::{N_CODES, RecoveryCode};
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::mail::notices::{News, Notice};
use crate::models::account::Account;
use crate::models::grant::Grant;
use crate::models::one_time_code::OneTimeCode;
use crate::models::session::{self, ProvedBy};
use crate::models::{clock, recovery_code};
use crate::settings::PublicUrl;

/// Recovery codes, shown this once, and the session under its new token.
#[derive(Debug)]
pub struct NewCodes {
    pub token: SecretToken,
    pub codes: Vec<RecoveryCode>,
}

/// What became of a first code.
#[derive(Debug)]
pub enum SetUp {
    Done(NewCodes),
    /// The code is not of the offered secret, or was used before.
    Wrong,
    /// The session ended meanwhile.
    SignedOut,
}

/// Keeps an offered secret once the app shows a code of it. Other sessions of the account end.
pub async fn set_up(
    state: &AppState,
    browser: &Browser,
    account: &Account,
    offer: &Offer,
    digits: &str,
) -> AppResult<SetUp> {
    let Some(here) = browser.session() else { return Ok(SetUp::SignedOut) };
    let sealed = seal(&state.sealer, account.id, &offer.secret)?;
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let now = clock::now(conn).await?.timestamp();
        let Some(step) = offer.secret.step_of(digits, now) else { return Ok(SetUp::Wrong) };
        let news = if OneTimeCode::is_set_up(conn, account.id).await? {
            News::AppChanged
        } else {
            News::CodesSetUp
        };
        if !OneTimeCode::set_up(conn, account.id, &sealed, step).await? {
            return Ok(SetUp::Wrong);
        }
        let Some(token) = renewed(conn, account, here).await? else {
            return Err(diesel::result::Error::RollbackTransaction);
        };
        let codes = new_recovery_codes(conn, account).await?;
        Notice { site: &state.site, account, news }.mail().queue(conn).await?;
        Ok(SetUp::Done(NewCodes { token, codes }))
    })
    .await
    .or_else(|error| match error {
        diesel::result::Error::RollbackTransaction => Ok(SetUp::SignedOut),
        error => Err(AppError::from(error)),
    })
}

/// Makes new recovery codes; the earlier ones are void. None if the session ended, or no codes are set up.
pub async fn make_recovery_codes(
    state: &AppState,
    browser: &Browser,
    account: &Account,
) -> AppResult<Option<NewCodes>> {
    let Some(here) = browser.session() else { return Ok(None) };
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        if !OneTimeCode::is_set_up(conn, account.id).await? {
            return Ok(None);
        }
        let codes = new_recovery_codes(conn, account).await?;
        let news = News::RecoveryCodesMade;
        Notice { site: &state.site, account, news }.mail().queue(conn).await?;
        Ok(Some(NewCodes { token: here.clone(), codes }))
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// What became of taking codes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    Done,
    NothingThere,
    /// Who has a role needs them.
    StaffNeedThem,
}

/// Takes one-time codes from an account at its owner's wish. Other sessions of the account end.
pub async fn remove(state: &AppState, browser: &Browser, account: &Account) -> AppResult<Removed> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        if !Grant::of(conn, account.id).await?.is_empty() {
            return Ok(Removed::StaffNeedThem);
        }
        if !forget(conn, account).await? {
            return Ok(Removed::NothingThere);
        }
        if let Some(here) = browser.session() {
            session::end_others(conn, account.id, here).await?;
        }
        let news = News::CodesRemoved;
        Notice { site: &state.site, account, news }.mail().queue(conn).await?;
        Ok(Removed::Done)
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Takes one-time codes from an account whose owner lost everything: an act of staff, to be written to the audit log
/// in the same transaction. All its sessions end. Whether there were any codes.
pub async fn reset(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    account: &Account,
) -> QueryResult<bool> {
    let there_were = forget(conn, account).await?;
    session::end_all(conn, account.id).await?;
    if there_were {
        Notice { site, account, news: News::CodesReset }.mail().queue(conn).await?;
    }
    Ok(there_were)
}

/// Takes one-time codes and recovery codes from an account, and tells nobody. Whether there were any.
pub async fn forget(conn: &mut AsyncPgConnection, account: &Account) -> QueryResult<bool> {
    recovery_code::remove(conn, account.id).await?;
    OneTimeCode::remove(conn, account.id).await
}

async fn renewed(
    conn: &mut AsyncPgConnection,
    account: &Account,
    here: &SecretToken,
) -> QueryResult<Option<SecretToken>> {
    let Some(token) = session::renew_proved(conn, here, ProvedBy::Code).await? else {
        return Ok(None);
    };
    session::end_others(conn, account.id, &token).await?;
    Ok(Some(token))
}

async fn new_recovery_codes(
    conn: &mut AsyncPgConnection,
    account: &Account,
) -> QueryResult<Vec<RecoveryCode>> {
    let codes: Vec<_> = (0..N_CODES).map(|_| RecoveryCode::random()).collect();
    recovery_code::replace(conn, account.id, &codes).await?;
    Ok(codes)
}
