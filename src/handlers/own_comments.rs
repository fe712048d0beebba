//! What is one's own: the account page, the comments that one sent, and their receipts.

mod own;
mod page;
mod waiting;

use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::ensure;
use lectern_templates::receipts::Arrival;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::comment_form::replacing::mend_days;
use super::{attachments, reply};
use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::auth::extractors::SignedIn;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::models::account::Account;
use crate::record::awaiting;
use own::{Own, Status, Which};
use page::Account as AccountHome;
use waiting::{AskedAgain, Waiting};

#[derive(Debug, Default, Deserialize)]
pub struct ReceiptQuery {
    /// Set right after a comment was received.
    #[serde(default)]
    received: String,
    /// Set where the same content was sent again.
    #[serde(default)]
    repeated: String,
    /// Set where another mail was asked for, for a comment that waits to be confirmed.
    #[serde(default)]
    mailed: String,
}

impl ReceiptQuery {
    fn arrival(&self) -> Arrival {
        match (self.received.is_empty(), self.repeated.is_empty()) {
            (true, true) => Arrival::Before,
            (false, true) => Arrival::Now,
            (_, false) => Arrival::Repeated,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct AccountQuery {
    /// What was changed just now.
    #[serde(default)]
    done: String,
}

/// One's drafts and comments, and what can be changed.
pub async fn show_account(
    SignedIn(account): SignedIn,
    query: Query<AccountQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let page = AccountHome::load(&mut conn, account).await?.page(done_in_words(&query.done));
    Ok(reply::page(page))
}

/// Words of ours only: what stands in an address can come from anybody.
fn done_in_words(done: &str) -> Option<&'static str> {
    match done {
        "name" => Some("Your name is changed."),
        "address" => Some("Your address is changed. You are signed out everywhere else."),
        "password" => Some("Your password is set. You are signed out everywhere else."),
        "no-password" => Some("Your password is removed. You are signed out everywhere else."),
        _ => None,
    }
}

/// One's own comment with its path; right after it was sent, its receipt. A comment that waits to be confirmed is
/// shown to the browser that sent it, signed in or not.
pub async fn show_own_comment(
    request: HttpRequest,
    signed_in: AppResult<SignedIn>,
    number: Path<String>,
    query: Query<ReceiptQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if let Some(waiting) = waiting(&request, &state, &number).await? {
        let asked = if query.mailed.is_empty() { AskedAgain::No } else { AskedAgain::Yes };
        return Ok(reply::page(waiting.page(asked)));
    }
    let SignedIn(account) = signed_in?;
    let number = TrackingNumber::parse(&number).ok_or(AppError::NotFound)?;
    let arrival = query.arrival();
    // What was sent as a new comment is its first version, whatever took its place since.
    let which = if arrival == Arrival::Before { Which::Latest } else { Which::Numbered(1) };
    let mut conn = state.db().await?;
    let own = Own::load(&mut conn, &number, account.id, which).await?;
    if arrival != Arrival::Before {
        return Ok(reply::page(own.receipt(arrival)));
    }
    let status = Status::load(&mut conn, own, mend_days(&state)).await?;
    Ok(reply::page(status.page()))
}

/// The receipt of one version.
pub async fn show_version(
    SignedIn(account): SignedIn,
    path: Path<(String, String)>,
    query: Query<ReceiptQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let own = version_of(&state, &account, &path).await?;
    Ok(reply::page(own.receipt(query.arrival())))
}

/// The canonical JSON of one version.
pub async fn download_version_receipt(
    SignedIn(account): SignedIn,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let own = version_of(&state, &account, &path).await?;
    receipt_file(&own.comment.tracking_number, own.canonical_json(), own.digest())
}

async fn version_of(
    state: &AppState,
    account: &Account,
    (number, version): &(String, String),
) -> AppResult<Own> {
    let number = TrackingNumber::parse(number).ok_or(AppError::NotFound)?;
    let version = version.parse().map_err(|_| AppError::NotFound)?;
    let which = Which::Numbered(version);
    Ok(Own::load(&mut *state.db().await?, &number, account.id, which).await?)
}

/// The canonical JSON of one's own comment, whose SHA-256 is the digest on the receipt.
pub async fn download_receipt(
    request: HttpRequest,
    signed_in: AppResult<SignedIn>,
    number: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if let Some(waiting) = waiting(&request, &state, &number).await? {
        let digest = &waiting.awaited.receipt_sha256;
        return receipt_file(&waiting.awaited.tracking_number, waiting.canonical_json(), digest);
    }
    let SignedIn(account) = signed_in?;
    let number = TrackingNumber::parse(&number).ok_or(AppError::NotFound)?;
    let own = Own::load(&mut *state.db().await?, &number, account.id, Which::Latest).await?;
    receipt_file(&number, own.canonical_json(), own.digest())
}

/// A file of one's own comment, wherever the comment stands.
pub async fn download_own_file(
    SignedIn(account): SignedIn,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let number = TrackingNumber::parse(&path.0).ok_or(AppError::NotFound)?;
    let own = Own::load(&mut *state.db().await?, &number, account.id, Which::Latest).await?;
    attachments::send(&state.files, attachments::at(own.files(), &path.1)?).await
}

/// Mails the link to confirm a comment once more, for the browser that sent it.
pub async fn mail_again(
    request: HttpRequest,
    form: StrictForm,
    number: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let known = form.check_names(&[]).is_empty();
    let waiting = waiting(&request, &state, &number).await?.filter(|_| known);
    let awaited = waiting.ok_or(AppError::NotFound)?.awaited;
    awaiting::mail_again(&state, &awaited).await?;
    Ok(reply::see_other(&format!("/account/comments/{}?mailed=1", awaited.tracking_number)))
}

/// Takes the draft cookie from the browser: whoever sits at this computer next finds nothing of what was written here.
/// The comment waits as before.
pub async fn forget(form: StrictForm, state: Data<AppState>) -> AppResult<HttpResponse> {
    if !form.check_names(&[]).is_empty() {
        return Err(AppError::BadRequest("This form has a field that is not known.".to_owned()));
    }
    let mut response = reply::see_other("/");
    reply::set_cookie(&mut response, &CookieKind::Draft.forget(&state.site))?;
    Ok(response)
}

async fn waiting(
    request: &HttpRequest,
    state: &AppState,
    number: &str,
) -> AppResult<Option<Waiting>> {
    match TrackingNumber::parse(number) {
        Some(number) => Waiting::of(request, state, &number).await,
        None => Ok(None),
    }
}

fn receipt_file(number: &TrackingNumber, json: Vec<u8>, digest: &[u8]) -> AppResult<HttpResponse> {
    let intact = || {
        ensure!(Sha256::digest(&json).as_slice() == digest, "{number} is not as it was received");
        Ok(())
    };
    intact().map_err(AppError::Internal)?;
    let disposition = format!("attachment; filename=\"comment-{number}.json\"");
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(json))
}
