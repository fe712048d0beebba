//! Where one is signed in, and the end of it.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono_tz::UTC;
use lectern_templates::account::{self, SessionRow, SessionsPage};
use serde::Deserialize;

use super::session_token;
use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, see_other};
use crate::http::forms::StrictForm;
use crate::models::session::{self, OwnSession, SessionLimits};
use crate::moments::moment;

#[derive(Debug, Default, Deserialize)]
pub struct DoneQuery {
    /// Set where sessions were ended just now.
    #[serde(default)]
    done: String,
}

/// The list.
pub async fn list_sessions(
    SignedIn(account): SignedIn,
    request: HttpRequest,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = session_token(&request, &state)?;
    let limits = SessionLimits::from(&state.settings.sessions);
    let sessions = session::list(&mut *state.db().await?, account.id, &token, limits).await?;
    let notice = match query.done.as_str() {
        "one" => Some("Signed out there."),
        "others" => Some("Signed out everywhere else."),
        _ => None,
    };
    Ok(page(account::sessions(&SessionsPage {
        sessions: sessions.iter().map(SessionRow::from).collect(),
        notice,
    })))
}

/// Ends one. One that is not there any more, or was never one's own, gets the same answer: it is not on the list.
pub async fn end_session(
    SignedIn(account): SignedIn,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    require_known(&form, &["session"])?;
    let id = form.fields.one("session").parse().map_err(|_| unknown_session())?;
    session::end_one(&mut *state.db().await?, account.id, id).await?;
    Ok(see_other("/account/sessions?done=one"))
}

/// Ends all but this one.
pub async fn end_other_sessions(
    SignedIn(account): SignedIn,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    require_known(&form, &[])?;
    let token = session_token(&request, &state)?;
    session::end_others(&mut *state.db().await?, account.id, &token).await?;
    Ok(see_other("/account/sessions?done=others"))
}

fn require_known(form: &StrictForm, names: &[&str]) -> AppResult<()> {
    if form.check_names(names).is_empty() { Ok(()) } else { Err(unknown_session()) }
}

fn unknown_session() -> AppError {
    AppError::BadRequest("This form cannot be read. Open the list again, and choose there.".into())
}

impl<'a> From<&'a OwnSession> for SessionRow<'a> {
    fn from(it: &'a OwnSession) -> Self {
        Self {
            id: it.id.to_string(),
            browser: &it.browser,
            network: &it.network,
            since: moment(it.created_at, UTC),
            last_seen: moment(it.last_seen_at, UTC),
            is_this_one: it.is_this_one,
        }
    }
}
