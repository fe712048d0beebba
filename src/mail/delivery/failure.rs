//! Failures of delivery: whether they pass, and when to try again.

/// Minutes until the next attempt, by how many have failed. After the last, the mail is given up.
const BACK_OFF_MINUTES: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1440];

/// Why a mail was not taken, without the addresses that a server's answer repeats.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    pub kind: &'static str,
    /// Whether the same mail may be taken later.
    passing: bool,
}

impl Failure {
    pub const MALFORMED: Self = Self { kind: "the mail could not be put together", passing: false };
    pub const SILENT: Self = Self { kind: "the server did not answer in time", passing: true };

    /// Minutes to wait after this attempt, counted from one; none where the mail is given up.
    pub fn wait_after(self, attempts: i32) -> Option<i64> {
        let n_before = usize::try_from(attempts.checked_sub(1)?).ok()?;
        BACK_OFF_MINUTES.get(n_before).copied().filter(|_| self.passing)
    }
}

impl From<&lettre::transport::smtp::Error> for Failure {
    fn from(error: &lettre::transport::smtp::Error) -> Self {
        let (kind, passing) = if error.is_permanent() {
            ("the server refused the mail", false)
        } else if error.is_transient() {
            ("the server asked to try again later", true)
        } else if error.is_timeout() {
            return Self::SILENT;
        } else if error.is_tls() {
            ("the connection could not be secured", true)
        } else {
            ("the server could not be reached", true)
        };
        Self { kind, passing }
    }
}
