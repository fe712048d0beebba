//! A password set, changed or removed by whoever proved a moment ago that the account is theirs.

use diesel_async::AsyncConnection;

use super::{end_links, keep_only};
use crate::app::AppState;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::mail::letters::own_account::{self, PasswordChange};
use crate::models::account::Account;

/// Sets the password, signs the account out everywhere else, and tells its owner. Returns the new token of the session
/// that asked; none, and nothing done, if that has ended meanwhile.
pub async fn set(
    state: &AppState,
    account: &Account,
    session: &SecretToken,
    password: &Password,
) -> AppResult<Option<SecretToken>> {
    // Hashed before the transaction: no connection waits for Argon2.
    let hash = state.hasher.hash(password).await?;
    let change = match account.password_hash {
        Some(_) => PasswordChange::Changed,
        None => PasswordChange::Set,
    };
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let Some(token) = keep_only(conn, account.id, session).await? else { return Ok(None) };
        Account::set_password_hash(conn, account.id, &hash).await?;
        end_links(conn, account.id).await?;
        own_account::password(&state.site, account, change).queue(conn).await?;
        Ok(Some(token))
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Takes the password away: from now on mailed links are the way in. The rest is as in [`set`].
pub async fn remove(
    state: &AppState,
    account: &Account,
    session: &SecretToken,
) -> AppResult<Option<SecretToken>> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let Some(token) = keep_only(conn, account.id, session).await? else { return Ok(None) };
        Account::remove_password(conn, account.id).await?;
        end_links(conn, account.id).await?;
        let change = PasswordChange::Removed;
        own_account::password(&state.site, account, change).queue(conn).await?;
        Ok(Some(token))
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}
