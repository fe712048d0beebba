//! What follows upon a proof: on with the session under its new token, or the page again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::Markup;

use super::reply::{page_with, wait_for};
use super::session;
use crate::app::AppState;
use crate::auth::proving::Proof;
use crate::domain::field_errors::FieldErrors;
use crate::error::{AppError, AppResult, FirstStep};

/// On to `next`, or what `again` makes of the error about `field`.
pub fn answer(
    state: &AppState,
    proof: AppResult<Proof>,
    field: &str,
    next: &str,
    again: impl FnOnce(&FieldErrors) -> Markup,
) -> AppResult<HttpResponse> {
    let mut errors = FieldErrors::default();
    match proof {
        Ok(Proof::Renewed(token)) => session::renewed(state, &token, next),
        Ok(Proof::SignedOut) => {
            Err(AppError::First { step: FirstStep::SignIn, next: next.to_owned() })
        }
        Ok(Proof::Wrong) => {
            errors.add(field, wrong(field));
            Ok(refused(again(&errors)))
        }
        Ok(Proof::Unreadable) => {
            errors.add(field, UNREADABLE);
            Ok(refused(again(&errors)))
        }
        Err(error) => {
            let AppError::TooManyRequests { sentence, .. } = error else { return Err(error) };
            errors.add(field, sentence);
            let page = page_with(StatusCode::TOO_MANY_REQUESTS, again(&errors));
            Ok(wait_for(page, &error))
        }
    }
}

/// A form whose content needs mending.
pub fn refused(page: Markup) -> HttpResponse {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

const UNREADABLE: &str = "Codes from an app cannot be checked now. Use a recovery code, or tell the people who run \
                          this site.";

fn wrong(field: &str) -> &'static str {
    match field {
        "code" => {
            "This code is wrong, or it was used already. Wait for the next one and try again."
        }
        _ => "The password is wrong.",
    }
}
