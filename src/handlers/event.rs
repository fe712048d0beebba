//! The page on which somebody at a library or a hearing enters its code.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::event::{self, EventPage};
use serde::Deserialize;

use super::reply::{page, page_with, refused, see_other, set_cookie, summary, wait_for};
use crate::app::AppState;
use crate::domain::event_code::EventCode;
use crate::domain::field_errors::FieldErrors;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::http::limits;
use crate::limits::events;

#[derive(Debug, Default, Deserialize)]
pub struct EventQuery {
    /// Set after a code was entered.
    #[serde(default)]
    entered: String,
}

/// Asks for the code. It needs no database, so that it opens however busy the network is.
pub async fn show_event(query: Query<EventQuery>) -> HttpResponse {
    let notice = (!query.entered.is_empty()).then_some(ENTERED);
    page(event::enter(&EventPage {
        event_code: "",
        errors: summary(&FieldErrors::default()),
        notice,
    }))
}

/// Lets the browser count by its event.
pub async fn enter_event(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["event_code"]);
    let typed = form.fields.one("event_code");
    let code = errors.keep("event_code", EventCode::parse(typed));
    let (Some(code), true) = (code, errors.is_empty()) else {
        return Ok(again(refused(&form), typed, &errors));
    };
    let network = limits::network_of(&request)?;
    match events::enter(&state, &mut *state.db().await?, network, &code).await {
        Ok(Some(cookie)) => {
            let mut response = see_other("/event?entered=1");
            set_cookie(&mut response, &cookie)?;
            Ok(response)
        }
        Ok(None) => {
            errors.add(
                "event_code",
                "No event that is on now has this code. Look at it once more, or ask again.",
            );
            Ok(again(StatusCode::UNPROCESSABLE_ENTITY, typed, &errors))
        }
        Err(error @ AppError::TooManyRequests { .. }) => {
            errors.add("event_code", error.to_string());
            Ok(wait_for(again(StatusCode::TOO_MANY_REQUESTS, typed, &errors), &error))
        }
        Err(error) => Err(error),
    }
}

const ENTERED: &str = "Thank you. This browser now counts with your event. Go back to the page that you came from, and go on.";

fn again(status: StatusCode, typed: &str, errors: &FieldErrors) -> HttpResponse {
    let again = EventPage { event_code: typed, errors: summary(errors), notice: None };
    page_with(status, event::enter(&again))
}
