//! What publishing a working copy changes, before it does; and a file in the place of the working copy.

use maud::{Markup, html};

use super::{frame, submit};
use crate::form::{self, ButtonLook, ErrorSummary, Field, HiddenField, Need};
use crate::layout::{self, Crumb};

/// Posts `seen` to `/admin/initiatives/{initiative}/publish`.
pub struct PublishPage<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub trail: Vec<Crumb<'a>>,
    /// A line each; none if nothing would change.
    pub changes: Vec<String>,
    /// Why it cannot be published now, a line each.
    pub obstacles: Vec<String>,
    pub mark: &'a str,
    /// A sentence at the top.
    pub notice: Option<&'a str>,
}

/// The page.
pub fn publish(page: &PublishPage<'_>) -> Markup {
    let mut frame = frame("Publish", &[]);
    frame.trail.extend(page.trail.iter().cloned());
    let may = page.obstacles.is_empty() && !page.changes.is_empty();
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Publish " (page.title) }
        @if !page.obstacles.is_empty() {
            section.warning aria-labelledby="obstacles" {
                h2 id="obstacles" { "It cannot be published yet" }
                ul { @for line in &page.obstacles { li { (line) } } }
            }
        }
        h2 { "What changes" }
        @if page.changes.is_empty() { p { "Nothing: the working copy says what is published." } }
        @else { ul { @for line in &page.changes { li { (line) } } } }
        @if may {
            p {
                "Everybody sees this at once. Where questions or the stated direction change, a new version of them begins: "
                "answers that were given keep the version that they answered. What is published is written to the audit log "
                "under your name."
            }
            (form::post(&format!("/admin/initiatives/{}/publish", page.slug), html! {
                (form::hidden(&HiddenField { name: "seen", value: page.mark }))
                (submit("Publish", ButtonLook::Primary))
            }))
        }
        p { a href={ "/admin/initiatives/" (page.slug) } { "Go back without publishing" } }
    };
    layout::page(&frame, content)
}

/// Posts `definition` and `seen` to `/admin/initiatives/{initiative}/file`.
pub struct DefinitionFile<'a> {
    pub slug: &'a str,
    pub trail: Vec<Crumb<'a>>,
    pub definition: &'a str,
    pub seen: &'a str,
    /// What is wrong in the file, a line each.
    pub wrong: Vec<String>,
    pub errors: ErrorSummary,
}

/// The page.
pub fn definition_file(page: &DefinitionFile<'_>) -> Markup {
    let mut frame = frame("A file in place of the working copy", &[]);
    frame.trail.extend(page.trail.iter().cloned());
    frame.errors = Some(&page.errors);
    let content = html! {
        h1 { "A file in place of the working copy" }
        p {
            "Paste the whole definition, as it was downloaded here or from another portal. It takes the place of the working "
            "copy; nothing is public before that is published."
        }
        @if !page.wrong.is_empty() {
            section.warning aria-labelledby="wrong" {
                h2 id="wrong" { "What is wrong in it" }
                ul { @for line in &page.wrong { li { (line) } } }
            }
        }
        (form::post(&format!("/admin/initiatives/{}/file", page.slug), html! {
            (form::hidden(&HiddenField { name: "seen", value: page.seen }))
            (form::textarea(&Field {
                name: "definition",
                label: "Definition (TOML)",
                error: page.errors.of("definition"),
                value: page.definition,
                need: Need::Required,
                ..Field::default()
            }, 20))
            (submit("Put it in place", ButtonLook::Primary))
        }))
    };
    layout::page(&frame, content)
}

/// Stands above a page of commenters that shows a working copy.
pub fn preview_banner(back: &str, links: &[(String, &str)]) -> Markup {
    html! {
        aside.demonstration aria-label="Preview" {
            p {
                strong { "Preview. " }
                "Only administrators see this: it is the working copy, as commenters will see it. Nothing can be sent from here. "
                @for (href, title) in links { a href=(href) { (title) } " · " }
                a href=(back) { "Back to the working copy" }
            }
        }
    }
}
