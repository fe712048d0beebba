//! How sign-ins by password go on the whole: many failures at once are somebody trying out stolen passwords.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long failures are counted together, and how often an operator is told at most.
const COUNTED_FOR: Duration = Duration::from_secs(60);
/// Fewer failures in that time are people who mistype.
const ALARMING: u32 = 60;
/// For each that goes well, so many fail in an attack.
const FAILED_FOR_EACH: u32 = 10;

/// Sign-ins by password, counted in the memory of this program.
#[derive(Debug, Clone, Default)]
pub struct SignIns(Arc<Mutex<Option<Minute>>>);

/// How a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    Right,
    /// The password was wrong, or the address unknown.
    Failed,
}

#[derive(Debug)]
struct Minute {
    began: Instant,
    n_right: u32,
    n_failed: u32,
    is_told: bool,
}

impl SignIns {
    /// Counts one; leaves a line in the log when far more fail than go well, once a minute at most.
    pub fn note(&self, how: SignIn) {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((n_failed, n_right)) = count(&mut minute, how, Instant::now()) {
            tracing::warn!(n_failed, n_right, "Many sign-ins fail");
        }
    }
}

/// How many failed and how many went well, where an operator should know.
fn count(minute: &mut Option<Minute>, how: SignIn, now: Instant) -> Option<(u32, u32)> {
    let new = || Minute { began: now, n_right: 0, n_failed: 0, is_told: false };
    let running = minute.take().filter(|it| now.duration_since(it.began) < COUNTED_FOR);
    let it = minute.insert(running.unwrap_or_else(new));
    match how {
        SignIn::Right => it.n_right = it.n_right.saturating_add(1),
        SignIn::Failed => it.n_failed = it.n_failed.saturating_add(1),
    }
    let attack =
        ALARMING <= it.n_failed && FAILED_FOR_EACH.saturating_mul(it.n_right) < it.n_failed;
    if !attack || it.is_told {
        return None;
    }
    it.is_told = true;
    Some((it.n_failed, it.n_right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_is_told_once_a_minute_and_only_when_most_sign_ins_fail() {
        let (mut minute, now) = (None, Instant::now());
        let mut told = |how, after: u64, n: u32| {
            let at = now + Duration::from_secs(after);
            (0..n).filter_map(|_| count(&mut minute, how, at)).collect::<Vec<_>>()
        };

        assert_eq!(told(SignIn::Failed, 0, 59), []);
        assert_eq!(told(SignIn::Failed, 1, 500), [(60, 0)]);
        assert_eq!(told(SignIn::Failed, 61, 500), [(60, 0)]);
        // A busy day on which some mistype.
        assert_eq!(told(SignIn::Right, 122, 100), []);
        assert_eq!(told(SignIn::Failed, 123, 900), []);
    }
}
