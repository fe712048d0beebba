//! The fields of the comment form, in the order in which people fill them in.

use maud::{Markup, html};

use super::CommentForm;
use super::steps::{self, Step};
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
        (form::hidden(&HiddenField { name: "writer", value: page.writer }))
        @if let Some(it) = page.replaces {
            (form::hidden(&HiddenField { name: "version", value: &it.version.to_string() }))
        }
        @if let Some(it) = page.in_steps {
            (form::hidden(&HiddenField { name: "step", value: &it.number.to_string() }))
            (steps::carried(page))
        }
        @if steps::shows(page, Step::Comment) {
            h2 { "The stated direction" }
            (stance(page))
            h2 { "Your comment" }
            (body(page))
        }
        @if !page.questions.is_empty() && steps::shows(page, Step::Questions) {
            h2 { (Step::Questions.title()) }
            p { "Answer as many as you like, or none." }
            @for question in &page.questions { (question.fields(&page.errors)) }
        }
        @if steps::shows(page, Step::AboutYou) {
            h2 id="files" tabindex="-1" { "Files" }
            (files(page))
            h2 { (Step::AboutYou.title()) }
            (about_you(page))
        }
        (saving(page))
        (buttons(page))
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
        hint: Some(
            "Reasons, facts and examples help most. Leave out business secrets and private facts about anybody.",
        ),
        publicity: Some(Publicity::Public.words()),
        error: page.errors.of("body"),
        value: page.body,
        need: Need::Required,
        limit: Some(50_000),
        ..Field::default()
    };
    form::textarea(&field, 14)
}

/// The button that leads to the files is one of those at the end: the first button of a form is what Enter presses.
fn files(page: &CommentForm<'_>) -> Markup {
    html! {
        @if let Some(error) = page.errors.of("files") { p.error { (error) } }
        @if page.files.is_empty() { p { "You can add documents and images: there is a button for it below." } }
        @else { (attachments::list(&page.files)) }
        p.publicity { (Publicity::Public.words()) }
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
        limit: Some(200),
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
        publicity: Some(Publicity::Public.words()),
        error: page.errors.of("attribution"),
        need: Need::Optional,
        lead: html! {},
        items: items.collect(),
        chosen: vec![page.attribution],
    })
}

/// Where the script says what it saved. It leaves a draft alone beside which another one is shown: which of the two
/// shall stand is for the person to say, by a button.
fn saving(page: &CommentForm<'_>) -> Markup {
    let state = if page.other_draft.is_some() { "paused" } else { "on" };
    html! {
        p.saving id="saving" data-saving=(state) {}
        p.hidden-visually id="saving-aloud" role="status" {}
    }
}

/// A browser presses the first button when somebody hits Enter in a field: that one never sends the comment.
fn buttons(page: &CommentForm<'_>) -> Markup {
    let button = |value, label, look| form::button(&Button { name: "intent", value, label, look });
    let (primary, secondary) = (ButtonLook::Primary, ButtonLook::Secondary);
    let to_files =
        if page.files.is_empty() { "Save and add files" } else { "Save and change files" };
    html! {
        div.buttons {
            @match page.in_steps {
                None => {
                    (button("save", "Save draft", secondary))
                    (button("attach", to_files, secondary))
                    (button("check", "Check your answers", primary))
                    (button("submit", if page.replaces.is_some() { "Replace now" } else { "Submit now" }, secondary))
                }
                Some(it) => {
                    // Whoever was led here by an error, or is at the last step, goes on to check.
                    @if it.number + 1 == it.of || !page.errors.is_empty() {
                        (button("check", "Check your answers", primary))
                    } @else {
                        (button("next", "Continue", primary))
                    }
                    @if it.number > 1 { (button("back", "Back", secondary)) }
                    (button("save", "Save draft", secondary))
                    @if it.step == Step::AboutYou { (button("attach", to_files, secondary)) }
                }
            }
        }
    }
}
