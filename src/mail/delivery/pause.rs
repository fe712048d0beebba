//! The pause of a line that does not work: all mails wait, and one after the wait finds out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use tokio::time::Instant;

use crate::models::outbox::FailureKind;

/// Failures of the line since it last worked. Clones share them: all couriers speak to one server.
#[derive(Debug, Clone, Default)]
pub struct Pause(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    until: Option<Instant>,
    n_failures: usize,
    /// The server said good-bye over the last mail.
    in_doubt: bool,
    /// A courier is out to see whether the line works again.
    is_probed: bool,
}

/// Leave to send one mail. Dropped, also half-way, it lets another courier find out.
#[derive(Debug)]
pub struct Leave {
    /// Whose answer the others wait for, where this one finds out.
    probes: Option<Pause>,
}

impl Pause {
    /// Leave to send one mail, unless the line is left alone. After a failure one courier at a time has it.
    pub fn leave(&self) -> Option<Leave> {
        let mut state = self.state();
        if state.holds() || state.is_probed {
            return None;
        }
        state.is_probed = 0 < state.n_failures;
        Some(Leave { probes: state.is_probed.then(|| self.clone()) })
    }

    pub fn holds(&self) -> bool {
        self.state().holds()
    }

    /// Begins, or begins again and longer. Returns how long it lasts. What fails while it lasts was under way when it
    /// began: that is the same failure, seen by another courier.
    pub fn begin(&self, kind: FailureKind) -> TimeDelta {
        self.state().begin(kind)
    }

    /// The server said good-bye (421) over a mail: the mail may be why, or the server. A second one in a row tells.
    pub fn doubt(&self) {
        let mut state = self.state();
        if state.in_doubt {
            state.begin(FailureKind::Closing);
        }
        state.in_doubt = true;
    }

    /// The line works.
    pub fn end(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn holds(&self) -> bool {
        self.until.is_some_and(|it| Instant::now() < it)
    }

    fn begin(&mut self, kind: FailureKind) -> TimeDelta {
        let now = Instant::now();
        if let Some(left) = self.until.and_then(|it| it.checked_duration_since(now))
            && !left.is_zero()
        {
            return TimeDelta::from_std(left).unwrap_or_default();
        }
        self.n_failures = self.n_failures.saturating_add(1);
        let wait = kind.wait_after(self.n_failures, rand::random()).unwrap_or_default();
        self.until = now.checked_add(wait.to_std().unwrap_or_default());
        wait
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if let Some(pause) = &self.probes {
            pause.state().is_probed = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As if the wait were over.
    fn pass(pause: &Pause) {
        pause.state().until = Some(Instant::now());
    }

    #[test]
    fn what_several_couriers_meet_at_once_is_one_failure() {
        let pause = Pause::default();
        let leaves: Vec<Leave> = (0..4).filter_map(|_| pause.leave()).collect();
        assert_eq!(leaves.len(), 4, "a line that works is for all");

        let waits: Vec<TimeDelta> = (0..4).map(|_| pause.begin(FailureKind::Unreachable)).collect();

        assert!(waits.iter().all(|it| *it < TimeDelta::seconds(75)), "{waits:?}");
        assert!(pause.holds() && pause.leave().is_none());
    }

    #[test]
    fn after_the_wait_one_courier_finds_out_and_the_others_wait_for_its_answer() {
        let pause = Pause::default();
        pause.begin(FailureKind::Unreachable);
        pass(&pause);

        let probe = pause.leave().unwrap();
        assert!(pause.leave().is_none());
        // It had nothing to send, or was stopped: the next one finds out.
        drop(probe);
        let probe = pause.leave().unwrap();
        assert!(TimeDelta::seconds(119) < pause.begin(FailureKind::Unreachable));
        drop(probe);
        assert!(pause.leave().is_none());

        pass(&pause);
        let probe = pause.leave().unwrap();
        pause.end();
        assert!(pause.leave().is_some() && pause.leave().is_some());
        drop(probe);
    }
}
