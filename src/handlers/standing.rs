//! Standings, their changes, and the path of a comment through them, for views.

use chrono::{DateTime, Utc};
use lectern_templates::receipts::Change;
use lectern_templates::standing::Standing as StandingView;

use crate::domain::standing::Standing;
use crate::models::comment_version::SentVersion;
use crate::models::decision::Decision;

/// What happened to a comment after it was received.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// Its author put this version in the place of the one before.
    Replaced(SentVersion),
    Decided(&'a Decision),
}

impl Step<'_> {
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Replaced(version) => version.created_at,
            Self::Decided(decision) => decision.decided_at,
        }
    }

    pub fn change(&self) -> Change {
        match self {
            Self::Replaced(_) => Change::Replaced,
            Self::Decided(decision) => change(decision),
        }
    }

    pub fn version(&self) -> i32 {
        match self {
            Self::Replaced(version) => version.version,
            Self::Decided(decision) => decision.version,
        }
    }
}

/// Everything that happened, oldest first.
pub fn path<'a>(versions: &[SentVersion], history: &'a [Decision]) -> Vec<Step<'a>> {
    let replaced = versions.iter().filter(|it| 1 < it.version).copied().map(Step::Replaced);
    let mut steps: Vec<_> = replaced.chain(history.iter().map(Step::Decided)).collect();
    steps.sort_by_key(Step::at);
    steps
}

/// What a decision changed.
pub fn change(it: &Decision) -> Change {
    match it.to_standing {
        to if it.undoes.is_some() => Change::Undone { back_to: standing(to) },
        Standing::Published => Change::Published,
        Standing::Withheld => Change::Withheld,
        Standing::Withdrawn => Change::Withdrawn,
        Standing::Pending => Change::Undone { back_to: StandingView::Pending },
    }
}

/// A standing, for views.
pub fn standing(it: Standing) -> StandingView {
    match it {
        Standing::Pending => StandingView::Pending,
        Standing::Published => StandingView::Published,
        Standing::Withheld => StandingView::Withheld,
        Standing::Withdrawn => StandingView::Withdrawn,
    }
}
