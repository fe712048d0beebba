//! Inviting somebody to an account with a role. Nobody but its owner ever knows its password.

use chrono::{DateTime, Duration, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::grants::{self, Given};
use super::{Refusal, accepting, require_reach};
use crate::auth::accounts::in_words;
use crate::auth::scopes::NamedScope;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::domain::secret_token::SecretToken;
use crate::mail::letters;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::clock;
use crate::models::invitation::Invitation;
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::models::registration::Registration;
use crate::settings::Settings;

/// Whom to invite, and to what.
#[derive(Debug)]
pub struct Invited<'a> {
    pub email: &'a EmailAddress,
    /// Taken for a new account; one that is there keeps its own.
    pub name: &'a DisplayName,
    pub role: Role,
    pub scope: &'a NamedScope,
}

/// An invitation that went out.
#[derive(Debug)]
pub struct Sent {
    /// Opens the account, once, until it runs out.
    pub token: SecretToken,
    pub outcome: Outcome,
}

/// What came of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The address has an account: it has the role, or the role was proposed for it.
    Given(AccountId, Given),
    /// The role counts when the link is followed.
    Waits,
}

/// Mails a link that lets the owner of an address in, and gives them a role: all of it, or nothing.
///
/// Whoever has an account has the role at once, or it is proposed. Whoever has none gets account and role by following
/// the link in time: an address that nobody has confirmed is nobody's.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn invite(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    actor: Actor,
    invited: &Invited<'_>,
) -> Result<Sent, Refusal> {
    conn.transaction(async |conn| match Account::find_by_email(conn, invited.email).await? {
        Some(account) => invite_account(conn, settings, actor, invited, &account).await,
        None => invite_address(conn, settings, actor, invited).await,
    })
    .await
}

async fn invite_account(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    actor: Actor,
    invited: &Invited<'_>,
    account: &Account,
) -> Result<Sent, Refusal> {
    if account.is_suspended() {
        return Err(Refusal::Gone);
    }
    let site = settings.server.public_url();
    let (role, scope) = (invited.role, invited.scope);
    let given = match grants::give_or_propose(conn, &site, actor, account, role, scope).await {
        // The operator asks again when the first link got lost.
        Err(Refusal::AlreadySo) if actor == Actor::Operator => Given::AtOnce,
        given => given?,
    };
    let (whom, expires_at) = (LinkFor::Account(account.id), end(conn, settings).await?);
    let token = mail_link(conn, settings, (whom, &account.email), role, expires_at).await?;
    note(conn, actor, &audit::account(account.id), invited).await?;
    Ok(Sent { token, outcome: Outcome::Given(account.id, given) })
}

async fn invite_address(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    actor: Actor,
    invited: &Invited<'_>,
) -> Result<Sent, Refusal> {
    let (email, role, scope) = (invited.email, invited.role, invited.scope.scope);
    require_reach(conn, actor, scope).await?;
    let registration = Registration::create(conn, email, invited.name).await?;
    MailedLink::end_registrations(conn, email, LinkPurpose::Invite).await?;
    Invitation::gather(conn, email, registration).await?;
    let expires_at = end(conn, settings).await?;
    let id =
        Invitation::create(conn, (registration, email), role, scope, actor, expires_at).await?;
    let whom = LinkFor::Registration(registration);
    let token = mail_link(conn, settings, (whom, email.as_str()), role, expires_at).await?;
    note(conn, actor, &accepting::subject(id), invited).await?;
    Ok(Sent { token, outcome: Outcome::Waits })
}

/// When what is sent now runs out.
async fn end(conn: &mut AsyncPgConnection, settings: &Settings) -> QueryResult<DateTime<Utc>> {
    Ok(clock::now(conn).await? + Duration::hours(settings.links.invite_hours.into()))
}

async fn note(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    subject: &str,
    invited: &Invited<'_>,
) -> QueryResult<()> {
    let detail = json!({ "role": invited.role, "scope": invited.scope.path });
    audit::record(conn, actor, Act::AccountInvited, subject, &detail).await
}

async fn mail_link(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    (whom, email): (LinkFor, &str),
    role: Role,
    expires_at: DateTime<Utc>,
) -> QueryResult<SecretToken> {
    let token = MailedLink::create(conn, LinkPurpose::Invite, whom, "/account", expires_at).await?;
    let valid_for = in_words(settings.links.invite_hours, "hour");
    let invitation = letters::Invitation { token: &token, valid_for: &valid_for };
    let site = settings.server.public_url();
    letters::staff_invitation(&site, email, role, &invitation).queue(conn).await?;
    Ok(token)
}
