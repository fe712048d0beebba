//! Submitting: the one press of a button after which a comment is there.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use diesel_async::AsyncPgConnection;
use lectern_templates::comment_form::{self, SignInFirstPage};

use super::Sent;
use super::page::{Form, Notice, written};
use crate::app::AppState;
use crate::db::pool::PgConnection;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page_with, see_other};
use crate::http::limits::{self, LimitedAction};
use crate::models::account::Account;
use crate::models::comment::Submitted;
use crate::models::draft::{Draft, Saved};
use crate::models::question::QuestionSet;
use crate::record::receive::{self, Received};

/// Submits for somebody who is signed in; anybody else is asked to sign in, with the draft safe.
pub async fn submit(
    request: &HttpRequest,
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
) -> AppResult<HttpResponse> {
    let submission = match Submission::parse(sent.typed, &sent.asked.form) {
        Ok(submission) => submission,
        Err(errors) => {
            return match sent.keep(&mut conn).await? {
                Saved::Kept(draft) => sent.mend(&draft, &errors),
                Saved::Stale(newer) => sent.both_texts(&newer),
            };
        }
    };
    let Some(account) = sent.sender.account.clone() else {
        return sign_in_first(&mut conn, sent).await;
    };
    if let Some(newer) = newer_draft(&mut conn, sent).await? {
        return sent.both_texts(&newer);
    }
    if let Err(error) = limits::admit(request, LimitedAction::Submit) {
        return too_many(&mut conn, sent, error).await;
    }
    let (mut conn, number, submitted) =
        receive_to_the_end(state, conn, sent, account, submission).await?;
    match submitted {
        Submitted::Received => Ok(see_other(&receipt(&number, "received"))),
        Submitted::SameAgain(earlier) => Ok(see_other(&receipt(&earlier, "repeated"))),
        Submitted::OtherContent(earlier) => {
            let form = Form::again(sent.asked, sent.sender, sent.typed);
            let form = form.with_notice(Notice::AlreadySent(earlier));
            Ok(page_with(StatusCode::CONFLICT, form.page()))
        }
        Submitted::Closed => {
            let closed = "This area does not take comments now, so your comment was not sent. \
                          Your draft is saved.";
            kept_with(&mut conn, sent, StatusCode::CONFLICT, closed).await
        }
    }
}

/// A browser that goes away must not leave the submission half-way: it runs in a task of its own, on the connection
/// that the request has already. Asking for a second one, many requests at once would wait for each other in vain.
async fn receive_to_the_end(
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
    author: Account,
    submission: Submission,
) -> AppResult<(PgConnection, TrackingNumber, Submitted)> {
    let site = state.site.clone();
    let (initiative, area) = (sent.asked.initiative.clone(), sent.asked.area.clone());
    let set: QuestionSet = sent.asked.set.clone();
    let (key, drafts) = (sent.key.to_owned(), sent.sender.owners());
    let received = tokio::spawn(async move {
        let received = Received {
            initiative: &initiative,
            area: &area,
            question_set: &set,
            author: &author,
            submission_key: &key,
            submission: &submission,
            drafts: &drafts,
        };
        let (number, submitted) = receive::receive(&mut conn, &site, &received).await?;
        Ok((conn, number, submitted))
    });
    received.await.context("the submission did not end").map_err(AppError::Internal)?
}

async fn sign_in_first(conn: &mut AsyncPgConnection, sent: &Sent<'_>) -> AppResult<HttpResponse> {
    if let Saved::Stale(newer) = sent.keep(conn).await? {
        return sent.both_texts(&newer);
    }
    let next = format!("{}/comment", sent.asked.place().path());
    let page = SignInFirstPage { place: sent.asked.place(), next: &next };
    sent.sender.answer(page_with(StatusCode::OK, comment_form::sign_in_first(&page)))
}

/// What another tab saved since this form was made. A form that does not say which draft it was made from is
/// taken at its word, unless it would overwrite that draft.
async fn newer_draft(conn: &mut AsyncPgConnection, sent: &Sent<'_>) -> AppResult<Option<Draft>> {
    let draft = Draft::find(conn, &sent.sender.owner, sent.asked.area.id).await?;
    let seen = sent.typed.one("revision").parse::<i32>().ok();
    Ok(draft.filter(|it| {
        seen.is_some_and(|seen| seen != it.revision) && it.fields() != written(sent.typed)
    }))
}

async fn too_many(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    error: AppError,
) -> AppResult<HttpResponse> {
    let words = format!("{error} Your draft is saved. Please try again a little later.");
    let mut response = kept_with(conn, sent, StatusCode::TOO_MANY_REQUESTS, &words).await?;
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(response)
}

/// The draft is kept, and the form comes back with a sentence.
async fn kept_with(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    status: StatusCode,
    sentence: &str,
) -> AppResult<HttpResponse> {
    let form = Form::again(sent.asked, sent.sender, sent.typed);
    let form = match sent.keep(conn).await? {
        Saved::Kept(draft) => form.after(&draft),
        Saved::Stale(newer) => return sent.both_texts(&newer),
    };
    let form = form.with_notice(Notice::Sentence(sentence.to_owned()));
    sent.sender.answer(page_with(status, form.page()))
}

fn receipt(number: &TrackingNumber, what: &str) -> String {
    format!("/account/comments/{number}?{what}=1")
}
