//! The outbox: what waits, what could not be delivered, and what to do about it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono_tz::UTC;
use diesel_async::AsyncConnection;
use lectern_templates::administration::{self, MailPage, MailRow, Then};
use serde::Deserialize;
use serde_json::json;

use crate::app::AppState;
use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, see_other};
use crate::handlers::said::masked;
use crate::http::forms::StrictForm;
use crate::models::audit::{self, Act, Actor};
use crate::models::backlog::Backlog;
use crate::models::outbox::{self, MailState, QueuedMail};
use crate::moments::moment;

/// How many mails a page shows.
const N_SHOWN: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailQuery {
    /// `waiting` or `undeliverable`.
    #[serde(default)]
    state: String,
    /// Only mails older than this one.
    before: Option<i64>,
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Mails of one state, newest first.
pub async fn list_mails(
    administrator: Administrator,
    query: Query<MailQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let asked = match query.state.as_str() {
        "" => MailState::Waiting,
        named => MailState::parse(named).ok_or(AppError::NotFound)?,
    };
    let conn = &mut *state.db().await?;
    let counts = Backlog::of_outbox(conn).await?;
    let mails = outbox::MailRow::page(conn, asked, query.before, N_SHOWN).await?;
    let is_full = i64::try_from(mails.len()).is_ok_and(|it| it == N_SHOWN);
    let older =
        |it: &outbox::MailRow| format!("/admin/mail?state={}&before={}", asked.as_str(), it.id);
    Ok(page(administration::mail(&MailPage {
        waiting: counts.n_waiting,
        undeliverable: counts.n_undeliverable,
        oldest_waiting: counts.oldest_queued_at.map(|it| moment(it, UTC)),
        state: asked.as_str(),
        rows: mails.iter().map(MailRow::from).collect(),
        next_href: mails.last().filter(|_| is_full).map(older),
        notice: said(&query.done),
    })))
}

/// Queues a mail that was given up once more.
pub async fn retry_mail(
    administrator: Administrator,
    id: Path<i64>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    act_on(&administrator, *id, &form, &state, Act::MailRetried).await
}

/// Gives a waiting mail up.
pub async fn cancel_mail(
    administrator: Administrator,
    id: Path<i64>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    act_on(&administrator, *id, &form, &state, Act::MailCanceled).await
}

async fn act_on(
    administrator: &Administrator,
    id: i64,
    form: &StrictForm,
    state: &AppState,
    act: Act,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    if !form.check_names(&[]).is_empty() {
        return Err(AppError::BadRequest("This form has a field that it should not.".to_owned()));
    }
    let mut conn = state.db().await?;
    let changed = conn
        .transaction(async |conn| {
            let changed = match act {
                Act::MailRetried => outbox::retry(conn, id).await?,
                _ => outbox::cancel(conn, id).await?,
            };
            let Some(kind) = changed else {
                // One that is not there at all is not found.
                QueuedMail::find(conn, id).await?;
                return Ok(false);
            };
            let (actor, subject) = (Actor::Account(administrator.account.id), format!("mail {id}"));
            audit::record(conn, actor, act, &subject, &json!({ "kind": kind })).await?;
            diesel::QueryResult::Ok(true)
        })
        .await?;
    Ok(see_other(match (changed, act) {
        (false, _) => "/admin/mail?done=nothing",
        (true, Act::MailRetried) => "/admin/mail?done=retried",
        (true, _) => "/admin/mail?state=undeliverable&done=canceled",
    }))
}

fn said(done: &str) -> Option<&'static str> {
    match done {
        "retried" => Some("The mail waits to be sent again."),
        "canceled" => Some("The mail is canceled."),
        "nothing" => Some("Nothing was changed: the mail has moved on in the meantime."),
        _ => None,
    }
}

impl<'a> From<&'a outbox::MailRow> for MailRow<'a> {
    fn from(it: &'a outbox::MailRow) -> Self {
        let then = match it.undeliverable_at {
            None => Then::TriedAt(moment(it.next_attempt_at, UTC)),
            Some(at) if it.has_text => Then::GivenUp(moment(at, UTC)),
            Some(at) => Then::Gone(moment(at, UTC)),
        };
        Self {
            id: it.id,
            what: it.kind.label(),
            masked_recipient: masked(&it.recipient),
            queued_at: moment(it.queued_at, UTC),
            attempts: it.attempts,
            last_error: it.last_error.as_deref(),
            then,
        }
    }
}
