//! The turns of one kind of work: when it is done next, what a failure leaves in the log, and the stop.

use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::error::{AppError, AppResult, cause};
use crate::logging::measures;

/// How long what is under way may go on after the word to stop. Then it is cut off, and done again at the next start.
const GRACE: Duration = Duration::from_secs(1);
/// How often trouble that lasts is logged again.
const REMIND_EVERY: Duration = Duration::from_secs(600);

/// Turns until the word to stop.
pub struct Turns<'a> {
    work: &'static str,
    ticks: Interval,
    stop: &'a CancellationToken,
    /// When the log was last told of trouble that is not over.
    logged_at: Option<Instant>,
}

impl<'a> Turns<'a> {
    /// The first turn comes at once. `work` is the name in logs.
    pub fn new(work: &'static str, every: Duration, stop: &'a CancellationToken) -> Self {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { work, ticks, stop, logged_at: None }
    }

    /// Waits for the next turn; `false` once the program stops.
    pub async fn next(&mut self) -> bool {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            _ = self.ticks.tick() => true,
        }
    }

    /// Does the work of this turn. A failure ends nothing: the next turn tries again.
    pub async fn spend(&mut self, work: impl Future<Output = AppResult<()>>) {
        tokio::select! {
            () = after_grace(self.stop) => {}
            done = work => self.note(done),
        }
    }

    /// One line when trouble begins and one when it is over, not one each second.
    fn note(&mut self, done: AppResult<()>) {
        if done.is_err() {
            measures::turn_failed(self.work);
        }
        match (done, self.logged_at) {
            (Ok(()), None) => {}
            (Ok(()), Some(_)) => {
                tracing::info!(work = self.work, "Background work goes on");
                self.logged_at = None;
            }
            (Err(_), Some(at)) if at.elapsed() < REMIND_EVERY => {}
            (Err(error), _) => {
                let cause = match error {
                    AppError::Internal(it) | AppError::Unavailable(it) => cause::describe(&it),
                    other => other.to_string(),
                };
                tracing::error!(work = self.work, cause, "Background work failed");
                self.logged_at = Some(Instant::now());
            }
        }
    }
}

async fn after_grace(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(GRACE).await;
}
