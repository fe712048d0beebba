//! Choosing a new password by a mailed link.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use crate::app::AppState;
use crate::auth::own_account;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::mail::letters;
use crate::mail::letters::own_account::PasswordChange;
use crate::models::account::{Account, AccountId};
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::session;

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

/// Sets a password and shuts every other way in: whoever got in before, or holds an older link, is out.
pub(super) async fn set_password(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    hash: &str,
) -> QueryResult<()> {
    Account::set_password_hash(conn, account_id, hash).await?;
    session::end_all(conn, account_id).await?;
    own_account::end_links(conn, account_id).await
}
