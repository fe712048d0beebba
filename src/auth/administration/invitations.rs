//! Inviting somebody to an account with a role. Nobody but its owner ever knows its password.

use chrono::{Duration, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::Refusal;
use super::grants::{self, Given};
use crate::auth::accounts::in_words;
use crate::auth::scopes::NamedScope;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::domain::secret_token::SecretToken;
use crate::mail::letters;
use crate::models::account::{Account, AccountId};
use crate::models::audit::{self, Act, Actor};
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
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
    pub account_id: AccountId,
    /// Opens the account, once, until it runs out.
    pub token: SecretToken,
    pub given: Given,
}

/// Finds or makes the account, gives it the role, and mails a link that lets its owner in: all of it, or nothing.
///
/// The account of an address that nobody has confirmed yet opens by a link to that address only. Where the role waits
/// for a second administrator, the account is there meanwhile and may do nothing.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn invite(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    actor: Actor,
    invited: &Invited<'_>,
) -> Result<Sent, Refusal> {
    let site = settings.server.public_url();
    conn.transaction(async |conn| {
        let account = Account::find_or_create(conn, invited.email, invited.name).await?;
        if account.is_suspended() {
            return Err(Refusal::Gone);
        }
        let (role, scope) = (invited.role, invited.scope);
        let given = grants::give_or_propose(conn, &site, actor, &account, role, scope).await;
        let given = match given {
            // The operator asks again when the first link got lost.
            Err(Refusal::AlreadySo) if actor == Actor::Operator => Given::AtOnce,
            given => given?,
        };
        let token = mail_link(conn, settings, &account, role).await?;
        let detail = json!({ "role": role, "scope": scope.path });
        let subject = audit::account(account.id);
        audit::record(conn, actor, Act::AccountInvited, &subject, &detail).await?;
        Ok(Sent { account_id: account.id, token, given })
    })
    .await
}

async fn mail_link(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    account: &Account,
    role: Role,
) -> QueryResult<SecretToken> {
    let hours = settings.links.invite_hours;
    let expires_at = Utc::now() + Duration::hours(hours.into());
    let whom = LinkFor::Account(account.id);
    let token = MailedLink::create(conn, LinkPurpose::Invite, whom, "/account", expires_at).await?;
    let valid_for = in_words(hours, "hour");
    let invitation = letters::Invitation { token: &token, valid_for: &valid_for };
    let site = settings.server.public_url();
    letters::staff_invitation(&site, &account.email, role, &invitation).queue(conn).await?;
    Ok(token)
}
