//! The last look at a claimed mail: whether it still is to go out, now, and what goes with it.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::email::EmailAddress;
use crate::models::outbox::{Cause, FailureKind, MailKind, Noted, QueuedMail};
use crate::models::{follow, never_mail};
use crate::settings::{Links, Settings};

/// The mails to send as one, the claimed one and those gathered with it; none where it was ended or held back.
pub async fn ready(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    mail: &QueuedMail,
) -> QueryResult<Vec<QueuedMail>> {
    if let Some(kind) = ended_by(conn, settings, mail).await? {
        mail.mark_failed(conn, &Noted::ours(kind), None).await?;
        return Ok(Vec::new());
    }
    if mail.gathered {
        return mail.gather(conn).await;
    }
    if mail.kind.cause().is_gathered() && mail.hold(conn, settings.mail.own_at_once).await? {
        return Ok(Vec::new());
    }
    Ok(vec![mail.clone()])
}

/// A link that has run out helps nobody, and the recipient may have said no since the mail was queued.
async fn ended_by(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    mail: &QueuedMail,
) -> QueryResult<Option<FailureKind>> {
    if let Some(minutes) = works_for(mail.kind, &settings.links)
        && mail.is_older_than(conn, minutes).await?
    {
        return Ok(Some(FailureKind::Expired));
    }
    if mail.kind.cause() == Cause::Stranger
        && let Ok(address) = EmailAddress::parse(&mail.recipient)
        && never_mail::contains(conn, &address).await?
    {
        return Ok(Some(FailureKind::Unwanted));
    }
    if mail.kind.cause() == Cause::Follow
        && let Ok(address) = EmailAddress::parse(&mail.recipient)
        && (never_mail::contains(conn, &address).await?
            || follow::of(conn, &address).await?.is_empty())
    {
        return Ok(Some(FailureKind::Unwanted));
    }
    Ok(None)
}

/// Minutes that the link in a mail works, or that the question is of interest which it answers.
fn works_for(kind: MailKind, links: &Links) -> Option<u32> {
    let hours = |it: u32| it.saturating_mul(60);
    match kind {
        MailKind::Register => Some(hours(links.register_hours)),
        MailKind::AlreadyRegistered | MailKind::SignIn | MailKind::Prove => {
            Some(links.sign_in_minutes)
        }
        MailKind::ResetPassword | MailKind::PasswordLink => Some(links.reset_minutes),
        MailKind::ConfirmComment => Some(hours(links.comment_hours)),
        MailKind::ConfirmFollow => Some(hours(links.follow_hours)),
        // These stand in for a link, and no difference says that they do.
        MailKind::NoAccount => Some(links.sign_in_minutes.max(links.reset_minutes)),
        MailKind::AddressTaken => Some(hours(links.change_email_hours)),
        MailKind::Invite => Some(hours(links.invite_hours)),
        MailKind::ChangeEmail => Some(hours(links.change_email_hours)),
        _ => None,
    }
}
