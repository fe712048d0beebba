//! Published comments: the lists with their filters, and what a tracking number shows to a stranger.

mod filters;
mod list;
mod query;
pub mod rows;
mod show;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use self::list::Listing;
use super::attachments;
use super::place::caching::{self, Keep};
use crate::app::PublicState;
use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::models::public_attachment;
use crate::models::standing::PublicStanding;

/// Lists the published comments of an initiative.
pub async fn list_initiative_comments(
    initiative: Path<String>,
    request: HttpRequest,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let listing = Listing::load(&mut conn, &initiative, None, request.query_string()).await?;
    Ok(caching::page(listing.page(), Keep::UntilAskedAgain))
}

/// Lists the published comments of one area.
pub async fn list_area_comments(
    path: Path<(String, String)>,
    request: HttpRequest,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let query = request.query_string();
    let listing = Listing::load(&mut conn, &path.0, Some(&path.1), query).await?;
    Ok(caching::page(listing.page(), Keep::UntilAskedAgain))
}

/// Shows a published comment, or why it is not shown. A comment that waits for a moderator is not found, just like
/// one that never was.
pub async fn show_comment(
    typed: Path<String>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let number = TrackingNumber::parse(&typed).ok_or(AppError::NotFound)?;
    let mut conn = state.db().await?;
    let standing = PublicStanding::find(&mut conn, &number).await?.ok_or(AppError::NotFound)?;
    if number.as_str() != typed.as_str() {
        return Ok(go_to(&number));
    }
    match standing.standing {
        Standing::Published => show::published(&mut conn, &number).await,
        Standing::Withheld => show::withheld(&mut conn, &standing).await,
        Standing::Withdrawn => show::withdrawn(&mut conn, &standing).await,
        Standing::Pending => Err(AppError::NotFound),
    }
}

/// Sends a file of a published comment. Any other file is not found.
pub async fn download_file(
    path: Path<(String, String)>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let number = TrackingNumber::parse(&path.0).ok_or(AppError::NotFound)?;
    // The connection goes back before the file is read: a slow reader holds no page's.
    let files = public_attachment::of(&mut *state.db().await?, &number).await?;
    let mut response = attachments::send(state.files()?, attachments::at(&files, &path.1)?).await?;
    let keep = HeaderValue::from_static(Keep::UntilAskedAgain.directives());
    response.headers_mut().insert(CACHE_CONTROL, keep);
    Ok(response)
}

/// Not for good: what stands at the other address may change, down to nothing at all.
fn go_to(number: &TrackingNumber) -> HttpResponse {
    HttpResponse::Found().insert_header((LOCATION, format!("/comments/{number}"))).finish()
}
