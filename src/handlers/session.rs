//! The beginning of a session, and where it leads.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::reply::{see_other, set_cookie};
use crate::app::AppState;
use crate::auth::beginning::Begun;
use crate::auth::cookies::CookieKind;
use crate::auth::next;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub struct NextQuery {
    #[serde(default)]
    next: String,
}

impl NextQuery {
    /// The path asked for, if it is one of ours; empty if none was.
    pub fn path(&self) -> &str {
        if self.next.is_empty() { "" } else { next::safe(&self.next) }
    }
}

/// On to where its owner wanted to go, with the session's cookie; by way of what has to be done first.
pub fn begun(state: &AppState, begun: &Begun) -> AppResult<HttpResponse> {
    let next = next::safe(&begun.next);
    match begun.first {
        Some(step) => with_session(state, &begun.token, &step.address(next)),
        None => with_session(state, &begun.token, next),
    }
}

/// On to where the owner of a session wanted to go, with the cookie of its new token.
pub fn renewed(state: &AppState, token: &SecretToken, next: &str) -> AppResult<HttpResponse> {
    with_session(state, token, next::safe(next))
}

fn with_session(state: &AppState, token: &SecretToken, path: &str) -> AppResult<HttpResponse> {
    let mut response = see_other(path);
    set_cookie(&mut response, &CookieKind::Session.carry(token, &state.site, None))?;
    Ok(response)
}
