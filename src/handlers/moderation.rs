//! The moderators' desk: see what waits, read, decide, take back.

mod page;
mod queue;
mod side;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use lectern_templates::moderation::{self, AlreadyDecidedPage};
use maud::Markup;
use serde::Deserialize;

use super::attachments;
use super::reply::{page, page_with, refused, see_other};
use super::standing::Step;
use crate::app::AppState;
use crate::auth::staff::Moderator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::reason::Note;
use crate::domain::standing::Outcome;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::logging::security::{self, SecurityEvent::CommentDecided};
use crate::models::area::Area;
use crate::models::attachment;
use crate::models::comment::{Comment, CommentId, QueuePosition};
use crate::models::decision::{Decision, DecisionId};
use crate::models::initiative::Initiative;
use crate::models::reason_code::{OTHER, ReasonCode};
use crate::record::decide::{self, DecideError, Ruling, Seen};
use page::Desk;
use queue::Queue;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueQuery {
    /// `{initiative}/{area}`; all areas if empty.
    #[serde(default)]
    area: String,
    /// Where this page begins: milliseconds and id of the comment before.
    #[serde(default)]
    after: String,
    /// The comment decided on just now.
    #[serde(default)]
    done: String,
}

/// What waits for a decision, oldest first.
pub async fn show_queue(
    moderator: Moderator,
    query: Query<QueueQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let after = parse_position(&query.after)?;
    let mut conn = state.db().await?;
    let queue = Queue::load(&mut conn, &moderator, &query.area, after).await?;
    let notice = TrackingNumber::parse(&query.done).map(|it| format!("{it} is decided."));
    Ok(page(queue.page(notice.as_deref())))
}

/// A comment with its history, and what can be decided.
pub async fn show_comment(
    moderator: Moderator,
    number: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let comment = find(&mut conn, &moderator, &number).await?;
    let desk = Desk::load(&mut conn, &moderator, comment).await?;
    Ok(page(desk.page(&Fields::default(), &FieldErrors::default())))
}

/// A file of a comment, before and after it is decided on.
pub async fn download_file(
    moderator: Moderator,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let files = {
        let mut conn = state.db().await?;
        let comment = find(&mut conn, &moderator, &path.0).await?;
        attachment::of_comment(&mut conn, &comment).await?
    };
    attachments::send(&state.files, attachments::at(&files, &path.1)?).await
}

/// Publishes or withholds.
pub async fn decide_comment(
    moderator: Moderator,
    number: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let comment = find(&mut conn, &moderator, &number).await?;
    let reasons = ReasonCode::all(&mut conn).await?;
    let ruling = match parse_ruling(&form, &reasons) {
        Ok(ruling) => ruling,
        Err(errors) => {
            let desk = Desk::load(&mut conn, &moderator, comment).await?;
            return Ok(page_with(refused(&form), desk.page(&form.fields, &errors)));
        }
    };
    let decided =
        decide::decide(&mut conn, &state.site, &comment, &moderator.account, &ruling).await;
    match decided {
        Ok(_) => {
            let outcome = ruling.outcome.standing().as_str();
            security::note(CommentDecided, Some(moderator.account.id.0), outcome);
            Ok(see_other(&format!("/moderation?done={}", comment.tracking_number)))
        }
        Err(error) => refuse(&mut conn, &comment, error, form.fields.one("note")).await,
    }
}

/// Takes back the decision that the page showed.
pub async fn undo_decision(
    moderator: Moderator,
    number: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let comment = find(&mut conn, &moderator, &number).await?;
    let errors = form.check_names(&["decision"]);
    let (Seen::Decision(undone), true) =
        (parse_seen(form.fields.one("decision")), errors.is_empty())
    else {
        let desk = Desk::load(&mut conn, &moderator, comment).await?;
        return Ok(page_with(refused(&form), desk.page(&Fields::default(), &errors)));
    };
    let site = &state.site;
    match decide::undo(&mut conn, site, &comment, &moderator.account, undone).await {
        Ok(_) => {
            security::note(CommentDecided, Some(moderator.account.id.0), "undone");
            Ok(see_other(&format!("/moderation/comments/{}", comment.tracking_number)))
        }
        Err(error) => refuse(&mut conn, &comment, error, "").await,
    }
}

