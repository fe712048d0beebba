//! The background: what follows upon requests but no request waits for.
//!
//! Each kind of work has a loop of its own, and each courier of mails too, so that none waits for another, and one that
//! fails stops no other.

mod tidying;
mod turns;

use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use crate::app::AppState;
use crate::error::AppResult;
use crate::limits::events;
use crate::mail::announcing::announce_batch;
use crate::mail::delivery::Courier;
use crate::models::announcement::Announcement;
use crate::models::bulletin::StoredBulletin;
use crate::models::{event, figure};
pub use tidying::tidy;
use turns::Turns;

/// How often the background looks for something to do.
const EVERY: Duration = Duration::from_secs(1);
/// How often a program learns which events are on: as long may one that was ended still lift limits.
const WATCH_EVERY: Duration = Duration::from_secs(2);
/// How often what has run out is removed.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// How often the background looks for what followers are to be told.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(5);

/// Runs until it is told to stop, and then for at most a second. A failure is logged, and the work tried again.
pub async fn run(state: AppState, stop: CancellationToken) {
    tokio::join!(
        keep_folding(&state, &stop),
        keep_assigning(&state, &stop),
        keep_delivering(&state, &stop),
        keep_tidying(&state, &stop),
        keep_watching_events(&state, &stop),
        keep_posting(&state, &stop),
        keep_announcing(&state, &stop),
    );
}

/// Everything that is due now, once: figures, positions of events, codes, announcements, mails, these by one courier.
///
/// # Errors
/// What the database says; mails that a server does not take are no error but tried again.
pub async fn round(state: &AppState) -> AppResult<()> {
    let stop = CancellationToken::new();
    fold(state, &stop).await?;
    assign_positions(state, &stop).await?;
    watch_events(state).await?;
    post_bulletin(state).await?;
    announce(state, &stop).await?;
    match couriers(state).first_mut() {
        Some(courier) => courier.deliver_due(state, &stop).await,
        None => Ok(()),
    }
}

async fn keep_folding(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("figures", EVERY, stop);
    while turns.next().await {
        turns.spend(fold(state, stop)).await;
    }
}

async fn keep_assigning(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("positions", EVERY, stop);
    while turns.next().await {
        turns.spend(assign_positions(state, stop)).await;
    }
}

async fn keep_delivering(state: &AppState, stop: &CancellationToken) {
    join_all(couriers(state).iter_mut().map(async |courier| {
        let mut turns = Turns::new("mail", EVERY, stop);
        while turns.next().await {
            turns.spend(courier.deliver_due(state, stop)).await;
        }
    }))
    .await;
}

async fn keep_tidying(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("tidying", TIDY_EVERY, stop);
    while turns.next().await {
        turns.spend(tidy(state)).await;
    }
}

async fn keep_watching_events(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("events", WATCH_EVERY, stop);
    while turns.next().await {
        turns.spend(watch_events(state)).await;
    }
}

async fn watch_events(state: &AppState) -> AppResult<()> {
    events::refresh(state, &mut *state.db().await?).await
}

/// What every page tells first: hung up anew each second, so that all programs on one database say the same.
async fn keep_posting(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("bulletin", EVERY, stop);
    while turns.next().await {
        turns.spend(post_bulletin(state)).await;
    }
}

/// Hangs up the notice as it stands in the database now.
///
/// # Errors
/// What the database says.
pub async fn post_bulletin(state: &AppState) -> AppResult<()> {
    state.board.post(StoredBulletin::now(&mut *state.db().await?).await?);
    Ok(())
}

async fn keep_announcing(state: &AppState, stop: &CancellationToken) {
    let mut turns = Turns::new("announcements", ANNOUNCE_EVERY, stop);
    while turns.next().await {
        turns.spend(announce(state, stop)).await;
    }
}

/// Tells followers what is new, batch after batch.
async fn announce(state: &AppState, stop: &CancellationToken) -> AppResult<()> {
    let mut conn = state.db().await?;
    let hours = i32::try_from(state.settings.follows.closing_soon_hours).unwrap_or(i32::MAX);
    Announcement::note_closings(&mut conn, hours).await?;
    while !stop.is_cancelled() && 0 < announce_batch(&mut conn, &state.site).await? {}
    Ok(())
}

async fn fold(state: &AppState, stop: &CancellationToken) -> AppResult<()> {
    let mut conn = state.db().await?;
    while !stop.is_cancelled() && 0 < figure::fold(&mut conn).await? {}
    Ok(())
}

async fn assign_positions(state: &AppState, stop: &CancellationToken) -> AppResult<()> {
    let mut conn = state.db().await?;
    while !stop.is_cancelled() && 0 < event::assign_positions(&mut conn).await? {}
    Ok(())
}

/// Without a mail server nothing is delivered: mails wait in the outbox, where a demonstration shows them.
fn couriers(state: &AppState) -> Vec<Courier> {
    let settings = &state.settings.mail;
    if !settings.has_server() {
        return Vec::new();
    }
    let couriers = Courier::all(settings, &state.site);
    couriers
        .inspect_err(|it| tracing::error!(cause = %it, "No mail is delivered"))
        .unwrap_or_default()
}
