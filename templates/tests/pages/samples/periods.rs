//! The pages about comment periods.

use lectern_templates::administration::{
    self, OutcomePage, OutcomePreview, PeriodPage, PeriodPreview, TypedOutcome, TypedPeriod,
};
use lectern_templates::areas::{Outcome, PeriodEvent, PeriodEventKind};
use lectern_templates::form::ErrorSummary;
use maud::Markup;

use super::{Words, area, open, received};

const ACTION: &str = "/admin/initiatives/genesis-mission/areas/research-funding/period";

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let mut no_title = ErrorSummary::none();
    no_title.push("title", "Give the note a title.");
    let mut wrong = ErrorSummary::none();
    wrong.push("change", "Choose what changes.");
    wrong.push("closes_at", "Enter a day and a time, such as 2026-12-01 18:00.");
    wrong.push("reason", "Give the reason");
    vec![
        ("period", period(words, ErrorSummary::none())),
        ("period-wrong", period(words, wrong)),
        ("period-preview", preview(words)),
        ("outcome", outcome(words, no_title)),
        ("outcome-preview", outcome_preview(words)),
    ]
}

fn typed<'a>(words: &Words<'a>) -> TypedPeriod<'a> {
    TypedPeriod { change: words.choice, closes_at: words.choice, reason: words.answer, seen: "7" }
}

fn period(words: &Words<'_>, errors: ErrorSummary) -> Markup {
    let event =
        |kind| PeriodEvent { kind, at: received(), noted_at: received(), reason: words.answer };
    administration::period(&PeriodPage {
        place: area(),
        action: ACTION,
        period: open(),
        events: vec![
            event(PeriodEventKind::Opened),
            event(PeriodEventKind::ClosedEarly),
            event(PeriodEventKind::Reopened),
            event(PeriodEventKind::LateTaken),
        ],
        changes: vec![("extend", "Close later"), ("close_early", "Close now")],
        asks_time: true,
        zone: "America/New_York",
        typed: typed(words),
        done: errors.is_empty().then_some("The comment period is extended."),
        errors,
    })
}

fn preview(words: &Words<'_>) -> Markup {
    administration::period_preview(&PeriodPreview {
        place: area(),
        action: ACTION,
        change: "Close later",
        consequences: vec!["It closes 14 days later: December 15, 2026, 5:00 PM EST.".to_owned()],
        typed: typed(words),
    })
}

fn typed_outcome<'a>(words: &Words<'a>) -> TypedOutcome<'a> {
    TypedOutcome { title: words.answer, body: words.body, url: words.choice, seen: "none" }
}

fn outcome(words: &Words<'_>, errors: ErrorSummary) -> Markup {
    administration::outcome(&OutcomePage {
        place: area(),
        action: ACTION,
        outcomes: vec![Outcome {
            title: "The plan is changed in two places",
            body: "Small colleges get a fixed part of the time.",
            url: Some("https://agency.example/answer"),
            published_at: received(),
        }],
        typed: typed_outcome(words),
        done: None,
        errors,
    })
}

fn outcome_preview(words: &Words<'_>) -> Markup {
    let typed = TypedOutcome { url: "https://agency.example/answer", ..typed_outcome(words) };
    administration::outcome_preview(&OutcomePreview {
        place: area(),
        action: ACTION,
        n_followers: 12,
        typed,
    })
}
