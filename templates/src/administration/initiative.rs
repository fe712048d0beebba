//! One initiative as it is being changed: its parts, what is missing, and the way to publish it.

use maud::{Markup, html};

use super::frame;
use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout;
use crate::text::{self, Moment, moment};

pub struct InitiativeDesk<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    /// Whether there is a public page of it.
    pub is_published: bool,
    /// Who changed the working copy last, and when; none as long as nothing was changed.
    pub changed: Option<(Option<&'a str>, Moment)>,
    /// What was published since the working copy was begun, a line each.
    pub published_since: Vec<String>,
    /// The gate of its areas: what it asks for, and whether that is there.
    pub gate: Vec<(&'static str, bool)>,
    /// What is wrong or still empty, a line each.
    pub problems: Vec<String>,
    /// The pages of its own parts; none for those who look after single areas.
    pub parts: Vec<PartLink<'a>>,
    pub areas: Vec<AreaLink<'a>>,
    pub may_publish: bool,
    /// Stands for what is shown here.
    pub mark: &'a str,
    pub done: Option<&'a str>,
}

/// The page of a part.
pub struct PartLink<'a> {
    pub path: &'a str,
    pub title: &'a str,
    pub sentence: &'a str,
}

pub struct AreaLink<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub is_published: bool,
}

/// Posts `intent` (`catch_up` or `discard`) and `seen` to `/admin/initiatives/{initiative}/working-copy`.
pub fn initiative(page: &InitiativeDesk<'_>) -> Markup {
    let title = if page.title.is_empty() { page.slug } else { page.title };
    let base = format!("/admin/initiatives/{}", page.slug);
    let content = html! {
        (layout::notice(page.done))
        h1 { (title) }
        (state(page))
        (behind(page, &base))
        @if page.may_publish && page.changed.is_some() {
            p { a.button href={ (base) "/publish" } { "See what publishing changes" } }
        }
        @if !page.problems.is_empty() {
            section.warning aria-labelledby="missing" {
                h2 id="missing" { "Still to do" }
                ul { @for line in &page.problems { li { (line) } } }
            }
        }
        (gate(&page.gate))
        @if !page.parts.is_empty() {
            h2 { "The initiative" }
            ul.rows { @for part in &page.parts { (part_row(part, &base)) } }
        }
        h2 { "Areas" }
        @if page.areas.is_empty() { p { "There is no area yet. An initiative needs at least one." } }
        ul.rows { @for area in &page.areas { (area_row(area, &base)) } }
        @if page.may_publish { p { a href={ (base) "/areas" } { "Add, move or remove areas" } } }
        (files(page, &base))
        (discard(page, &base))
    };
    layout::page(&frame(title, &[("Initiatives", "/admin/initiatives")]), content)
}

fn state(page: &InitiativeDesk<'_>) -> Markup {
    html! {
        p.meta {
            @if page.is_published { "Published" } @else { "Not published yet" }
            @match &page.changed {
                Some((by, at)) => {
                    " · working copy changed " (moment(at))
                    @if let Some(name) = by { " by " (text::isolated(name)) }
                }
                None => " · nothing is being changed",
            }
        }
        @if page.is_published { p { a href={ "/initiatives/" (page.slug) } { "The public page" } } }
    }
}

/// Something else was published since the working copy was begun.
fn behind(page: &InitiativeDesk<'_>, base: &str) -> Markup {
    html! {
        @if !page.published_since.is_empty() {
            section.warning aria-labelledby="behind" {
                h2 id="behind" { "Something else was published meanwhile" }
                p { "Since this working copy was begun, a file or another page changed what is public:" }
                ul { @for line in &page.published_since { li { (line) } } }
                p {
                    "Nothing can be published until you take this in. Where the working copy says something else about the "
                    "same thing, it stays as in the working copy, and you see it before you publish."
                }
                @if page.may_publish {
                    (form::post(&format!("{base}/working-copy"), html! {
                        (form::hidden(&HiddenField { name: "seen", value: page.mark }))
                        (button("catch_up", "Take it in, and keep the working copy", ButtonLook::Primary))
                    }))
                }
            }
        }
    }
}

/// What must be there before an area takes comments.
fn gate(parts: &[(&'static str, bool)]) -> Markup {
    let n_missing = parts.iter().filter(|(_, is_there)| !is_there).count();
    html! {
        h2 { "Before an area opens" }
        @if n_missing == 0 { p { "Everything is there that an area needs before it takes comments." } }
        @else { p { "An area takes no comments before all of this is there." } }
        ul.plain {
            @for (label, is_there) in parts {
                li {
                    @if *is_there { span.tag.tag-open { "There" } } @else { span.tag.tag-pending { "Missing" } }
                    " " (label)
                }
            }
        }
    }
}

fn part_row(part: &PartLink<'_>, base: &str) -> Markup {
    html! {
        li.row {
            h3 { a href={ (base) "/" (part.path) } { (part.title) } }
            p { (part.sentence) }
        }
    }
}

fn area_row(area: &AreaLink<'_>, base: &str) -> Markup {
    let own = format!("{base}/areas/{}", area.slug);
    let title = if area.title.is_empty() { area.slug } else { area.title };
    html! {
        li.row {
            h3 { a href=(own) { (title) } }
            p {
                a href={ (own) "/questions" } { "Questions" span.hidden-visually { " of " (title) } } " · "
                a href={ (own) "/documents" } { "Documents" span.hidden-visually { " of " (title) } } " · "
                a href={ (own) "/preview" } { "Preview" span.hidden-visually { " of " (title) } }
            }
            @if !area.is_published { p.meta { "Not published yet" } }
        }
    }
}

fn files(page: &InitiativeDesk<'_>, base: &str) -> Markup {
    html! {
        @if page.may_publish {
            h2 { "As a file" }
            ul {
                li { a href={ (base) "/definition.toml" } { "Download what is being changed (TOML)" } }
                @if page.is_published {
                    li { a href={ (base) "/definition.toml?state=published" } { "Download what is published (TOML)" } }
                }
                li { a href={ (base) "/file" } { "Put a file in the place of the working copy" } }
            }
        }
    }
}

fn discard(page: &InitiativeDesk<'_>, base: &str) -> Markup {
    html! {
        @if page.may_publish && page.changed.is_some() {
            details {
                summary { "Throw the working copy away" }
                p {
                    "Everything that was changed since the last time it was published is gone."
                    @if !page.is_published { " Since it was never published, nothing of it is left." }
                }
                (form::post(&format!("{base}/working-copy"), html! {
                    (form::hidden(&HiddenField { name: "seen", value: page.mark }))
                    (button("discard", "Throw it away", ButtonLook::Secondary))
                }))
            }
        }
    }
}

fn button(intent: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "intent", value: intent, label, look })
}
