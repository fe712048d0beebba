//! The pause of a line that does not work: all mails wait, and one after the wait finds out.

use chrono::TimeDelta;
use tokio::time::Instant;

use crate::models::outbox::FailureKind;

/// Failures of the line since it last worked.
#[derive(Debug, Default)]
pub struct Pause {
    until: Option<Instant>,
    n_failures: usize,
    /// The server said good-bye over the last mail.
    in_doubt: bool,
}

impl Pause {
    pub fn holds(&self) -> bool {
        self.until.is_some_and(|it| Instant::now() < it)
    }

    /// Begins, or begins again and longer. Returns how long it lasts.
    pub fn begin(&mut self, kind: FailureKind) -> TimeDelta {
        self.n_failures = self.n_failures.saturating_add(1);
        let wait = kind.wait_after(self.n_failures, rand::random()).unwrap_or_default();
        self.until = Instant::now().checked_add(wait.to_std().unwrap_or_default());
        wait
    }

    /// The server said good-bye (421) over a mail: the mail may be why, or the server. A second one in a row tells.
    pub fn doubt(&mut self) {
        if self.in_doubt {
            self.begin(FailureKind::Closing);
        }
        self.in_doubt = true;
    }

    /// The line works.
    pub fn end(&mut self) {
        *self = Self::default();
    }
}
