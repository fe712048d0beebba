//! The forms to decide on a comment.
//!
//! Each carries the latest decision that the page shows, so that the second of two moderators is told who was first.

use maud::{Markup, html};

use super::CommentPage;
use crate::form::{self, Button, ButtonLook, Field, HiddenField, Need};

/// What the moderator may do now, or why nothing.
pub(super) fn forms(page: &CommentPage<'_>) -> Markup {
    html! {
        h2 { "Decide" }
        @if let Some(because) = page.offered.nothing_because { p { (because) } }
        @if page.offered.publish { (publish(page)) }
        @if page.offered.withhold { (withhold(page)) }
        @if let Some(decision) = page.offered.undo { (undo(page, decision)) }
    }
}

fn publish(page: &CommentPage<'_>) -> Markup {
    form::post(
        &path(page),
        html! {
            (seen(page))
            (version_seen(page))
            (outcome("publish", &publishing(page), ButtonLook::Primary))
        },
    )
}

fn withhold(page: &CommentPage<'_>) -> Markup {
    let reason = Field {
        name: "reason_code",
        label: "Reason",
        hint: Some("The public sees the reason and the day."),
        error: page.errors.of("reason_code"),
        value: page.reason_code,
        need: Need::Required,
        ..Field::default()
    };
    let note = Field {
        name: "note",
        label: "Note to the author",
        hint: Some(who_reads_it(page)),
        error: page.errors.of("note"),
        value: page.note,
        ..Field::default()
    };
    let content = html! {
        h3 { "Withhold from the public" }
        @if let Some(it) = &page.replaced { p { (it.when_withheld(page.standing)) } }
        (seen(page))
        (version_seen(page))
        (form::select(&reason, "Choose a reason", &page.reason_codes))
        (form::textarea(&note, 4))
        (outcome("withhold", "Withhold", ButtonLook::Secondary))
    };
    html! { div.panel { (form::post(&path(page), content)) } }
}

fn who_reads_it(page: &CommentPage<'_>) -> &'static str {
    if page.on_paper.is_some() {
        "The author has no account, so nobody is mailed: staff read it in the history."
    } else {
        "Mailed to the author. The public never sees it."
    }
}

fn undo(page: &CommentPage<'_>, decision: &str) -> Markup {
    let label = format!("Undo: {decision}");
    form::post(
        &format!("{}/undo", path(page)),
        html! {
            (seen(page))
            (form::button(&Button { name: "", value: "", label: &label, look: ButtonLook::Secondary }))
        },
    )
}

fn seen(page: &CommentPage<'_>) -> Markup {
    form::hidden(&HiddenField { name: "decision", value: &page.decision.to_string() })
}

/// So that nobody decides on words that they have not seen.
fn version_seen(page: &CommentPage<'_>) -> Markup {
    form::hidden(&HiddenField { name: "version", value: &page.version.to_string() })
}

fn publishing(page: &CommentPage<'_>) -> String {
    match &page.replaced {
        Some(it) => format!("Publish version {}", it.version),
        None => "Publish".to_owned(),
    }
}

fn outcome(value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "outcome", value, label, look })
}

fn path(page: &CommentPage<'_>) -> String {
    format!("/moderation/comments/{}", page.tracking_number)
}
