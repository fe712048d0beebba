//! What people change about their own account. No page here takes the id of an account: it is always one's own.

pub mod address;
pub mod closing;
pub mod data;
pub mod name;
pub mod password;
pub mod sessions;
pub mod withdraw;

use actix_web::{HttpRequest, HttpResponse};

use super::reply::{see_other, set_cookie};
use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult, FirstStep};

/// The page that lists everything, with a word on what was done.
fn home_after(done: &str) -> HttpResponse {
    see_other(&format!("/account?done={done}"))
}

/// The same, in a session that got a new token. None means that it has ended meanwhile.
fn home_renewed(
    state: &AppState,
    token: Option<&SecretToken>,
    done: &str,
) -> AppResult<HttpResponse> {
    let token = token.ok_or_else(signed_out)?;
    let mut response = home_after(done);
    set_cookie(&mut response, &CookieKind::Session.carry(token, &state.site, None))?;
    Ok(response)
}

/// The token of the session that asks.
fn session_token(request: &HttpRequest, state: &AppState) -> AppResult<SecretToken> {
    CookieKind::Session.read(request, &state.site).ok_or_else(signed_out)
}

fn signed_out() -> AppError {
    AppError::First { step: FirstStep::SignIn, next: "/account".to_owned() }
}
