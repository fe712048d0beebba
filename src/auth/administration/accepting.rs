//! What an invitation gives when its link is followed, and its end when it is taken back.
//!
//! Nobody who was invited has an account before: an account is a person whose address was verified. So a role can be
//! had by the link alone, in time, and not by whoever reads that mailbox later.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::{Value, json};

use super::{Refusal, grants, require_reach};
use crate::auth::scopes::{NamedScope, Scopes};
use crate::domain::secret_token::SecretToken;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::grant;
use crate::models::invitation::{Invitation, InvitationId};
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::settings::PublicUrl;

/// Holds changes of administrators if the link is an invitation: they come before everything else that is held.
pub async fn hold(conn: &mut AsyncPgConnection, token: &SecretToken) -> QueryResult<()> {
    let link = MailedLink::find(conn, token, &[LinkPurpose::Invite]).await?;
    if link.is_some_and(|it| it.registration_id.is_some()) {
        grant::hold_administrators(conn).await?;
    }
    Ok(())
}

/// Whether the link still opens something: an invitation to somebody without an account ends with its last role.
pub async fn is_open(conn: &mut AsyncPgConnection, link: &MailedLink) -> QueryResult<bool> {
    match link.registration_id {
        Some(id) if link.purpose == LinkPurpose::Invite => {
            Ok(!Invitation::of(conn, id).await?.is_empty())
        }
        _ => Ok(true),
    }
}

/// Gives the new account of a link the roles that wait for it, each in the name of whoever invited.
///
/// Where they do not reach that far any more, nothing is given, and where it takes two administrators, it is proposed.
pub async fn accept(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    link: &MailedLink,
    account_id: AccountId,
) -> QueryResult<()> {
    let Some(registration_id) = link.registration_id else { return Ok(()) };
    let waiting = Invitation::of(conn, registration_id).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let account = Account::find(conn, account_id).await?;
    let scopes = Scopes::load(conn).await?;
    for it in waiting {
        let scope = scopes.name(it.scope());
        let (actor, subject) = (Actor::Account(account_id), audit::account(account_id));
        audit::record(conn, actor, Act::InvitationAccepted, &subject, &detail(&it, &scope)).await?;
        Invitation::end(conn, it.id).await?;
        let given = grants::give(conn, site, it.actor(), &account, it.role, &scope).await;
        if let Err(Refusal::Diesel(error)) = given {
            return Err(error);
        }
    }
    Ok(())
}

/// Takes an invitation back; its link opens nothing more unless it came with another role.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn take_back(
    conn: &mut AsyncPgConnection,
    by: AccountId,
    (invitation, scope): (&Invitation, &NamedScope),
) -> Result<(), Refusal> {
    let actor = Actor::Account(by);
    conn.transaction(async |conn| {
        require_reach(conn, actor, scope.scope).await?;
        if !Invitation::end(conn, invitation.id).await? {
            return Err(Refusal::Gone);
        }
        let subject = subject(invitation.id);
        let detail = detail(invitation, scope);
        audit::record(conn, actor, Act::InvitationEnded, &subject, &detail).await?;
        Ok(())
    })
    .await
}

/// An invitation as the subject of an act.
pub(super) fn subject(id: InvitationId) -> String {
    format!("invitation {}", id.0)
}

fn detail(it: &Invitation, scope: &NamedScope) -> Value {
    json!({ "invitation": it.id.0, "role": it.role, "scope": scope.path })
}
