//! Answers to a form that was not sent: what was typed is kept, and the form comes back and says why.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel_async::AsyncPgConnection;

use super::Sent;
use super::page::{Form, Notice, new_key};
use super::unplaced::written;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page_with, see_other, wait_for};
use crate::models::draft::{Draft, Saved};

/// The area takes no comments now.
pub async fn closed(conn: &mut AsyncPgConnection, sent: &Sent<'_>) -> AppResult<HttpResponse> {
    let closed = "This area does not take comments now, so your comment was not sent. \
                  Your draft is saved.";
    kept_with(conn, sent, StatusCode::CONFLICT, closed).await
}

/// The comment that came of this form stands; what is typed now becomes the draft of another one.
pub async fn begin_anew(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    earlier: TrackingNumber,
) -> AppResult<HttpResponse> {
    let (owner, area_id) = (&sent.sender.owner, sent.asked.area.id);
    let saved = Draft::begin_anew(conn, owner, area_id, &new_key(), &written(sent.typed)).await?;
    let form = Form::again(sent.asked, sent.sender, sent.typed);
    let form = match &saved {
        Saved::Kept(draft) => form.after(draft),
        Saved::Stale(newer) => return sent.both_texts(newer),
    };
    let form = form.with_notice(Notice::AlreadySent(earlier));
    sent.sender.answer(page_with(StatusCode::CONFLICT, form.page()))
}

/// Nobody sends a file that they took away in another tab, and none is left behind.
pub async fn files_changed(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
) -> AppResult<HttpResponse> {
    match sent.keep(conn).await? {
        // The form is made anew, with the files as they are now.
        Saved::Kept(_) => {
            let form = format!("{}?files=changed", sent.asked.form_path());
            sent.sender.answer(see_other(&form))
        }
        Saved::Stale(newer) => sent.both_texts(&newer),
    }
}

/// Nobody's stance is taken on a direction that they have not seen.
pub async fn questions_changed(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
) -> AppResult<HttpResponse> {
    let changed = "The stated direction or the questions changed while you were writing. Your comment is not \
                   sent, and your draft is saved. Please look through the form below once more.";
    kept_with(conn, sent, StatusCode::CONFLICT, changed).await
}

/// A limit is reached.
pub async fn too_many(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    error: AppError,
) -> AppResult<HttpResponse> {
    let words = format!("{error} Your draft is saved. Please try again a little later.");
    let kept = kept_with(conn, sent, StatusCode::TOO_MANY_REQUESTS, &words).await?;
    Ok(wait_for(kept, &error))
}

/// The draft is kept, and the form comes back with a sentence.
pub async fn kept_with(
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
