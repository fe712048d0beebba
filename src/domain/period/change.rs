//! What an administrator does about a comment period, and when it can be done.

use chrono::{DateTime, SubsecRound, Utc};

use super::{Period, PeriodEventKind, PeriodState};

crate::text_enum! {
    /// A change of a comment period.
    pub enum PeriodChange {
        Extend = "extend" => "Close later",
        CloseEarly = "close_early" => "Close now",
        Reopen = "reopen" => "Open again",
        TakeLate = "take_late" => "Take late comments, marked as late",
        RefuseLate = "refuse_late" => "Take no late comments any more",
    }
}

/// Why a period does not change so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefusal {
    #[error("This cannot be done as the comment period stands now.")]
    NotNow,
    #[error("Enter when the period closes.")]
    TimeMissing,
    #[error("Enter a time that is later than now, and later than when the period closes today.")]
    NotLater,
}

impl PeriodChange {
    /// Whether it can be done to this period at this moment.
    #[must_use]
    pub fn is_possible(self, period: &Period, now: DateTime<Utc>) -> bool {
        let state = period.state(now);
        match self {
            Self::Extend => matches!(state, PeriodState::NotYetOpen | PeriodState::Open),
            Self::CloseEarly => {
                state == PeriodState::Open && period.opens_at < now.trunc_subsecs(0)
            }
            Self::Reopen => matches!(state, PeriodState::Closed | PeriodState::ClosedTakingLate),
            Self::TakeLate => !period.take_late_comments,
            Self::RefuseLate => period.take_late_comments,
        }
    }

    /// Whether it needs to be said when the period closes.
    #[must_use]
    pub fn sets_time(self) -> bool {
        matches!(self, Self::Extend | Self::Reopen)
    }

    /// Whether comments come in that would not have.
    #[must_use]
    pub fn lets_in(self) -> bool {
        matches!(self, Self::Extend | Self::Reopen | Self::TakeLate)
    }

    /// What the history calls it.
    #[must_use]
    pub fn kind(self) -> PeriodEventKind {
        match self {
            Self::Extend => PeriodEventKind::Extended,
            Self::CloseEarly => PeriodEventKind::ClosedEarly,
            Self::Reopen => PeriodEventKind::Reopened,
            Self::TakeLate => PeriodEventKind::LateTaken,
            Self::RefuseLate => PeriodEventKind::LateRefused,
        }
    }
}

impl Period {
    /// The period after a change. `closes_at` counts where the change sets it. A period that is closed now closes at
    /// the full second, which is what definitions can say.
    ///
    /// # Errors
    /// Why it does not change so at this moment.
    pub fn changed(
        self,
        change: PeriodChange,
        closes_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Self, PeriodRefusal> {
        if !change.is_possible(&self, now) {
            return Err(PeriodRefusal::NotNow);
        }
        Ok(match change {
            PeriodChange::Extend | PeriodChange::Reopen => {
                let closes_at = closes_at.ok_or(PeriodRefusal::TimeMissing)?;
                if closes_at <= now || closes_at <= self.closes_at {
                    return Err(PeriodRefusal::NotLater);
                }
                Self { closes_at, ..self }
            }
            PeriodChange::CloseEarly => Self { closes_at: now.trunc_subsecs(0), ..self },
            PeriodChange::TakeLate => Self { take_late_comments: true, ..self },
            PeriodChange::RefuseLate => Self { take_late_comments: false, ..self },
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn each_change_has_its_time() {
        let period = Period { opens_at: at(10), closes_at: at(20), take_late_comments: false };
        let possible = |hour| -> Vec<&str> {
            let all = PeriodChange::ALL.iter();
            all.filter(|it| it.is_possible(&period, at(hour))).map(|it| it.as_str()).collect()
        };

        assert_eq!(possible(5), ["extend", "take_late"]);
        assert_eq!(possible(10), ["extend", "take_late"]);
        assert_eq!(possible(15), ["extend", "close_early", "take_late"]);
        assert_eq!(possible(20), ["reopen", "take_late"]);
    }

    #[test]
    fn a_period_closes_later_or_at_once_and_never_at_a_time_that_is_over() {
        let period = Period { opens_at: at(10), closes_at: at(20), take_late_comments: true };
        let extended = |closes_at| period.changed(PeriodChange::Extend, closes_at, at(15));

        assert_eq!(extended(Some(at(30))), Ok(Period { closes_at: at(30), ..period }));
        assert_eq!(extended(Some(at(20))), Err(PeriodRefusal::NotLater));
        assert_eq!(extended(None), Err(PeriodRefusal::TimeMissing));
        let late = at(15) + TimeDelta::milliseconds(700);
        let closed = period.changed(PeriodChange::CloseEarly, None, late).unwrap();
        assert_eq!(closed.closes_at, at(15));
        assert_eq!(
            closed.changed(PeriodChange::Extend, Some(at(30)), late),
            Err(PeriodRefusal::NotNow)
        );
        let reopened = closed.changed(PeriodChange::Reopen, Some(at(16)), late).unwrap();
        assert_eq!(reopened.state(late), PeriodState::Open);
        let over = closed.changed(PeriodChange::Reopen, Some(at(16)), at(17));
        assert_eq!(over, Err(PeriodRefusal::NotLater));
    }
}
