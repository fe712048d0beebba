//! Ways in that an administrator ends or starts anew for somebody: sessions, passwords, one-time codes. None of them
//! tells the administrator a secret.

use chrono::{Duration, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, reach, require};
use crate::auth::accounts::in_words;
use crate::auth::one_time_codes;
use crate::domain::reason::Reason;
use crate::mail::letters::{self, Invitation};
use crate::models::account::Account;
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::Scope;
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::models::outbox::MailKind;
use crate::models::session;
use crate::settings::{PublicUrl, Settings};

/// Signs somebody out everywhere.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn end_sessions(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    account: &Account,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        require(conn, actor, account.id, Scope::Everything).await?;
        session::end_all(conn, account.id).await?;
        let subject = audit::account(account.id);
        audit::record(conn, actor, Act::SessionsEnded, &subject, &json!({})).await?;
        Ok(())
    })
    .await
}

/// Signs everybody out, the administrator included. Returns how many sessions ended.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn end_every_session(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    reason: &Reason,
) -> Result<usize, Refusal> {
    conn.transaction(async |conn| {
        if !reach(conn, actor).await?.contains(&Scope::Everything) {
            return Err(Refusal::BeyondReach);
        }
        let n = session::end_of_everybody(conn).await?;
        let detail = json!({ "reason": reason.as_str(), "sessions": n });
        audit::record(conn, actor, Act::AllSessionsEnded, "everybody", &detail).await?;
        Ok(n)
    })
    .await
}

/// Mails a link with which its owner chooses a password. The one they have works until then.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn send_password_link(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    actor: Actor,
    account: &Account,
) -> Result<(), Refusal> {
    let minutes = settings.links.reset_minutes;
    conn.transaction(async |conn| {
        require(conn, actor, account.id, Scope::Everything).await?;
        if account.is_suspended() {
            return Err(Refusal::Gone);
        }
        let (purpose, whom) = (LinkPurpose::ResetPassword, LinkFor::Account(account.id));
        let expires_at = Utc::now() + Duration::minutes(minutes.into());
        let token = MailedLink::create(conn, purpose, whom, "/sign-in", expires_at).await?;
        let valid_for = in_words(minutes, "minute");
        let (site, kind) = (settings.server.public_url(), MailKind::PasswordLink);
        let invitation = Invitation { token: &token, valid_for: &valid_for };
        letters::with_link(&site, kind, &account.email, &account.display_name, &invitation)
            .queue(conn)
            .await?;
        let subject = audit::account(account.id);
        audit::record(conn, actor, Act::PasswordLinkSent, &subject, &json!({})).await?;
        Ok(())
    })
    .await
}

/// Removes somebody's one-time codes, for whoever lost the device that makes them. Staff set up new ones before any
/// page of theirs opens.
///
/// # Errors
/// A refusal; nothing was changed.
pub async fn reset_codes(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    actor: Actor,
    account: &Account,
    reason: &Reason,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        require(conn, actor, account.id, Scope::Everything).await?;
        if !one_time_codes::reset(conn, site, account).await? {
            return Err(Refusal::AlreadySo);
        }
        let subject = audit::account(account.id);
        let detail = json!({ "reason": reason.as_str() });
        audit::record(conn, actor, Act::CodesReset, &subject, &detail).await?;
        Ok(())
    })
    .await
}
