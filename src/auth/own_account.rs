//! What people change about their own account. Whose it is comes from the session alone, never from a form.

pub mod address;
pub mod closing;
pub mod held;
pub mod name;
pub mod password;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::secret_token::SecretToken;
use crate::models::account::AccountId;
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::session;

/// Gives the session that asks another token and ends all others. None, and nothing done, if it has ended itself
/// meanwhile.
async fn keep_only(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    token: &SecretToken,
) -> QueryResult<Option<SecretToken>> {
    let Some(renewed) = session::renew(conn, account_id, token).await? else { return Ok(None) };
    session::end_others(conn, account_id, &renewed).await?;
    Ok(Some(renewed))
}

/// Every link that was mailed before and would still open or change the account stops working.
pub(super) async fn end_links(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
) -> QueryResult<()> {
    for purpose in [
        LinkPurpose::SignIn,
        LinkPurpose::ResetPassword,
        LinkPurpose::Invite,
        LinkPurpose::ChangeEmail,
    ] {
        MailedLink::end_all(conn, account_id, purpose).await?;
    }
    Ok(())
}
