//! The few shapes of an answer: a page, a page with a status, a way to somewhere else.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, LOCATION, RETRY_AFTER};
use anyhow::Context;
use lectern_templates::form::ErrorSummary;
use maud::Markup;

use crate::domain::field_errors::FieldErrors;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;

/// A page.
#[must_use]
pub fn page(markup: Markup) -> HttpResponse {
    page_with(StatusCode::OK, markup)
}

/// A page with a status of its own.
#[must_use]
pub fn page_with(status: StatusCode, markup: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(markup.into_string())
}

/// After a form: go and look, so that reloading sends nothing again.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// Sends a cookie along.
///
/// # Errors
/// If the cookie cannot be written as a header, which no cookie of ours is.
pub fn set_cookie(response: &mut HttpResponse, cookie: &Cookie<'_>) -> AppResult<()> {
    Ok(response.add_cookie(cookie).context("a cookie")?)
}

/// Says when to try again, where waiting helps.
#[must_use]
pub fn wait_for(mut response: HttpResponse, error: &AppError) -> HttpResponse {
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// The status of a form that comes back: it could not be read, or what it says needs mending.
#[must_use]
pub fn refused(form: &StrictForm) -> StatusCode {
    if form.malformed.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// The errors of a form, for its page.
#[must_use]
pub fn summary(errors: &FieldErrors) -> ErrorSummary {
    let mut summary = ErrorSummary::none();
    for (field, message) in errors.iter() {
        summary.push(field, message);
    }
    summary
}
