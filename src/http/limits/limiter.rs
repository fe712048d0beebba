//! The counts, in bounded memory.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::action::LimitedAction;
use super::row::{Allowed, Row};
use super::table::TABLE;
use crate::http::address_key::AddressKey;
use crate::settings::Limits;

/// Addresses with a count of their own, for each action. A flood from more addresses than this shares counts.
const MAX_ADDRESSES: usize = 100_000;

/// Counts that are shared once there are too many addresses.
const SHARED_COUNTS: u64 = 16_384;

/// How often counts that have run out are forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// One count for each action and address.
#[derive(Debug)]
pub struct Limiter {
    actions: BTreeMap<LimitedAction, Counts>,
    hasher: RandomState,
}

/// Who met a limit has to wait, and is told why.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub sentence: &'static str,
    pub wait: Duration,
}

#[derive(Debug)]
struct Counts {
    sentence: &'static str,
    limiter: DefaultKeyedRateLimiter<Counted>,
    swept: Mutex<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Counted {
    Address(AddressKey),
    Shared(u64),
}

impl Limiter {
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let counts = |row: &Row| {
            let Allowed::PerMinute(rate) = (row.allowed)(limits) else { return None };
            let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst);
            let limiter = RateLimiter::keyed(quota);
            let sentence = row.sentence;
            Some((row.action, Counts { sentence, limiter, swept: Mutex::new(Instant::now()) }))
        };
        Self {
            actions: TABLE.into_iter().flatten().filter_map(counts).collect(),
            hasher: RandomState::new(),
        }
    }

    pub fn admit(&self, action: LimitedAction, address: AddressKey) -> Result<(), Refusal> {
        let Some(counts) = self.actions.get(&action) else { return Ok(()) };
        counts.sweep();
        let counted = if counts.limiter.len() < MAX_ADDRESSES {
            Counted::Address(address)
        } else {
            Counted::Shared(self.hasher.hash_one(address) % SHARED_COUNTS)
        };
        counts.limiter.check_key(&counted).map_err(|not_until| Refusal {
            sentence: counts.sentence,
            wait: not_until.wait_time_from(DefaultClock::default().now()),
        })
    }

    /// How many counts are kept for `action`.
    #[cfg(test)]
    pub fn len(&self, action: LimitedAction) -> usize {
        self.actions.get(&action).map_or(0, |it| it.limiter.len())
    }
}

impl Counts {
    /// Forgets addresses that could start afresh anyway. Whoever comes while another thread does it need not wait.
    fn sweep(&self) {
        let Ok(mut swept) = self.swept.try_lock() else { return };
        if swept.elapsed() >= SWEEP_EVERY {
            *swept = Instant::now();
            self.limiter.retain_recent();
        }
    }
}
