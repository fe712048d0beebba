//! The comment period of an area: what happened to it, and what can be changed about it.

use maud::{Markup, html};

use super::{frame, submit};
use crate::areas::{PeriodEvent, period_history};
use crate::form::{
    self, Autocomplete, Button, ButtonLook, Choice, ChoiceGroup, ErrorSummary, Field, HiddenField,
    Item, Need,
};
use crate::layout;
use crate::period::{self, Period};
use crate::place::Place;

/// What is typed, or was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    pub change: &'a str,
    /// As it is typed, in the zone of the initiative.
    pub closes_at: &'a str,
    pub reason: &'a str,
    /// The last event that was on the page.
    pub seen: &'a str,
}

pub struct PeriodPage<'a> {
    pub place: Place<'a>,
    /// Where the forms go.
    pub action: &'a str,
    pub period: Period,
    /// Oldest first.
    pub events: Vec<PeriodEvent<'a>>,
    /// Values and labels of what can be changed now.
    pub changes: Vec<(&'a str, &'a str)>,
    /// Whether one of them asks for a time.
    pub asks_time: bool,
    /// The zone in which times are typed.
    pub zone: &'a str,
    pub typed: Typed<'a>,
    /// What was done just now.
    pub done: Option<&'a str>,
    pub errors: ErrorSummary,
}

/// A change before it is made.
pub struct PeriodPreview<'a> {
    pub place: Place<'a>,
    pub action: &'a str,
    /// Such as `Close later`.
    pub change: &'a str,
    /// What will happen, a sentence or two each.
    pub consequences: Vec<String>,
    pub typed: Typed<'a>,
}

/// Posts `change`, `closes_at`, `reason`, `seen` and `intent` (`preview`).
pub fn period(page: &PeriodPage<'_>) -> Markup {
    let mut frame = frame("Comment period", &[]);
    frame.errors = Some(&page.errors);
    let content = html! {
        (layout::notice(page.done))
        h1 { "Comment period" }
        p { a href=(page.place.path()) { (page.place.title()) } " · " (page.place.initiative.title) }
        p { (period::tag(page.period.state)) " " (period::sentence(&page.period)) }
        h2 { "Change it" }
        @if page.changes.is_empty() {
            p { "The definition of this area says when it opens first." }
        } @else {
            (form::post(page.action, fields(page)))
        }
        h2 { "History" }
        p { "Everybody reads it on the page of the area." }
        (period_history(&page.events))
    };
    layout::page(&frame, content)
}

/// Posts the same again, with `intent` (`confirm` or `edit`).
pub fn period_preview(page: &PeriodPreview<'_>) -> Markup {
    let crumb = [("Comment period", page.action)];
    let content = html! {
        h1 { (page.change) }
        p { (page.place.title()) " · " (page.place.initiative.title) }
        ul { @for sentence in &page.consequences { li { (sentence) } } }
        h2 { "Reason" }
        p { (page.typed.reason) }
        p.publicity { "Public. It cannot be changed afterward." }
        (form::post(page.action, html! {
            (hidden("change", page.typed.change))
            (hidden("closes_at", page.typed.closes_at))
            (hidden("reason", page.typed.reason))
            (hidden("seen", page.typed.seen))
            (button("confirm", page.change, ButtonLook::Primary))
            (button("edit", "Go back and change it", ButtonLook::Secondary))
        }))
    };
    layout::page(&frame(page.change, &crumb), content)
}

fn fields(page: &PeriodPage<'_>) -> Markup {
    let choices = page.changes.iter().map(|(value, label)| Choice { value, label });
    let change = ChoiceGroup {
        name: "change",
        legend: "What changes",
        hint: None,
        publicity: None,
        error: page.errors.of("change"),
        need: Need::Required,
        lead: html! {},
        items: choices.map(Item::plain).collect(),
        chosen: vec![page.typed.change],
    };
    let hint = format!(
        "Day and time in {}, as in 2026-12-01 18:00. Leave it empty if nothing about the closing time changes.",
        page.zone
    );
    let closes_at = Field {
        name: "closes_at",
        label: "Closes",
        hint: Some(&hint),
        publicity: Some("Public."),
        error: page.errors.of("closes_at"),
        value: page.typed.closes_at,
        ..Field::default()
    };
    let reason = Field {
        name: "reason",
        label: "Reason",
        hint: Some("One line, up to 500 characters."),
        publicity: Some("Public. It stands on the page of the area."),
        error: page.errors.of("reason"),
        value: page.typed.reason,
        need: Need::Required,
        ..Field::default()
    };
    html! {
        (hidden("seen", page.typed.seen))
        (form::radios(&change))
        @if page.asks_time { (form::text(&closes_at, Autocomplete::Off)) }
        @else { (hidden("closes_at", page.typed.closes_at)) }
        (form::text(&reason, Autocomplete::Off))
        (submit("See what will happen", ButtonLook::Primary))
    }
}

fn hidden(name: &str, value: &str) -> Markup {
    form::hidden(&HiddenField { name, value })
}

fn button(intent: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "intent", value: intent, label, look })
}
