//! The beginning of a session, and where it leads.

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::reply::{see_other, set_cookie};
use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::auth::next;
use crate::error::AppResult;
use crate::models::account::AccountId;
use crate::models::draft::Draft;
use crate::models::session::{self, SessionLimits};

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

/// A new session under a new token, with the drafts of this browser, and on to `next`.
pub async fn begin_session(
    request: &HttpRequest,
    state: &AppState,
    account_id: AccountId,
    next: &str,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    if let Some(earlier) = CookieKind::Session.read(request, &state.site) {
        session::end(&mut conn, &earlier).await?;
    }
    let limits = SessionLimits::from(&state.settings.sessions);
    let token = session::create(&mut conn, account_id, limits).await?;
    if let Some(browser) = CookieKind::Draft.read(request, &state.site) {
        Draft::claim(&mut conn, &browser.sha256(), account_id).await?;
    }
    let mut response = see_other(next::safe(next));
    set_cookie(&mut response, &CookieKind::Session.carry(&token, &state.site, None))?;
    Ok(response)
}
