//! Comment periods: when an area takes comments.

mod change;

pub use change::{PeriodChange, PeriodRefusal};

use chrono::{DateTime, Utc};

crate::text_enum! {
    /// What happened to a comment period.
    pub enum PeriodEventKind {
        Opened = "opened" => "Opened",
        Extended = "extended" => "Extended",
        ClosedEarly = "closed_early" => "Closing time moved earlier",
        Reopened = "reopened" => "Reopened",
        LateTaken = "late_taken" => "Late comments taken",
        LateRefused = "late_refused" => "Late comments taken no more",
    }
}

/// From when until when comments are on time, and whether later ones are still taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub take_late_comments: bool,
}

/// What the period means at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodState {
    NotYetOpen,
    Open,
    ClosedTakingLate,
    Closed,
}

impl Period {
    /// The state at `now`. A comment is on time if it is received before `closes_at`.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> PeriodState {
        if now < self.opens_at {
            PeriodState::NotYetOpen
        } else if now < self.closes_at {
            PeriodState::Open
        } else if self.take_late_comments {
            PeriodState::ClosedTakingLate
        } else {
            PeriodState::Closed
        }
    }
}

impl PeriodState {
    /// Whether a comment received in this state is taken.
    #[must_use]
    pub fn takes_comments(self) -> bool {
        matches!(self, Self::Open | Self::ClosedTakingLate)
    }
}

/// What to call a change from one period to another; nothing if nothing changed.
#[must_use]
pub fn event_kind(
    before: Option<(DateTime<Utc>, DateTime<Utc>)>,
    after: (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Option<PeriodEventKind> {
    let Some(before) = before else { return Some(PeriodEventKind::Opened) };
    if before == after {
        return None;
    }
    if before.1 <= now && now < after.1 {
        Some(PeriodEventKind::Reopened)
    } else if after.1 < before.1 {
        Some(PeriodEventKind::ClosedEarly)
    } else if before.1 < after.1 {
        Some(PeriodEventKind::Extended)
    } else {
        Some(PeriodEventKind::Opened)
    }
}
