//! One row of the table of limits.

use super::action::LimitedAction;
use crate::settings::{Limits, Rate, SharedRate, Tries};

/// One limit.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub action: LimitedAction,
    pub by: By,
    /// The section of the settings, without `limits.` in front. No two rows share one.
    pub setting: &'static str,
    pub allowed: fn(&Limits) -> Allowed,
    /// What the person reads who met the limit.
    pub sentence: &'static str,
    /// Why there is such a limit.
    pub protects: &'static str,
}

/// Whom a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A network address: one of IPv4, or a /64 of IPv6. A browser that entered an event code counts by the event.
    Address,
    /// A network address, whatever was entered.
    Network,
    Account,
    /// An account, or an address that somebody takes for one, as seen from one network.
    AccountFromNetwork,
    /// All visitors together.
    Everybody,
}

/// How much a limit allows, and where it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Counted in the memory of each program.
    PerMinute(Rate),
    /// Counted in the database.
    PerHour(SharedRate),
    /// Tries that fail one after the other; counted in the database.
    InARow(Tries),
}
