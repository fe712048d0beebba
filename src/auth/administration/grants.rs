//! Giving and taking away roles.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, require};
use crate::auth::scopes::NamedScope;
use crate::domain::reason::Reason;
use crate::domain::role::Role;
use crate::mail::letters;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::{self, Grant, Scope};
use crate::models::grant_proposal::{GrantProposal, GrantProposalId, PROPOSAL_HOURS};
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::session;
use crate::settings::PublicUrl;

/// What came of giving a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    AtOnce,
    /// A second administrator has to agree.
    Proposed,
}

/// Gives a role, and tells the person. To make somebody an administrator takes two where there are two for
/// everything: it becomes a proposal.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn give(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    actor: Actor,
    account: &Account,
    role: Role,
    scope: &NamedScope,
) -> Result<Given, Refusal> {
    conn.transaction(async |conn| {
        let given = give_or_propose(conn, site, actor, account, role, scope).await?;
        if given == Given::AtOnce {
            letters::role_given(site, account, role, &scope.label).queue(conn).await?;
        }
        Ok(given)
    })
    .await
}

/// The same, for a transaction that tells the person in a letter of its own.
pub(super) async fn give_or_propose(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    actor: Actor,
    account: &Account,
    role: Role,
    scope: &NamedScope,
) -> Result<Given, Refusal> {
    require(conn, actor, account.id, scope.scope).await?;
    let theirs = Grant::of(conn, account.id).await?;
    if theirs.iter().any(|it| it.role == role && it.scope() == scope.scope) {
        return Err(Refusal::AlreadySo);
    }
    let subject = audit::account(account.id);
    let detail = json!({ "role": role, "scope": scope.path });
    if let Some(by) = who_needs_a_second(conn, actor, role).await? {
        let id = GrantProposal::create(conn, account.id, role, scope.scope, by).await?;
        audit::record(conn, actor, Act::GrantProposed, &subject, &detail).await?;
        ask_the_others(conn, site, id.ok_or(Refusal::AlreadySo)?, [by, account.id]).await?;
        return Ok(Given::Proposed);
    }
    add(conn, actor, account, role, scope.scope).await?;
    audit::record(conn, actor, Act::GrantGiven, &subject, &detail).await?;
    Ok(Given::AtOnce)
}

/// Takes a role away.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn revoke(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    actor: Actor,
    account: &Account,
    (grant, scope): (&Grant, &NamedScope),
    reason: &Reason,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        require(conn, actor, account.id, grant.scope()).await?;
        let keeps_the_site = grant.role == Role::Administrator && grant.is_for_everything();
        if keeps_the_site && Grant::is_last_administrator(conn, account.id).await? {
            return Err(Refusal::LastAdministrator);
        }
        if !Grant::remove(conn, grant.id).await? {
            return Err(Refusal::Gone);
        }
        if grant.role == Role::Administrator {
            GrantProposal::end_all_of(conn, account.id).await?;
        }
        // An invitation that was not followed yet came with a role.
        MailedLink::end_all(conn, account.id, LinkPurpose::Invite).await?;
        session::end_all(conn, account.id).await?;
        let subject = audit::account(account.id);
        let detail = json!({ "role": grant.role, "scope": scope.path, "reason": reason.as_str() });
        audit::record(conn, actor, Act::GrantRevoked, &subject, &detail).await?;
        letters::role_taken(site, account, grant.role, &scope.label).queue(conn).await?;
        Ok(())
    })
    .await
}

/// Who proposes, where it takes a second administrator to give this role.
async fn who_needs_a_second(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    role: Role,
) -> Result<Option<AccountId>, Refusal> {
    let Actor::Account(by) = actor else { return Ok(None) };
    let takes_two = role == Role::Administrator && administrators_take_two(conn).await?;
    Ok(takes_two.then_some(by))
}

/// Whether there are two administrators for everything, or were until lately.
///
/// Those who are suspended, and those who lost the role, count too: else suspending or removing all others would make one enough.
pub async fn administrators_take_two(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    if 2 <= grant::administrators_for_everything(conn).await?.len() {
        return Ok(true);
    }
    audit::were_administrators_removed(conn, PROPOSAL_HOURS).await
}

async fn ask_the_others(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    id: GrantProposalId,
    not: [AccountId; 2],
) -> Result<(), Refusal> {
    let mut others = grant::administrators_for_everything(conn).await?;
    others.retain(|it| !not.contains(&it.id) && !it.is_suspended());
    for other in others {
        letters::role_proposed(site, &other, id).queue(conn).await?;
    }
    Ok(())
}

/// Writes the grant. Whoever is signed in signs in again: a session begun with less does not grow.
pub(super) async fn add(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    account: &Account,
    role: Role,
    scope: Scope,
) -> Result<(), Refusal> {
    let by = match actor {
        Actor::Account(id) => Some(id),
        Actor::Operator => None,
    };
    Grant::add(conn, account.id, role, scope, by).await?.ok_or(Refusal::AlreadySo)?;
    session::end_all(conn, account.id).await?;
    Ok(())
}
