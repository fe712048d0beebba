//! Submitting: the one press of a button after which a comment is there.

use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use diesel_async::AsyncPgConnection;

use super::Sent;
use super::kept::{begin_anew, closed, files_changed, too_many};
use super::replacing::{self, Written};
use super::sender::Drafts;
use super::unplaced::written;
use super::waiting;
use crate::app::AppState;
use crate::db::pool::PgConnection;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::see_other;
use crate::http::limits::{self, LimitedAction};
use crate::limits::spend_of_account;
use crate::models::account::{Account, AccountId};
use crate::models::comment::Submitted;
use crate::models::draft::{Draft, DraftOwner, Saved};
use crate::models::question::QuestionSet;
use crate::record::awaiting;
use crate::record::receive::{self, Received};

/// Submits for somebody who is signed in; anybody else is asked who they are, and then the comment waits for them to
/// confirm it.
pub async fn submit(
    request: &HttpRequest,
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
) -> AppResult<HttpResponse> {
    let parsed = Submission::parse(sent.typed, &sent.asked.form);
    let submission = match parsed.and_then(|it| with_files(state, sent, it)) {
        Ok(submission) => submission,
        Err(errors) => {
            return match sent.keep(&mut conn).await? {
                Saved::Kept(draft) => sent.mend(&draft, &errors),
                Saved::Stale(newer) => sent.both_texts(&newer),
            };
        }
    };
    let Some(account) = sent.sender.account.clone() else {
        return waiting::submit(request, state, conn, sent, submission).await;
    };
    if let Some(replaces) = &sent.asked.replaces {
        let written = Written { sent, replaces, account, submission };
        return replacing::submit(request, state, conn, written).await;
    }
    let written = written(sent.typed);
    let drafts = sent.sender.drafts(&mut conn, sent.asked.area.id).await?;
    let seen = sent.typed.one("revision").parse().ok();
    if let Some(newer) = newer_draft(&drafts, seen, &written) {
        return sent.both_texts(newer);
    }
    let ended = sent.sender.owners(&drafts, seen.unwrap_or_default(), &written);
    match admit(request, state, &mut conn, account.id).await {
        Ok(()) => {}
        Err(error @ AppError::TooManyRequests { .. }) => {
            return too_many(&mut conn, sent, error).await;
        }
        Err(error) => return Err(error),
    }
    let (mut conn, number, submitted) =
        receive_to_the_end(state, conn, sent, account, submission, ended.clone()).await?;
    match submitted {
        Submitted::Received => Ok(see_other(&receipt(&number, "received"))),
        Submitted::SameAgain(earlier) => {
            // A draft that was saved after the comment was sent, and says the same, is of no more use.
            if drafts.own.is_some_and(|it| it.fields == written) {
                for owner in &ended {
                    Draft::delete(&mut conn, owner, sent.asked.area.id).await?;
                }
            }
            Ok(see_other(&receipt(&earlier, "repeated")))
        }
        Submitted::OtherContent(earlier) => begin_anew(&mut conn, sent, earlier).await,
        Submitted::FilesChanged => files_changed(&mut conn, sent).await,
        Submitted::Closed => closed(&mut conn, sent).await,
    }
}

/// What lies with the draft goes along. Drafts that were brought together can have more than a comment takes.
fn with_files(
    state: &AppState,
    sent: &Sent<'_>,
    submission: Submission,
) -> Result<Submission, FieldErrors> {
    let most = state.settings.attachments.most_files;
    let files = sent.sender.files.clone();
    if (most as usize) < files.len() {
        let mut errors = FieldErrors::default();
        let n = files.len();
        errors.add(
            "files",
            format!("These are {n} files; {most} can go with a comment. Take some away."),
        );
        return Err(errors);
    }
    Ok(Submission { files, ..submission })
}

/// Only here it is known that a comment is sent, and by whom.
pub async fn admit(
    request: &HttpRequest,
    state: &AppState,
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
) -> AppResult<()> {
    limits::admit(request, LimitedAction::Submit)?;
    spend_of_account(state, conn, LimitedAction::Submit, account_id).await
}

/// A browser that goes away must not leave the submission half-way: it runs in a task of its own, on the connection
/// that the request has already. Asking for a second one, many requests at once would wait for each other in vain.
async fn receive_to_the_end(
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
    author: Account,
    submission: Submission,
    drafts: Vec<DraftOwner>,
) -> AppResult<(PgConnection, TrackingNumber, Submitted)> {
    let site = state.site.clone();
    let (initiative, area) = (sent.asked.initiative.clone(), sent.asked.area.clone());
    let set: QuestionSet = sent.asked.set.clone();
    let key = sent.key.to_owned();
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
        // What waited for this author's address is confirmed by the session that sends it.
        if let Some(submitted) = awaiting::confirm_own(&mut conn, &site, &received).await? {
            return Ok((conn, TrackingNumber::random(), submitted));
        }
        let (number, submitted) = receive::receive(&mut conn, &site, &received).await?;
        Ok((conn, number, submitted))
    });
    received.await.context("the submission did not end").map_err(AppError::Internal)?
}

/// What another tab saved since this form was made. A form that does not say which draft it was made from is
/// taken at its word, unless it would overwrite that draft.
fn newer_draft<'a>(drafts: &'a Drafts, seen: Option<i32>, written: &Fields) -> Option<&'a Draft> {
    let own = drafts.own.as_ref()?;
    let is_newer = seen.is_some_and(|it| it != own.revision) && own.fields != *written;
    is_newer.then_some(own)
}

fn receipt(number: &TrackingNumber, what: &str) -> String {
    format!("/account/comments/{number}?{what}=1")
}
