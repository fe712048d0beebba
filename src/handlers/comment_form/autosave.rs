//! Saving as one types: the same door as the button, answered for the script of the form (`static/form.js`).

use actix_web::http::StatusCode;
use actix_web::http::header::ACCEPT;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::Sent;
use super::sender::SinceMade;
use crate::domain::field_errors::FieldErrors;
use crate::error::AppResult;
use crate::models::draft::{Draft, Saved};

/// The draft that stands: this one, or with status 409 a newer one of another tab or device.
#[derive(Serialize)]
struct Standing<'a> {
    revision: i32,
    submission_key: &'a str,
    saved_at: DateTime<Utc>,
}

/// Why nothing was saved.
#[derive(Serialize)]
struct Refused<'a> {
    message: &'a str,
}

/// Whether the answer is for the script. A browser that shows a page never asks for this type.
pub fn is_asked_for(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT);
    accept.is_some_and(|it| it.as_bytes() == b"application/json")
}

/// Keeps the draft. What belongs to an account is never moved to a browser that somebody else may sit at by now:
/// the person signs in again, or presses a button and so decides it.
pub async fn save(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    since: SinceMade,
) -> AppResult<HttpResponse> {
    let refused = match since {
        SinceMade::Same => None,
        SinceMade::SignedOut => Some("You are signed out."),
        SinceMade::AnotherAccount => Some("Another account is signed in now."),
    };
    if let Some(message) = refused {
        return Ok(HttpResponse::Unauthorized().json(Refused { message }));
    }
    let (status, draft) = match sent.keep(conn).await? {
        Saved::Kept(draft) => (StatusCode::OK, draft),
        Saved::Stale(newer) => (StatusCode::CONFLICT, newer),
    };
    sent.sender.answer(HttpResponse::build(status).json(Standing::of(&draft)))
}

/// The form could not be read: the first sentence says why.
pub fn refuse(status: StatusCode, errors: &FieldErrors) -> HttpResponse {
    let message = errors.iter().next().map_or("", |(_, message)| message);
    HttpResponse::build(status).json(Refused { message })
}

impl<'a> Standing<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            revision: draft.revision,
            submission_key: &draft.submission_key,
            saved_at: draft.updated_at,
        }
    }
}
