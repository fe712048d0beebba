//! What a comment can be withheld for: the list, and the page of one reason.

use maud::{Markup, html};

use super::{frame, submit};
use crate::form::{
    self, Autocomplete, ButtonLook, Choice, ChoiceGroup, ErrorSummary, Field, HiddenField, Item,
    Need,
};
use crate::layout;

/// Posts `code` and `label` to `/admin/reason-codes`.
pub struct ReasonCodesPage<'a> {
    pub reasons: Vec<ReasonCodeRow<'a>>,
    pub code: &'a str,
    pub label: &'a str,
    pub errors: ErrorSummary,
    /// What was done just now.
    pub notice: Option<&'a str>,
}

pub struct ReasonCodeRow<'a> {
    pub code: &'a str,
    pub label: &'a str,
    pub retired: bool,
}

/// Posts `label`, `place`, `state` and `seen` to `/admin/reason-codes/{code}`.
pub struct ReasonCodePage<'a> {
    pub code: &'a str,
    /// Its words as they stand now.
    pub title: &'a str,
    pub typed: TypedReason<'a>,
    /// The places of the list: the number, and what stands there now.
    pub places: Vec<(String, String)>,
    /// What its state can be; empty where it always is offered.
    pub states: Vec<Choice<'a>>,
    /// Stands for the list that this page was made from.
    pub seen: &'a str,
    pub errors: ErrorSummary,
}

/// What stands in the fields.
#[derive(Debug, Clone, Copy)]
pub struct TypedReason<'a> {
    pub label: &'a str,
    pub place: &'a str,
    pub state: &'a str,
}

const LABEL_HINT: &str = "A few words, up to 80 characters. Authors read it in their mail, and everybody on the page of the comment.";

/// The list, and the form for another one.
pub fn reason_codes(page: &ReasonCodesPage<'_>) -> Markup {
    let mut frame = frame("Reason codes", &[]);
    frame.errors = Some(&page.errors);
    let code = Field {
        name: "code",
        label: "Code",
        hint: Some(
            "For files and filters, such as off_topic: lower-case letters, digits and underscores. It never changes.",
        ),
        error: page.errors.of("code"),
        value: page.code,
        need: Need::Required,
        ..Field::default()
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Reason codes" }
        p { "What a comment can be withheld for, in the order in which moderators see it. The list is one for all initiatives." }
        ol.rows { @for row in &page.reasons { (reason_row(row)) } }
        h2 { "A new reason" }
        (form::post("/admin/reason-codes", html! {
            (form::text(&label(page.label, &page.errors), Autocomplete::Off))
            (form::text(&code, Autocomplete::Off))
            (submit("Add the reason", ButtonLook::Primary))
        }))
    };
    layout::page(&frame, content)
}

/// One reason.
pub fn reason_code(page: &ReasonCodePage<'_>) -> Markup {
    let title = format!("Reason: {}", page.title);
    let mut frame = frame(&title, &[("Reason codes", "/admin/reason-codes")]);
    frame.errors = Some(&page.errors);
    let content = html! {
        h1 { (title) }
        p { "Its code is " code { (page.code) } ", and stays so: decisions name it." }
        p {
            "New words stand wherever the reason is shown, also for comments of the past. So change them to say the same "
            "thing better; for something else, retire this reason and add another."
        }
        (form::post(&format!("/admin/reason-codes/{}", page.code), fields(page)))
    };
    layout::page(&frame, content)
}

fn reason_row(row: &ReasonCodeRow<'_>) -> Markup {
    html! {
        li.row {
            h2 { a href={ "/admin/reason-codes/" (row.code) } { (row.label) } }
            p.meta { code { (row.code) } @if row.retired { " " span.tag { "Retired" } } }
        }
    }
}

fn fields(page: &ReasonCodePage<'_>) -> Markup {
    let typed = page.typed;
    let place = Field {
        name: "place",
        label: "Place in the list",
        error: page.errors.of("place"),
        value: typed.place,
        need: Need::Required,
        ..Field::default()
    };
    let places: Vec<_> = page.places.iter().map(|(value, label)| Choice { value, label }).collect();
    html! {
        (form::hidden(&HiddenField { name: "seen", value: page.seen }))
        (form::text(&label(typed.label, &page.errors), Autocomplete::Off))
        (form::select(&place, "Choose a place", &places))
        @if page.states.is_empty() {
            p { "This reason is always offered: it is for what no other one fits, and asks for a note to the author." }
        } @else { (state(page)) }
        div.buttons { (submit("Save", ButtonLook::Primary)) }
    }
}

fn state(page: &ReasonCodePage<'_>) -> Markup {
    form::radios(&ChoiceGroup {
        name: "state",
        legend: "Do moderators choose from it?",
        hint: Some(
            "A reason that is retired stays with the decisions that name it, and can be offered again.",
        ),
        publicity: None,
        error: page.errors.of("state"),
        need: Need::Required,
        lead: html! {},
        items: page.states.iter().copied().map(Item::plain).collect(),
        chosen: vec![page.typed.state],
    })
}

fn label<'a>(value: &'a str, errors: &'a ErrorSummary) -> Field<'a> {
    Field {
        name: "label",
        label: "In words",
        hint: Some(LABEL_HINT),
        error: errors.of("label"),
        value,
        need: Need::Required,
        ..Field::default()
    }
}
