//! Following an area with an address that nobody has proved yet: a mailed link says yes to it.
//!
//! Every address is answered the same, whether it has an account or follows already.

use diesel_async::AsyncConnection;

use super::accounts::{asking, in_words};
use crate::app::AppState;
use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::mail::letters::following as letters;
use crate::models::area::{Area, AreaId};
use crate::models::follow::{self, FollowRequest};
use crate::models::initiative::Initiative;
use crate::models::outbox::Asker;

/// Mails a link, unless the address has had enough mail. The visitor is not told which.
///
/// # Errors
/// What the database says.
pub async fn ask(
    state: &AppState,
    address: &EmailAddress,
    place: (&Initiative, &Area),
) -> AppResult<()> {
    asking::unhurried(ask_now(state, address, place)).await
}

async fn ask_now(
    state: &AppState,
    address: &EmailAddress,
    (initiative, area): (&Initiative, &Area),
) -> AppResult<()> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        if asking::is_too_often(conn, &state.settings.mail, address, Asker::Stranger).await? {
            return Ok(());
        }
        let (token, hours) = (SecretToken::random(), state.settings.links.follow_hours);
        let lasts = i32::try_from(hours).unwrap_or(i32::MAX);
        FollowRequest::create(conn, area.id, address, token.sha256(), lasts).await?;
        let valid_for = in_words(hours, "hour");
        letters::confirm(&state.site, address, &token, (initiative, area), &valid_for)
            .queue(conn)
            .await
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}

/// Uses a link up, and lets its address follow its area. Of many tries at once one succeeds.
///
/// # Errors
/// What the database says.
pub async fn confirm(state: &AppState, token: &SecretToken) -> AppResult<Option<AreaId>> {
    let mut conn = state.db().await?;
    conn.transaction(async |conn| {
        let Some(request) = FollowRequest::redeem(conn, &token.sha256()).await? else {
            return Ok(None);
        };
        let Ok(address) = EmailAddress::parse(&request.email) else { return Ok(None) };
        follow::begin(conn, request.area_id, &address).await?;
        Ok(Some(request.area_id))
    })
    .await
    .map_err(|it: diesel::result::Error| AppError::from(it))
}
