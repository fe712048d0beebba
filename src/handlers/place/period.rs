//! Comment periods as pages show them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use lectern_templates::areas::{
    Outcome, PeriodEvent as EventView, PeriodEventKind as EventKindView,
};
use lectern_templates::period::{Period, PeriodState as StateView};

use crate::domain::period::{PeriodEventKind, PeriodState};
use crate::models::area::Area;
use crate::models::area_outcome::AreaOutcome;
use crate::models::period_event::PeriodEvent;
use crate::moments;

/// The comment period of an area, as it is now.
#[must_use]
pub fn of(area: &Area, zone: Tz, now: DateTime<Utc>) -> Period {
    Period {
        state: state(area.state(now)),
        opens_at: area.opens_at.map(|it| moments::moment(it, zone)),
        closes_at: area.closes_at.map(|it| moments::moment(it, zone)),
    }
}

/// One line of the history of a comment period, with the moment that the event set.
#[must_use]
pub fn event(it: &PeriodEvent, zone: Tz) -> EventView<'_> {
    let (kind, at) = match it.kind {
        PeriodEventKind::Opened => (EventKindView::Opened, it.opens_at),
        PeriodEventKind::Extended => (EventKindView::Extended, it.closes_at),
        PeriodEventKind::ClosedEarly => (EventKindView::ClosedEarly, it.closes_at),
        PeriodEventKind::Reopened => (EventKindView::Reopened, it.closes_at),
        PeriodEventKind::LateTaken => (EventKindView::LateTaken, it.occurred_at),
        PeriodEventKind::LateRefused => (EventKindView::LateRefused, it.occurred_at),
    };
    EventView {
        kind,
        at: moments::moment(at, zone),
        noted_at: moments::moment(it.occurred_at, zone),
        reason: &it.reason,
    }
}

/// A note on what came of the comments.
#[must_use]
pub fn outcome(it: &AreaOutcome, zone: Tz) -> Outcome<'_> {
    Outcome {
        title: &it.title,
        body: &it.body,
        url: it.url.as_deref(),
        published_at: moments::moment(it.published_at, zone),
    }
}

fn state(it: PeriodState) -> StateView {
    match it {
        PeriodState::NotYetOpen => StateView::NotYetOpen,
        PeriodState::Open => StateView::Open,
        PeriodState::ClosedTakingLate => StateView::ClosedLateTaken,
        PeriodState::Closed => StateView::Closed,
    }
}
