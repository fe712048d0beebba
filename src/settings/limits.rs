//! The section `limits`: how much of each thing, by whom it is counted.

use std::num::NonZeroU32;
use std::time::Duration;

use serde::Deserialize;

/// How often one address may do each thing, and beneath it what is counted by others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub read: Rate,
    pub download: Rate,
    pub register: Rate,
    pub sign_in: Rate,
    pub follow_link: Rate,
    pub mailed_link: Rate,
    pub save_draft: Rate,
    pub submit: Rate,
    pub upload: Rate,
    pub decide: Rate,
    pub own_data: Rate,
    pub event_code: Rate,
    pub account: AccountLimits,
    pub everybody: EverybodyLimits,
    pub tries: TriesLimits,
}

/// How often one account may do each thing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountLimits {
    pub save_draft: SharedRate,
    pub submit: SharedRate,
    pub upload: SharedRate,
    pub decide: SharedRate,
    pub proving_link: SharedRate,
    pub own_data: SharedRate,
}

/// How often all visitors together may do each thing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EverybodyLimits {
    pub register: SharedRate,
    pub mailed_link: SharedRate,
}

/// How often something may fail in a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriesLimits {
    pub password: Tries,
    pub password_day: Tries,
    pub password_anywhere: Tries,
    pub code: Tries,
    pub event_code: Tries,
}

/// Counted in the memory of each program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub per_minute: NonZeroU32,
    pub burst: NonZeroU32,
}

/// Counted in the database, for all programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRate {
    pub per_hour: NonZeroU32,
    pub burst: NonZeroU32,
}

/// So many failures without a pause between any two; then the pause has to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tries {
    pub in_a_row: NonZeroU32,
    pub pause_seconds: NonZeroU32,
}

impl SharedRate {
    /// The time in which one more is allowed, in the long run.
    #[must_use]
    pub fn every(&self) -> Duration {
        Duration::from_secs(3600) / self.per_hour.get()
    }
}

impl Tries {
    #[must_use]
    pub fn pause(&self) -> Duration {
        Duration::from_secs(self.pause_seconds.get().into())
    }
}
