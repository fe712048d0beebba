//! The beginning of a session, and where it leads.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::reply::{see_other, set_cookie};
use crate::app::AppState;
use crate::auth::beginning::Begun;
use crate::auth::cookies::CookieKind;
use crate::auth::next;
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

/// On to where its owner wanted to go, with the session's cookie.
pub fn begun(state: &AppState, begun: &Begun) -> AppResult<HttpResponse> {
    let mut response = see_other(next::safe(&begun.next));
    set_cookie(&mut response, &CookieKind::Session.carry(&begun.token, &state.site, None))?;
    Ok(response)
}
