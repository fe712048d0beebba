//! The fields of the comment form, in the order in which people fill them in.

use maud::{Markup, html};

use super::CommentForm;
use crate::areas::stated_direction;
use crate::attachments;
use crate::form::{
    self, Autocomplete, Button, ButtonLook, ChoiceGroup, Field, HiddenField, Item, ItemPlace, Need,
};
use crate::said::Publicity;

/// What the public sees of an author who chose to be shown so.
fn shown_as(attribution: &str) -> &'static str {
    match attribution {
        "named" => {
            "The public sees your display name, your organization if you give one, and the time."
        }
        "organization" => "The public sees the organization and the time, not your name.",
        _ => "The public sees neither name nor organization, and the day without the time.",
    }
}

/// Everything between the form's tags.
pub(super) fn all(page: &CommentForm<'_>) -> Markup {
    let revision = page.revision.to_string();
    let question_set = page.question_set.to_string();
    html! {
        (form::hidden(&HiddenField { name: "submission_key", value: page.submission_key }))
        (form::hidden(&HiddenField { name: "revision", value: &revision }))
        (form::hidden(&HiddenField { name: "question_set", value: &question_set }))
        h2 { "The stated direction" }
        (stance(page))
        h2 { "Your comment" }
        (body(page))
        @if !page.questions.is_empty() {
            h2 { "Questions on this area" }
            p { "Answer as many as you like, or none." }
            @for question in &page.questions { (question.fields(&page.errors)) }
        }
        h2 id="files" tabindex="-1" { "Files" }
        (files(page))
        h2 { "About you" }
        (about_you(page))
        (buttons())
    }
}

fn stance(page: &CommentForm<'_>) -> Markup {
    form::radios(&ChoiceGroup {
        name: "stance",
        legend: "What do you think of this direction?",
        hint: Some(
            "This is not a vote. Decisions do not depend on how many people pick each answer.",
        ),
        publicity: Some(Publicity::Public.words()),
        error: page.errors.of("stance"),
        need: Need::Optional,
        lead: stated_direction(page.stated_direction),
        items: page.stances.iter().copied().map(Item::plain).collect(),
        chosen: vec![page.stance],
    })
}

fn body(page: &CommentForm<'_>) -> Markup {
    let field = Field {
        name: "body",
        label: "What do you want to say? (required)",
        hint: Some("Reasons, facts and examples help most. Up to 50,000 characters, plain text."),
        publicity: Some(Publicity::Public.words()),
        error: page.errors.of("body"),
        value: page.body,
        need: Need::Required,
        ..Field::default()
    };
    form::textarea(&field, 14)
}

fn files(page: &CommentForm<'_>) -> Markup {
    html! {
        @if let Some(error) = page.errors.of("files") { p.error { (error) } }
        @if page.files.is_empty() { p { "You can add documents and images." } }
        @else { (attachments::list(&page.files)) }
        p.publicity { (Publicity::Public.words()) }
        div.buttons {
            (form::button(&Button {
                name: "intent",
                value: "attach",
                label: if page.files.is_empty() { "Save and add files" } else { "Save and change files" },
                look: ButtonLook::Secondary,
            }))
        }
    }
}

fn about_you(page: &CommentForm<'_>) -> Markup {
    let kind = Field {
        name: "respondent_kind",
        label: "Which describes you best?",
        publicity: Some(Publicity::Public.words()),
        error: page.errors.of("respondent_kind"),
        value: page.respondent_kind,
        ..Field::default()
    };
    let organization = Field {
        name: "organization",
        label: "Organization",
        hint: Some(
            "If you write for one. Nobody checks it: pages say that it is as you described it.",
        ),
        publicity: Some("Public if your comment is published, unless you choose to be anonymous."),
        error: page.errors.of("organization"),
        value: page.organization,
        ..Field::default()
    };
    html! {
        (form::select(&kind, "No answer", &page.respondent_kinds))
        (form::text(&organization, Autocomplete::Organization))
        (attribution(page))
    }
}

fn attribution(page: &CommentForm<'_>) -> Markup {
    let items = page.attributions.iter().map(|it| Item {
        value: it.value,
        label: html! { (it.label) },
        beneath: Some(html! { p.hint { (shown_as(it.value)) } }),
        place: ItemPlace::InRow,
    });
    form::radios(&ChoiceGroup {
        name: "attribution",
        legend: "How should we show you?",
        hint: Some("If you choose none of these, we show you as anonymous."),
        publicity: None,
        error: page.errors.of("attribution"),
        need: Need::Optional,
        lead: html! {},
        items: items.collect(),
        chosen: vec![page.attribution],
    })
}

/// Saving comes first: a browser presses the first button when somebody hits Enter in a field.
fn buttons() -> Markup {
    let button = |value, label, look| form::button(&Button { name: "intent", value, label, look });
    html! {
        div.buttons {
            (button("save", "Save draft", ButtonLook::Secondary))
            (button("check", "Check your answers", ButtonLook::Primary))
            (button("submit", "Submit now", ButtonLook::Secondary))
        }
    }
}
