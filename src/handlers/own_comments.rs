//! What is one's own: the account page, the comments that one sent, and their receipts.

mod page;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::web::{Data, Path, Query};
use anyhow::ensure;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::reply;
use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use page::{Account, Arrival, Own};

#[derive(Debug, Default, Deserialize)]
pub struct ReceiptQuery {
    /// Set right after a comment was received.
    #[serde(default)]
    received: String,
    /// Set where the same content was sent again.
    #[serde(default)]
    repeated: String,
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
    let page = Account::load(&mut conn, account).await?.page(done_in_words(&query.done));
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

/// One's own comment with its path; right after it was sent, its receipt.
pub async fn show_own_comment(
    SignedIn(account): SignedIn,
    number: Path<String>,
    query: Query<ReceiptQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let number = TrackingNumber::parse(&number).ok_or(AppError::NotFound)?;
    let own = Own::load(&mut *state.db().await?, &number, account.id).await?;
    let page = match (query.received.is_empty(), query.repeated.is_empty()) {
        (true, true) => own.page(),
        (false, true) => own.receipt(Arrival::First),
        (_, false) => own.receipt(Arrival::Repeated),
    };
    Ok(reply::page(page))
}

/// The canonical JSON of one's own comment, whose SHA-256 is the digest on the receipt.
pub async fn download_receipt(
    SignedIn(account): SignedIn,
    number: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let number = TrackingNumber::parse(&number).ok_or(AppError::NotFound)?;
    let own = Own::load(&mut *state.db().await?, &number, account.id).await?;
    let json = own.canonical_json();
    let intact = || {
        ensure!(
            Sha256::digest(&json).as_slice() == own.digest(),
            "{number} is not as it was received"
        );
        Ok(())
    };
    intact().map_err(AppError::Internal)?;
    let disposition = format!("attachment; filename=\"comment-{number}.json\"");
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(json))
}
