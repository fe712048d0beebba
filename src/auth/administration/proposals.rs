//! A second administrator agrees to a proposal, or anybody who reaches it turns it down.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, grants, require};
use crate::auth::scopes::NamedScope;
use crate::mail::letters;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::grant_proposal::GrantProposal;
use crate::settings::PublicUrl;

/// Gives the role that was proposed. Neither who proposed it nor whom it is for can agree to it.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn approve(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    by: AccountId,
    account: &Account,
    (proposal, scope): (&GrantProposal, &NamedScope),
) -> Result<(), Refusal> {
    let actor = Actor::Account(by);
    conn.transaction(async |conn| {
        require(conn, actor, account.id, scope.scope).await?;
        if proposal.proposed_by == by {
            return Err(Refusal::Own);
        }
        // As it stands now: its owner may have left since the page was asked for.
        let now = Account::lock(conn, account.id).await?;
        if now.is_suspended()
            || now.is_closed()
            || !GrantProposal::end(conn, proposal.id, Some(by)).await?
        {
            return Err(Refusal::Gone);
        }
        grants::add(conn, actor, account, proposal.role, scope.scope).await?;
        let detail = json!({
            "role": proposal.role,
            "scope": scope.path,
            "proposed_by": proposal.proposed_by.0,
        });
        let subject = audit::account(account.id);
        audit::record(conn, actor, Act::GrantApproved, &subject, &detail).await?;
        letters::role_given(site, account, proposal.role, &scope.label).queue(conn).await?;
        Ok(())
    })
    .await
}

/// Ends a proposal that waits; who proposed it may do so too.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn turn_down(
    conn: &mut AsyncPgConnection,
    by: AccountId,
    (proposal, scope): (&GrantProposal, &NamedScope),
) -> Result<(), Refusal> {
    let actor = Actor::Account(by);
    conn.transaction(async |conn| {
        require(conn, actor, proposal.account_id, scope.scope).await?;
        if !GrantProposal::end(conn, proposal.id, None).await? {
            return Err(Refusal::Gone);
        }
        let subject = audit::account(proposal.account_id);
        let detail = json!({ "role": proposal.role, "scope": scope.path });
        audit::record(conn, actor, Act::ProposalEnded, &subject, &detail).await?;
        Ok(())
    })
    .await
}
