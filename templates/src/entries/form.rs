//! The form with which staff enter a comment: what the comment form asks, and how it came.

use maud::{Markup, html};

use super::crumb;
use crate::areas::stated_direction;
use crate::comment_form::Question;
use crate::form::{
    self, Autocomplete, Button, ButtonLook, Choice, ChoiceGroup, ErrorSummary, Field, HiddenField,
    Item, Need,
};
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;

pub struct EntryForm<'a> {
    /// With its area.
    pub place: Place<'a>,
    /// Where the form goes.
    pub action: &'a str,
    pub title: &'a str,
    /// What the form carries along.
    pub hidden: Vec<HiddenField<'a>>,
    /// Set where an entry is mended: its page.
    pub entry_href: Option<&'a str>,
    pub stated_direction: &'a str,
    pub channels: Vec<Choice<'a>>,
    pub stances: Vec<Choice<'a>>,
    pub respondent_kinds: Vec<Choice<'a>>,
    pub attributions: Vec<Choice<'a>>,
    pub questions: Vec<Question<'a>>,
    pub typed: Typed<'a>,
    pub errors: ErrorSummary,
    /// A sentence at the top.
    pub notice: Option<&'a str>,
}

/// What stands in the fields, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    pub channel: &'a str,
    pub received_on: &'a str,
    pub n_signatories: &'a str,
    pub kept_at: &'a str,
    pub stance: &'a str,
    pub body: &'a str,
    pub respondent_kind: &'a str,
    pub organization: &'a str,
    pub display_name: &'a str,
    pub attribution: &'a str,
}

/// The form.
pub fn entry_form(page: &EntryForm<'_>) -> Markup {
    let mut trail = vec![crumb()];
    trail.extend(page.entry_href.map(|it| Crumb { title: "Entry", href: it.to_owned() }));
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail,
        errors: Some(&page.errors),
        scripts: &["writing.js"],
        ..Frame::new(page.title, Section::Entries)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { (page.title) }
        p { a href=(page.place.path()) { (page.place.title()) } " · " (page.place.initiative.title) }
        p {
            "Type what is said, as it is said, and nothing of your own. Leave open what it does not answer. Somebody else "
            "compares it with the original."
        }
        (form::post(page.action, html! {
            @for field in &page.hidden { (form::hidden(field)) }
            h2 { "How it came" }
            (arrival(page))
            h2 { "What it says" }
            (stance(page))
            (body(page))
            @if !page.questions.is_empty() {
                h2 { "Questions on this area" }
                @for question in &page.questions { (question.fields(&page.errors)) }
            }
            h2 { "Who says it" }
            (author(page))
            div.buttons {
                (form::button(&Button { name: "", value: "", label: "Save the entry", look: ButtonLook::Primary }))
            }
        }))
    };
    layout::page(&frame, content)
}

fn arrival(page: &EntryForm<'_>) -> Markup {
    let typed = page.typed;
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint: Some(hint),
        error: page.errors.of(name),
        value,
        ..Field::default()
    };
    let day = Field {
        publicity: Some("Public if the comment is published."),
        need: Need::Required,
        ..field(
            "received_on",
            "On which day did it come?",
            "Such as 2026-12-01. The day decides whether it came in time.",
            typed.received_on,
        )
    };
    let signatories = Field {
        publicity: Some("Public if the comment is published."),
        need: Need::Required,
        ..field(
            "n_signatories",
            "How many people signed it?",
            "At least 1. However many they are, it counts as one comment.",
            typed.n_signatories,
        )
    };
    let kept_at = Field {
        publicity: Some("Never public."),
        limit: Some(200),
        ..field(
            "kept_at",
            "Where is the original kept?",
            "Such as a file number or a recording. Needed where there is no scan: somebody else must be able to check.",
            typed.kept_at,
        )
    };
    html! {
        (form::radios(&ChoiceGroup {
            name: "channel",
            legend: "How did it come?",
            hint: None,
            publicity: Some("Public if the comment is published."),
            error: page.errors.of("channel"),
            need: Need::Required,
            lead: html! {},
            items: page.channels.iter().copied().map(Item::plain).collect(),
            chosen: vec![typed.channel],
        }))
        (form::text(&day, Autocomplete::Off))
        (form::text(&signatories, Autocomplete::Off))
        (form::text(&kept_at, Autocomplete::Off))
    }
}

fn stance(page: &EntryForm<'_>) -> Markup {
    form::radios(&ChoiceGroup {
        name: "stance",
        legend: "What does it say to this direction?",
        hint: Some("Only what it says itself. If it takes no position, leave this open."),
        publicity: Some("Public if the comment is published."),
        error: page.errors.of("stance"),
        need: Need::Optional,
        lead: stated_direction(page.stated_direction),
        items: page.stances.iter().copied().map(Item::plain).collect(),
        chosen: vec![page.typed.stance],
    })
}

fn body(page: &EntryForm<'_>) -> Markup {
    let field = Field {
        name: "body",
        label: "The comment itself",
        hint: Some("Word for word. Write [illegible] for what nobody can read."),
        publicity: Some("Public if the comment is published."),
        error: page.errors.of("body"),
        value: page.typed.body,
        need: Need::Required,
        limit: Some(50_000),
        ..Field::default()
    };
    form::textarea(&field, 14)
}

fn author(page: &EntryForm<'_>) -> Markup {
    let typed = page.typed;
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint: Some(hint),
        error: page.errors.of(name),
        value,
        ..Field::default()
    };
    let kind = Field {
        publicity: Some("Public if the comment is published."),
        ..field(
            "respondent_kind",
            "How does the author describe themselves?",
            "Only if they say so.",
            typed.respondent_kind,
        )
    };
    let organization = Field {
        publicity: Some("Public if the comment is published, unless its author is anonymous."),
        limit: Some(200),
        ..field("organization", "Organization", "If it speaks for one.", typed.organization)
    };
    let name = Field {
        publicity: Some("Public only where the author is shown with their name."),
        limit: Some(80),
        ..field(
            "display_name",
            "Name as it is signed",
            "Of several people the first, or whoever speaks for them.",
            typed.display_name,
        )
    };
    html! {
        (form::select(&kind, "No answer", &page.respondent_kinds))
        (form::text(&organization, Autocomplete::Off))
        (form::text(&name, Autocomplete::Off))
        (form::radios(&ChoiceGroup {
            name: "attribution",
            legend: "How may the author be shown?",
            hint: Some("As they say themselves. If they do not say, they are shown as anonymous."),
            publicity: Some("Public if the comment is published."),
            error: page.errors.of("attribution"),
            need: Need::Optional,
            lead: html! {},
            items: page.attributions.iter().copied().map(Item::plain).collect(),
            chosen: vec![typed.attribution],
        }))
    }
}
