//! The second step of signing in, where one-time codes are set up.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, GiveCodePage};
use maud::Markup;

use super::super::proof;
use super::super::reply::{page, page_with, refused, see_other, set_cookie, summary};
use super::super::session::NextQuery;
use crate::app::AppState;
use crate::auth::beginning::{Begun, Browser};
use crate::auth::cookies::CookieKind;
use crate::auth::extractors::{self, Entering};
use crate::auth::{next, proving};
use crate::domain::field_errors::FieldErrors;
use crate::domain::one_time_code::TypedCode;
use crate::error::{AppError, AppResult, FirstStep};
use crate::http::address_key::AddressKey;
use crate::http::forms::StrictForm;
use crate::http::limits;
use crate::models::session::Session;

/// Asks for the code; whoever gave it already goes on.
pub async fn show_code_step(Entering(session): Entering, query: Query<NextQuery>) -> HttpResponse {
    if session.is_whole() {
        return see_other(next::safe(query.path()));
    }
    page(code_page(query.path(), &FieldErrors::default()))
}

/// Completes the sign-in by a code.
pub async fn give_code(
    request: HttpRequest,
    Entering(session): Entering,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if session.is_whole() {
        return Ok(see_other(next::safe(form.fields.one("next"))));
    }
    let mut errors = form.check_names(&["code", "next"]);
    let typed = errors.keep("code", TypedCode::parse(form.fields.one("code")));
    let next = form.fields.one("next");
    let (Some(typed), true) = (typed, errors.is_empty()) else {
        return Ok(page_with(refused(&form), code_page(next, &errors)));
    };
    let network = limits::network_of(&request)?;
    complete(&state, &Browser::of(&request, &state), network, &session, &typed, next).await
}

/// Password and code in one form, as scripts send them: the second step at once. If the code is wrong, the page of the
/// second step asks for another.
pub async fn give_at_once(
    state: &AppState,
    browser: &Browser,
    network: AddressKey,
    begun: &Begun,
    code: &str,
) -> AppResult<HttpResponse> {
    let session = extractors::find_session(state, &begun.token).await?;
    let next = begun.next.clone();
    let session = session.ok_or(AppError::First { step: FirstStep::SignIn, next })?;
    let mut response = match TypedCode::parse(code) {
        Ok(typed) => {
            let waiting = browser.with(begun);
            complete(state, &waiting, network, &session, &typed, &begun.next).await?
        }
        Err(message) => {
            let mut errors = FieldErrors::default();
            errors.add("code", message);
            proof::refused(code_page(&begun.next, &errors))
        }
    };
    if !response.status().is_redirection() {
        set_cookie(&mut response, &CookieKind::Session.carry(&begun.token, &state.site, None))?;
    }
    Ok(response)
}

async fn complete(
    state: &AppState,
    browser: &Browser,
    network: AddressKey,
    session: &Session,
    typed: &TypedCode,
    next: &str,
) -> AppResult<HttpResponse> {
    let proof = proving::by_code(state, browser, network, session, typed).await;
    proof::answer(state, proof, "code", next, |errors| code_page(next, errors))
}

fn code_page(next: &str, errors: &FieldErrors) -> Markup {
    account::give_code(&GiveCodePage { next, errors: summary(errors) })
}
