//! The background: what follows upon requests but no request waits for.

use std::time::Duration;

use chrono::Utc;
use diesel_async::AsyncConnection;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::app::AppState;
use crate::mail::delivery::{Courier, Delivered};
use crate::models::draft::Draft;
use crate::models::mailed_link::MailedLink;
use crate::models::registration::Registration;
use crate::models::{event, figure, session};

/// How often the background looks for something to do.
const EVERY: Duration = Duration::from_secs(1);
/// How often what has run out is removed.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// Runs until it is told to stop. A failure is logged, and the next round tries again.
pub async fn run(state: AppState, stop: CancellationToken) {
    let courier = courier(&state);
    let mut rounds = interval(EVERY);
    let mut tidying = interval(TIDY_EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let done = tokio::select! {
            () = stop.cancelled() => return,
            _ = rounds.tick() => round(&state, courier.as_ref(), &stop).await,
            _ = tidying.tick() => tidy(&state).await,
        };
        if let Err(error) = done {
            tracing::error!(
                cause = crate::error::cause::describe(&error),
                "Background work failed"
            );
        }
    }
}

/// Everything that is due now, once: figures, positions of events, mails.
///
/// # Errors
/// What the database says; mails that a server does not take are no error but tried again.
pub async fn round(
    state: &AppState,
    courier: Option<&Courier>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let mut conn = state.db().await?;
    while 0 < conn.transaction(async |conn| figure::fold(conn).await).await? {}
    while 0 < conn.transaction(async |conn| event::assign_positions(conn).await).await? {}
    let Some(courier) = courier else { return Ok(()) };
    // A long outbox does not hold up the stop: what is left waits for the next start.
    while !stop.is_cancelled() && courier.deliver_next(&mut conn).await? != Delivered::NothingDue {}
    Ok(())
}

/// Removes sessions, links, registrations and drafts that nobody can use any more.
async fn tidy(state: &AppState) -> anyhow::Result<()> {
    let mut conn = state.db().await?;
    let started = Utc::now();
    let bounded = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
    let n_sessions = session::delete_expired(&mut conn).await?;
    let n_links = MailedLink::delete_expired(&mut conn).await?;
    let hours = bounded(state.settings.links.register_hours);
    let n_registrations = Registration::delete_lapsed(&mut conn, hours).await?;
    let n_drafts = Draft::delete_abandoned(&mut conn, bounded(state.settings.drafts.days)).await?;
    let took_ms = (Utc::now() - started).num_milliseconds();
    tracing::debug!(n_sessions, n_links, n_registrations, n_drafts, took_ms, "Tidied up");
    Ok(())
}

/// Without a mail server nothing is delivered: mails wait in the outbox, where a demonstration shows them.
fn courier(state: &AppState) -> Option<Courier> {
    let settings = &state.settings.mail;
    if !settings.has_server() {
        return None;
    }
    let courier = Courier::new(settings, &state.site);
    courier.map_err(|it| tracing::error!(cause = %it, "No mail is delivered")).ok()
}
