//! Scans of what came on paper. They show signatures and addresses: staff see them, and nobody else.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::form::ErrorSummary;

use super::find;
use super::page::Shown;
use crate::app::AppState;
use crate::auth::staff::Clerk;
use crate::domain::attachment::Attachment;
use crate::error::{AppError, AppResult};
use crate::handlers::attachments;
use crate::handlers::receiving::{self, For};
use crate::handlers::reply::{page_with, refused, see_other};
use crate::http::forms::StrictForm;
use crate::http::upload;
use crate::models::entry_file;

/// Adds scans to an entry, each as it arrives. What is wrong with one keeps no other out.
pub async fn send_scans(
    request: HttpRequest,
    clerk: Clerk,
    id: Path<i64>,
    payload: Payload,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let entry = find(&mut *state.db().await?, &clerk, *id).await?;
    if !upload::is_multipart(&request) {
        return Err(AppError::UnsupportedMediaType);
    }
    let files = For::Entry { id: entry.id, writer: clerk.account.id };
    let received = receiving::receive(&request, &state, &files, payload).await?;
    let response = if received.failures.is_empty() {
        see_other(&format!("/entries/{id}?done=added"))
    } else {
        let shown = Shown::load(&mut *state.db().await?, &state, &clerk, *id).await?;
        page_with(received.status(), shown.page("", received.errors(), None))
    };
    Ok(received.finish(response))
}

/// Takes a scan away. One that is gone already is gone.
pub async fn remove_scan(
    clerk: Clerk,
    id: Path<i64>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let entry = find(&mut conn, &clerk, *id).await?;
    let known = form.check_names(&["file"]).is_empty();
    let file = form.fields.one("file").parse().ok().filter(|_| known);
    let refuse = async |status: StatusCode, sentence: &str| {
        let shown = Shown::load(&mut *state.db().await?, &state, &clerk, *id).await?;
        let mut errors = ErrorSummary::none();
        errors.push("", sentence);
        AppResult::Ok(page_with(status, shown.page("", errors, None)))
    };
    let Some(file) = file else {
        return refuse(refused(&form), "Press the button beside the scan.").await;
    };
    if entry_file::remove(&mut conn, entry.id, clerk.account.id, file).await? {
        return Ok(see_other(&format!("/entries/{id}?done=gone")));
    }
    drop(conn);
    refuse(StatusCode::CONFLICT, "The entry was handed over, so its scans stay as they are.").await
}

/// A scan, for whoever checks the entry or decides on the comment.
pub async fn download_scan(
    clerk: Clerk,
    path: Path<(i64, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let files = {
        let mut conn = state.db().await?;
        let entry = find(&mut conn, &clerk, path.0).await?;
        entry_file::of(&mut conn, entry.id).await?
    };
    let files: Vec<Attachment> = files.into_iter().map(|it| it.file).collect();
    attachments::send(&state.files, attachments::at(&files, &path.1)?).await
}
