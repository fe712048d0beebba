//! Everything that is held about oneself, as a file.

use actix_web::HttpResponse;
use actix_web::http::header::ContentDisposition;
use actix_web::web::{Bytes, Data};
use futures_util::{StreamExt, stream};
use lectern_templates::account;

use crate::app::AppState;
use crate::auth::extractors::Proved;
use crate::auth::own_account::held;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::page;
use crate::http::forms::StrictForm;

/// Says what is in the file.
pub async fn show_data(_: Proved) -> HttpResponse {
    page(account::data())
}

/// Sends it, while it is written.
pub async fn download_data(
    Proved(account): Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if !form.check_names(&[]).is_empty() {
        return Err(AppError::BadRequest("This form cannot be read. Open the page again.".into()));
    }
    let mut chunks = held::start(&state, account.id)?;
    // What fails before the first chunk can still be said in words.
    let first = chunks.recv().await.transpose()?;
    let rest = stream::poll_fn(move |it| chunks.poll_recv(it));
    let whole = stream::iter(first.map(Ok::<Bytes, AppError>)).chain(rest);
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header(ContentDisposition::attachment("lectern-account.zip"))
        .streaming(whole))
}
