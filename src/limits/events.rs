//! Events whose visitors share a network: made and ended by administrators, entered by anybody who was told the code.

use std::num::NonZeroU32;

use actix_web::cookie::Cookie;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::tries::{Try, Trying};
use crate::app::AppState;
use crate::domain::event_code::EventCode;
use crate::error::{AppError, AppResult};
use crate::http::address_key::AddressKey;
use crate::http::limits::LimitedAction;
use crate::models::account::AccountId;
use crate::models::audit::{self, Act, Actor};
use crate::models::event_code::{self, EventRow, NewEvent};
use crate::sealing::Purpose;

/// Makes an event and its code. `None` if it would be over before it begins.
///
/// # Errors
/// What the database says.
pub async fn create(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    actor: AccountId,
    event: &NewEvent,
) -> AppResult<Option<EventCode>> {
    let code = EventCode::random();
    let sealed = state.sealer.seal(Purpose::Event, code.as_str().as_bytes())?;
    let created = conn
        .transaction(async |conn| {
            let made = event_code::create(conn, event, &digest(state, &code), &sealed).await?;
            let Some(id) = made else { return Ok(None) };
            let detail =
                json!({ "per_minute": event.per_minute, "valid_until": event.valid_until });
            let act = Act::EventCodeMade;
            audit::record(conn, Actor::Account(actor), act, &subject(id), &detail).await?;
            Ok(Some(id))
        })
        .await
        .map_err(|it: diesel::result::Error| AppError::from(it))?;
    refresh(state, conn).await?;
    Ok(created.map(|_| code))
}

/// Ends an event. Browsers that entered its code count by their network again, at other programs within seconds.
/// Returns whether there was one to end.
///
/// # Errors
/// What the database says.
pub async fn end(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    actor: AccountId,
    id: i64,
) -> AppResult<bool> {
    let ended = conn
        .transaction(async |conn| {
            let ended = event_code::end(conn, id).await?;
            if ended {
                let act = Act::EventCodeEnded;
                audit::record(conn, Actor::Account(actor), act, &subject(id), &json!({})).await?;
            }
            Ok(ended)
        })
        .await
        .map_err(|it: diesel::result::Error| AppError::from(it))?;
    refresh(state, conn).await?;
    Ok(ended)
}

/// The cookie for a browser that was told a code; none if no event that is on has it.
///
/// # Errors
/// Too many requests, where a network entered too many wrong codes; what the database says.
pub async fn enter(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    network: AddressKey,
    code: &EventCode,
) -> AppResult<Option<Cookie<'static>>> {
    let trying = Trying { account: "", network };
    let tried = Try::begin(state, conn, LimitedAction::TryEventCode, trying).await?;
    let Some(event) = event_code::find_live(conn, &digest(state, code)).await? else {
        return Ok(None);
    };
    // The room's other people go on mistyping: one right code is no end of the row, or it would open the door to
    // guessing others.
    tried.give_back(conn).await?;
    refresh(state, conn).await?;
    let valid_until = event.valid_until.timestamp();
    Ok(Some(state.event_passes.cookie(&state.site, event.id, valid_until)?))
}

/// The code of an event, for whoever may show it. `None` where it was sealed under another key.
#[must_use]
pub fn code_of(state: &AppState, event: &EventRow) -> Option<String> {
    String::from_utf8(state.sealer.open(Purpose::Event, &event.sealed_code)?).ok()
}

/// Tells this program which events are on.
///
/// # Errors
/// What the database says.
pub async fn refresh(state: &AppState, conn: &mut AsyncPgConnection) -> AppResult<()> {
    let live = event_code::live(conn).await?;
    let quota = |it: i32| u32::try_from(it).ok().and_then(NonZeroU32::new);
    let live: Vec<_> = live.iter().filter_map(|it| Some((it.id, quota(it.per_minute)?))).collect();
    state.event_passes.set(&live);
    Ok(())
}

fn digest(state: &AppState, code: &EventCode) -> Vec<u8> {
    state.sealer.digest(Purpose::Event, code.as_str().as_bytes())
}

fn subject(id: i64) -> String {
    format!("event code {id}")
}
