//! Shutting an account out, and letting it in again. Comments stay as they are.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, require};
use crate::domain::reason::Reason;
use crate::mail::letters;
use crate::models::account::{Account, Suspended};
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::{Grant, Scope};
use crate::models::grant_proposal::GrantProposal;
use crate::models::mailed_link::MailedLink;
use crate::models::session;
use crate::settings::PublicUrl;

/// Ends everything that lets its owner in. From then on the sign-in page says the same as for a wrong password.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn suspend(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    account: &Account,
    reason: &Reason,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        require(conn, actor, account.id, Scope::Everything).await?;
        if Grant::is_last_administrator(conn, account.id).await? {
            return Err(Refusal::LastAdministrator);
        }
        if !Account::set_suspended(conn, account.id, Suspended::Yes).await? {
            return Err(Refusal::AlreadySo);
        }
        shut(conn, account).await?;
        GrantProposal::end_all_of(conn, account.id).await?;
        note(conn, actor, Act::AccountSuspended, account, reason).await?;
        letters::account_suspended(account).queue(conn).await?;
        Ok(())
    })
    .await
}

/// Lets its owner in again, by signing in anew.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn lift(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    actor: Actor,
    account: &Account,
    reason: &Reason,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        require(conn, actor, account.id, Scope::Everything).await?;
        if !Account::set_suspended(conn, account.id, Suspended::No).await? {
            return Err(Refusal::AlreadySo);
        }
        // What a request that was under way left behind does not come to life.
        shut(conn, account).await?;
        note(conn, actor, Act::SuspensionLifted, account, reason).await?;
        letters::suspension_lifted(site, account).queue(conn).await?;
        Ok(())
    })
    .await
}

async fn shut(conn: &mut AsyncPgConnection, account: &Account) -> diesel::QueryResult<()> {
    session::end_all(conn, account.id).await?;
    MailedLink::end_all_of(conn, account.id).await
}

async fn note(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    act: Act,
    account: &Account,
    reason: &Reason,
) -> diesel::QueryResult<()> {
    let detail = json!({ "reason": reason.as_str() });
    audit::record(conn, actor, act, &audit::account(account.id), &detail).await
}
