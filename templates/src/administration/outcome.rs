//! What came of the comments on an area: the notes that are public, and the form for another one.

use maud::{Markup, html};

use super::{frame, submit};
use crate::areas::{Outcome, outcomes};
use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, HiddenField, Need};
use crate::layout;
use crate::place::Place;
use crate::text;

/// What is typed, or was.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedOutcome<'a> {
    pub title: &'a str,
    pub body: &'a str,
    pub url: &'a str,
    /// The last note that was on the page.
    pub seen: &'a str,
}

pub struct OutcomePage<'a> {
    pub place: Place<'a>,
    /// Where the form goes.
    pub action: &'a str,
    /// Newest first.
    pub outcomes: Vec<Outcome<'a>>,
    pub typed: TypedOutcome<'a>,
    /// What was done just now.
    pub done: Option<&'a str>,
    pub errors: ErrorSummary,
}

/// A note before it is published.
pub struct OutcomePreview<'a> {
    pub place: Place<'a>,
    pub action: &'a str,
    pub n_followers: i64,
    pub typed: TypedOutcome<'a>,
}

/// Posts `title`, `body`, `url` and `seen`.
pub fn outcome(page: &OutcomePage<'_>) -> Markup {
    let mut frame = frame("Outcome", &[]);
    frame.errors = Some(&page.errors);
    let content = html! {
        (layout::notice(page.done))
        h1 { "Outcome" }
        p { a href=(page.place.path()) { (page.place.title()) } " · " (page.place.initiative.title) }
        p { "A note on what came of the comments. It stands on the page of the area, and followers are mailed it once." }
        (form::post(page.action, fields(page)))
        h2 { "Published" }
        @if page.outcomes.is_empty() { p { "Nothing yet." } }
        (outcomes(&page.outcomes))
    };
    layout::page(&frame, content)
}

/// Posts the same again, with `intent` (`confirm` or `edit`).
pub fn outcome_preview(page: &OutcomePreview<'_>) -> Markup {
    let typed = page.typed;
    let content = html! {
        h1 { "Publish this note?" }
        p { (page.place.title()) " · " (page.place.initiative.title) }
        ul {
            li { (text::count(page.n_followers, "follower", "followers")) " will be mailed it, once." }
            li { "It cannot be changed or taken back afterward." }
        }
        h2 { (typed.title) }
        (text::paragraphs(typed.body))
        @if !typed.url.is_empty() { p { a href=(typed.url) { (typed.url) } } }
        (form::post(page.action, html! {
            (hidden("title", typed.title))
            (hidden("body", typed.body))
            (hidden("url", typed.url))
            (hidden("seen", typed.seen))
            (button("confirm", "Publish the note", ButtonLook::Primary))
            (button("edit", "Go back and change it", ButtonLook::Secondary))
        }))
    };
    layout::page(&frame("Publish this note?", &[("Outcome", page.action)]), content)
}

fn fields(page: &OutcomePage<'_>) -> Markup {
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint: Some(hint),
        publicity: Some("Public."),
        error: page.errors.of(name),
        value,
        ..Field::default()
    };
    let title = field("title", "Title", "One line, up to 200 characters.", page.typed.title);
    let body = field(
        "body",
        "What came of it",
        "Plain text, up to 5,000 characters. A blank line begins a paragraph.",
        page.typed.body,
    );
    let url = field(
        "url",
        "Link (you can leave this empty)",
        "The full address of a page or a document, beginning with https://.",
        page.typed.url,
    );
    html! {
        (hidden("seen", page.typed.seen))
        (form::text(&Field { need: Need::Required, ..title }, Autocomplete::Off))
        (form::textarea(&Field { need: Need::Required, ..body }, 8))
        (form::text(&url, Autocomplete::Off))
        (submit("See how it will look", ButtonLook::Primary))
    }
}

fn hidden(name: &str, value: &str) -> Markup {
    form::hidden(&HiddenField { name, value })
}

fn button(intent: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "intent", value: intent, label, look })
}
