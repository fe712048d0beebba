//! What administrators do about accounts, and what they cannot: reach beyond their own grants, act on themselves,
//! leave the site without an administrator, or ever know a password.
//!
//! Each act looks again, in its own transaction, at what the administrator may do, is written to the audit log there,
//! and queues the mail that tells the person. `site` is what they do about the site as a whole, `periods` about when
//! areas take comments, `reason_codes` about what a comment can be withheld for.

pub mod accepting;
pub mod access;
pub mod definitions;
pub mod grants;
pub mod invitations;
pub mod outcomes;
pub mod periods;
pub mod proposals;
pub mod reason_codes;
pub mod site;
pub mod suspension;

use diesel_async::AsyncPgConnection;

use crate::domain::role::Role;
use crate::models::account::{Account, AccountId};
use crate::models::audit::Actor;
use crate::models::grant::{self, Grant, Scope};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is their own account.
    #[error("nobody does this to their own account")]
    Own,
    /// It lies outside their grants.
    #[error("the grants of the administrator do not reach this far")]
    BeyondReach,
    /// It is so already, or waits to be.
    #[error("it is so already")]
    AlreadySo,
    /// Nobody would be left to look after the whole site.
    #[error("nobody else administers everything")]
    LastAdministrator,
    /// Somebody was first, or it has lapsed.
    #[error("it is no longer there")]
    Gone,
    #[error(transparent)]
    Diesel(#[from] diesel::result::Error),
}

/// Holds every change of administrators until the transaction ends, and says how far the actor reaches now: a grant
/// that was taken away since the page was asked for reaches nowhere.
async fn reach(conn: &mut AsyncPgConnection, actor: Actor) -> Result<Vec<Scope>, Refusal> {
    grant::hold_administrators(conn).await?;
    let Actor::Account(id) = actor else { return Ok(vec![Scope::Everything]) };
    if Account::find(conn, id).await?.is_suspended() {
        return Err(Refusal::BeyondReach);
    }
    let mut grants = Grant::of(conn, id).await?;
    grants.retain(|it| it.role == Role::Administrator);
    Ok(grants.iter().map(Grant::scope).collect())
}

/// Makes sure that the actor reaches this far, and is not the person concerned.
async fn require(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    whom: AccountId,
    scope: Scope,
) -> Result<(), Refusal> {
    if actor == Actor::Account(whom) {
        return Err(Refusal::Own);
    }
    require_reach(conn, actor, scope).await
}

/// Makes sure that the actor reaches this far.
async fn require_reach(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    scope: Scope,
) -> Result<(), Refusal> {
    let reach = reach(conn, actor).await?;
    if reach.iter().any(|it| it.contains(scope)) { Ok(()) } else { Err(Refusal::BeyondReach) }
}
