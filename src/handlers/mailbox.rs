//! The mailbox of a portal on this machine that has no mail server: what would have been sent.

use std::net::IpAddr;

use actix_web::http::header::HOST;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::mailbox::{self, MailPage, MailRow, MailboxPage};

use super::reply::page;
use crate::app::AppState;
use crate::error::{AppError, AppResult};
use crate::http::host::is_loopback_name;
use crate::mail::composing::Composed;
use crate::models::outbox::QueuedMail;
use crate::moments::moment;

/// How many mails the list shows.
const N_SHOWN: i64 = 200;

/// All mails, newest first.
pub async fn list_mails(request: HttpRequest, state: Data<AppState>) -> AppResult<HttpResponse> {
    require_this_machine(&request, &state)?;
    let mails = QueuedMail::newest(&mut *state.db().await?, N_SHOWN).await?;
    let row = |it| MailRow::from(it);
    Ok(page(mailbox::list(&MailboxPage { mails: mails.iter().map(row).collect() })))
}

/// One mail.
pub async fn show_mail(
    request: HttpRequest,
    id: Path<i64>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    require_this_machine(&request, &state)?;
    let mail = QueuedMail::find(&mut *state.db().await?, *id).await?;
    let composed = Composed::of(&state, std::slice::from_ref(&mail))?;
    Ok(page(mailbox::show(&MailPage {
        from: &state.settings.mail.from,
        to: &mail.recipient,
        at: moment(mail.queued_at, chrono_tz::UTC),
        letter: composed.letter(),
    })))
}

/// Mails let people in, so nobody reads them through a proxy, under a foreign name, or from elsewhere.
fn require_this_machine(request: &HttpRequest, state: &AppState) -> AppResult<()> {
    const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
    let forwarded = FORWARDED.iter().any(|it| request.headers().contains_key(*it));
    let host = request.headers().get(HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let peer = request.peer_addr().map(|it| it.ip()).is_some_and(|it| match it {
        IpAddr::V4(it) => it.is_loopback(),
        IpAddr::V6(it) => {
            it.is_loopback() || it.to_ipv4_mapped().is_some_and(|it| it.is_loopback())
        }
    });
    let ours = state.site.absolute("").ends_with(&format!("//{host}")) || is_loopback_name(host);
    if state.has_mailbox() && !forwarded && peer && ours { Ok(()) } else { Err(AppError::NotFound) }
}

impl<'a> From<&'a QueuedMail> for MailRow<'a> {
    fn from(it: &'a QueuedMail) -> Self {
        Self {
            id: it.id,
            to: &it.recipient,
            subject: &it.subject,
            at: moment(it.queued_at, chrono_tz::UTC),
        }
    }
}
