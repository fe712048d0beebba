//! The end of an account: what was said stays, who said it goes.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::end_links;
use crate::app::AppState;
use crate::auth::one_time_codes;
use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::error::{AppError, AppResult};
use crate::mail::letters::own_account as letters;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::draft::Draft;
use crate::models::grant::{self, Grant};
use crate::models::grant_proposal::GrantProposal;
use crate::models::public_comment::PublicComment;
use crate::models::{comment, comment_version, event, follow, session};

/// What became of the wish to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    Closed,
    /// Nobody else looks after the whole site.
    LastAdministrator,
}

/// Closes an account, all of it in one transaction: names beside comments, drafts, roles, sessions, links and codes are
/// gone together, and its owner is told.
pub async fn close(state: &AppState, account_id: AccountId) -> AppResult<Closing> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| close_in(conn, state, account_id).await)
        .await
        .map_err(|it: diesel::result::Error| AppError::from(it))
}

async fn close_in(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    account_id: AccountId,
) -> QueryResult<Closing> {
    // Changes of administrators first, then the account, as everybody who holds both.
    if leaves_nobody(conn, account_id).await? {
        return Ok(Closing::LastAdministrator);
    }
    // Whatever is being written in its name is finished first, and is then taken away with the rest.
    let owner = Account::lock(conn, account_id).await?;
    if owner.is_closed() {
        return Ok(Closing::Closed);
    }
    // Somebody may have made it one between the two.
    if leaves_nobody(conn, account_id).await? {
        return Ok(Closing::LastAdministrator);
    }
    letters::closed(&state.site, &owner).queue(conn).await?;
    let n_comments = comment::lock_all_of(conn, account_id).await?;
    comment_version::take_names_away(conn, account_id).await?;
    let changed = PublicComment::take_names_away(conn, account_id).await?;
    event::author_left(conn, &changed).await?;
    Draft::delete_of(conn, account_id).await?;
    if let Ok(address) = EmailAddress::parse(&owner.email) {
        follow::forget(conn, &address).await?;
    }
    Grant::take_all(conn, account_id).await?;
    GrantProposal::end_all_of(conn, account_id).await?;
    one_time_codes::forget(conn, &owner).await?;
    Account::forget_devices(conn, account_id).await?;
    end_links(conn, account_id).await?;
    session::end_all(conn, account_id).await?;
    Account::close(conn, account_id).await?;
    let (actor, subject) = (Actor::Account(account_id), audit::account(account_id));
    let detail = json!({ "comments": n_comments });
    audit::record(conn, actor, Act::AccountClosed, &subject, &detail).await?;
    Ok(Closing::Closed)
}

/// Whether nobody but this account looks after the whole site; until the transaction ends nobody else stops doing so.
/// Whoever does not is not kept waiting by changes of administrators.
async fn leaves_nobody(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<bool> {
    let grants = Grant::of(conn, account_id).await?;
    if !grants.iter().any(|it| it.role == Role::Administrator && it.is_for_everything()) {
        return Ok(false);
    }
    grant::hold_administrators(conn).await?;
    Grant::is_last_administrator(conn, account_id).await
}
