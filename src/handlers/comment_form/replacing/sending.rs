//! Sending what is to replace a comment: the one press of a button after which it is another version.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::super::Sent;
use super::super::asked::{Asked, Replaces};
use super::super::kept::{files_changed, kept_with, too_many};
use super::super::page::{Form, Notice, new_key};
use super::super::submit::admit;
use super::super::unplaced::written;
use super::{find_or_begin, mend_days};
use crate::app::AppState;
use crate::db::pool::PgConnection;
use crate::domain::submission::Submission;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page_with, see_other};
use crate::models::account::Account;
use crate::models::comment::{self, Comment, Replaceable, Replaced};
use crate::models::draft::{Draft, Saved};
use crate::models::draft_file;
use crate::record::replace::{self, Replacing};

/// A form that is sent to replace a comment, read.
pub(in crate::handlers::comment_form) struct Written<'a> {
    pub(in crate::handlers::comment_form) sent: &'a Sent<'a>,
    pub(in crate::handlers::comment_form) replaces: &'a Replaces,
    pub(in crate::handlers::comment_form) account: Account,
    pub(in crate::handlers::comment_form) submission: Submission,
}

/// Sends it. The draft is kept first, whatever follows, and goes with the comment.
pub(in crate::handlers::comment_form) async fn submit(
    request: &HttpRequest,
    state: &AppState,
    mut conn: PgConnection,
    it: Written<'_>,
) -> AppResult<HttpResponse> {
    let (sent, comment) = (it.sent, &it.replaces.comment);
    let before = comment::replaced_before(&mut conn, comment.id, sent.key, &it.submission).await?;
    if let Some(before) = before {
        return answer(&mut conn, &it, mend_days(state), before).await;
    }
    if it.replaces.window == Replaceable::No {
        return answer(&mut conn, &it, mend_days(state), Replaced::TooLate).await;
    }
    if sent.saw_version().is_some_and(|it| it != comment.current_version) {
        let meanwhile = Replaced::Meanwhile(comment.current_version);
        return answer(&mut conn, &it, mend_days(state), meanwhile).await;
    }
    let draft = match sent.keep(&mut conn).await? {
        Saved::Kept(draft) => draft,
        Saved::Stale(newer) => return sent.both_texts(&newer),
    };
    match admit(request, state, &mut conn, it.account.id).await {
        Ok(()) => {}
        Err(error @ AppError::TooManyRequests { .. }) => {
            return too_many(&mut conn, sent, error).await;
        }
        Err(error) => return Err(error),
    }
    let files = draft_file::of(&mut conn, draft.id).await?;
    let files = files.into_iter().map(|it| it.file).collect();
    let submission = Submission { files, ..it.submission.clone() };
    let (mut conn, replaced) = replace_to_the_end(state, conn, &it, submission).await?;
    answer(&mut conn, &it, mend_days(state), replaced).await
}

/// A browser that goes away must not leave it half-way: see `submit::receive_to_the_end`.
async fn replace_to_the_end(
    state: &AppState,
    mut conn: PgConnection,
    it: &Written<'_>,
    submission: Submission,
) -> AppResult<(PgConnection, Replaced)> {
    let (site, mend_days) = (state.site.clone(), mend_days(state));
    let asked = it.sent.asked;
    let (initiative, area) = (asked.initiative.clone(), asked.area.clone());
    let (set, key) = (asked.set.clone(), it.sent.key.to_owned());
    let (author, comment) = (it.account.clone(), it.replaces.comment.clone());
    let replaced = tokio::spawn(async move {
        let replacing = Replacing {
            initiative: &initiative,
            area: &area,
            question_set: &set,
            author: &author,
            comment: &comment,
            seen_version: comment.current_version,
            submission_key: &key,
            submission: &submission,
            mend_days,
        };
        let replaced = replace::replace(&mut conn, &site, &replacing).await?;
        QueryResult::Ok((conn, replaced))
    });
    let replaced = replaced.await.context("the replacement did not end");
    Ok(replaced.map_err(AppError::Internal)??)
}

async fn answer(
    conn: &mut AsyncPgConnection,
    it: &Written<'_>,
    mend_days: i32,
    replaced: Replaced,
) -> AppResult<HttpResponse> {
    let sent = it.sent;
    let number = &it.replaces.comment.tracking_number;
    let receipt = |version: i32, what: &str| {
        see_other(&format!("/account/comments/{number}/versions/{version}?{what}=1"))
    };
    match replaced {
        Replaced::Kept(version) => Ok(receipt(version, "received")),
        Replaced::SameAgain(version) => {
            // A draft that was saved after it was sent, and says the same, is of no more use.
            let (owner, area_id) = (&sent.sender.owner, sent.asked.area.id);
            let left = Draft::find(conn, owner, area_id).await?;
            if left.is_some_and(|it| it.fields == written(sent.typed)) {
                Draft::delete(conn, owner, area_id).await?;
            }
            Ok(receipt(version, "repeated"))
        }
        Replaced::OtherContent(version) => {
            let told = format!(
                "You sent this form before, with other content, as version {version} of your comment. What is in the form below was \
                 not sent. To replace your comment with it, send it once more."
            );
            begin_anew(conn, it, told, mend_days).await
        }
        Replaced::Meanwhile(version) => {
            let told = format!(
                "You replaced this comment in the meantime: what you sent last is version {version}. What is in the form below was \
                 not sent. To replace your comment with it, send it once more."
            );
            begin_anew(conn, it, told, mend_days).await
        }
        Replaced::FilesChanged => files_changed(conn, sent).await,
        Replaced::TooLate => kept_with(conn, sent, StatusCode::CONFLICT, TOO_LATE).await,
    }
}

const TOO_LATE: &str = "This comment cannot be replaced any more, so nothing was sent, and it stands as it is. What you typed is saved.";

/// What is typed becomes the draft of a further version, under a key of its own.
async fn begin_anew(
    conn: &mut AsyncPgConnection,
    it: &Written<'_>,
    told: String,
    mend_days: i32,
) -> AppResult<HttpResponse> {
    let (sent, key) = (it.sent, new_key());
    // The form speaks of the version that stands now.
    let comment = Comment::find(conn, &it.replaces.comment.tracking_number).await?;
    let asked = Asked::to_replace(conn, comment, mend_days).await?;
    if let Some(it) = &asked.replaces {
        find_or_begin(conn, &asked, it, &key).await?;
    }
    let (owner, area_id) = (&sent.sender.owner, asked.area.id);
    let saved = Draft::begin_anew(conn, owner, area_id, &key, &written(sent.typed)).await?;
    let form = Form::again(&asked, sent.sender, sent.typed);
    let form = match &saved {
        Saved::Kept(draft) => form.after(draft),
        Saved::Stale(newer) => return sent.both_texts(newer),
    };
    let form = form.with_notice(Notice::Sentence(told));
    Ok(page_with(StatusCode::CONFLICT, form.page()))
}