async fn find(
    conn: &mut AsyncPgConnection,
    moderator: &Moderator,
    number: &str,
) -> AppResult<Comment> {
    let number = TrackingNumber::parse(number).ok_or(AppError::NotFound)?;
    let comment = Comment::find(conn, &number).await?;
    moderator.require_area(comment.area_id)?;
    Ok(comment)
}

fn parse_ruling(form: &StrictForm, reasons: &[ReasonCode]) -> Result<Ruling, FieldErrors> {
    let mut errors = form.check_names(&["outcome", "reason_code", "note", "decision", "version"]);
    let outcome = Outcome::parse(form.fields.one("outcome"))
        .ok_or_else(|| "Choose whether to publish or to withhold.".to_owned());
    let outcome = errors.keep("outcome", outcome);
    let note = errors.keep("note", Note::parse(form.fields.one("note"))).flatten();
    let code = form.fields.one("reason_code");
    let known = reasons.iter().any(|it| it.code == code && !it.retired);
    match outcome {
        Some(Outcome::Withhold) if !known => {
            errors.add("reason_code", "Choose why the comment is withheld.");
        }
        Some(Outcome::Withhold)
            if code == OTHER && note.is_none() && errors.about("note").is_none() =>
        {
            errors.add("note", "Tell the author the reason, as no listed one fits.");
        }
        _ => {}
    }
    match outcome {
        Some(outcome) if errors.is_empty() => Ok(Ruling {
            outcome,
            reason_code: (outcome == Outcome::Withhold).then(|| code.to_owned()),
            note,
            seen: parse_seen(form.fields.one("decision")),
            version: form.fields.one("version").parse().ok(),
        }),
        _ => Err(errors),
    }
}

fn parse_seen(typed: &str) -> Seen {
    match typed.parse() {
        Ok(0) => Seen::NoDecision,
        Ok(id) => Seen::Decision(DecisionId(id)),
        Err(_) => Seen::Unsaid,
    }
}

/// What the moderator is told, in words that belong beside the page.
async fn refuse(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    error: DecideError,
    note: &str,
) -> AppResult<HttpResponse> {
    match error {
        DecideError::OwnComment => Err(AppError::Forbidden),
        DecideError::AlreadyDecided(Some(first)) => {
            let told = already_decided(conn, comment, &first, note).await?;
            Ok(page_with(StatusCode::CONFLICT, told))
        }
        DecideError::Replaced => {
            let number = comment.tracking_number.as_str();
            Ok(page_with(StatusCode::CONFLICT, moderation::replaced_meanwhile(number, note)))
        }
        DecideError::AlreadyDecided(None) => {
            Err(AppError::Conflict("This comment has changed in the meantime.".to_owned()))
        }
        DecideError::NothingToUndo => {
            Err(AppError::Conflict("There is no decision that can be undone here.".to_owned()))
        }
        DecideError::Diesel(error) => Err(error.into()),
    }
}

async fn already_decided(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    first: &Decision,
    note: &str,
) -> diesel::QueryResult<Markup> {
    let area = Area::find(conn, comment.area_id).await?;
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    let reasons = ReasonCode::all(conn).await?;
    let row = page::history_row(&Step::Decided(first), &reasons, initiative.zone());
    Ok(moderation::already_decided(&AlreadyDecidedPage {
        tracking_number: comment.tracking_number.as_str(),
        actor: row.actor,
        at: row.at,
        change: row.change,
        reason: row.reason,
        note,
    }))
}

fn parse_position(typed: &str) -> AppResult<Option<QueuePosition>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let position = typed.split_once('.').and_then(|(micros, id)| {
        // No comment is older than the clock that counts from 1970; Postgres cannot read the oldest times of chrono.
        let micros = micros.parse().ok().filter(|it| 0 <= *it)?;
        let received_at = DateTime::<Utc>::from_timestamp_micros(micros)?;
        Some(QueuePosition { received_at, id: CommentId(id.parse().ok()?) })
    });
    position
        .map(Some)
        .ok_or_else(|| AppError::BadRequest("after: this is no page of the queue.".into()))
}
