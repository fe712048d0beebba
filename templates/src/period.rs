//! The comment period of an area, in words.

use maud::{Markup, html};

use crate::text::{Moment, moment};

/// Whether an area takes comments now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodState {
    NotYetOpen,
    Open,
    Closed,
    /// Closed, but late comments are taken and labelled.
    ClosedLateTaken,
}

impl PeriodState {
    /// Whether a comment can be sent now.
    pub fn takes_comments(self) -> bool {
        matches!(self, Self::Open | Self::ClosedLateTaken)
    }

    fn word(self) -> &'static str {
        match self {
            Self::NotYetOpen => "Not yet open",
            Self::Open => "Open",
            Self::Closed => "Closed",
            Self::ClosedLateTaken => "Closed, late comments taken",
        }
    }

    fn class(self) -> &'static str {
        if self.takes_comments() { "tag tag-open" } else { "tag" }
    }
}

/// The state of a comment period and its two ends.
#[derive(Debug, Clone)]
pub struct Period {
    pub state: PeriodState,
    pub opens_at: Option<Moment>,
    pub closes_at: Option<Moment>,
}

/// The state as a small label.
pub fn tag(state: PeriodState) -> Markup {
    html! { span class=(state.class()) { (state.word()) } }
}

/// The state as a sentence, with the moment that matters next.
pub fn sentence(period: &Period) -> Markup {
    html! {
        @match (period.state, &period.opens_at, &period.closes_at) {
            (PeriodState::NotYetOpen, Some(opens), _) => { "Comments open " (moment(opens)) "." }
            (PeriodState::NotYetOpen, None, _) => { "The day on which comments open is not set yet." }
            (PeriodState::Open, _, Some(closes)) => { "Comments are open until " (moment(closes)) "." }
            (PeriodState::Open, _, None) => { "Comments are open. No closing day is set." }
            (PeriodState::Closed, _, Some(closes)) => { "Comments closed " (moment(closes)) "." }
            (PeriodState::Closed, _, None) => { "Comments are closed." }
            (PeriodState::ClosedLateTaken, _, Some(closes)) => {
                "Comments closed " (moment(closes)) ". You can still send one. It will be marked as late."
            }
            (PeriodState::ClosedLateTaken, _, None) => {
                "Comments are closed. You can still send one. It will be marked as late."
            }
        }
    }
}
