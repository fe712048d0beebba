//! The page to check one's answers before sending them.

use maud::{Markup, html};

use super::steps::{Step, progress, way};
use super::{Visitor, before_you_write};
use crate::areas::stated_direction;
use crate::attachments::{self, FileRef};
use crate::comments::{CommentRow, brief_row};
use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::{self, Frame, NOT_A_VOTE, Section};
use crate::period::{self, Period};
use crate::place::Place;
use crate::said::{self, Publicity, Said};
use crate::text;

/// More findings than this are counted and not listed.
const LISTED: usize = 12;

pub struct CheckPage<'a> {
    pub place: Place<'a>,
    /// Where the form posts to.
    pub action: &'a str,
    /// The number of the comment that this is to replace.
    pub replaces: Option<&'a str>,
    pub visitor: Visitor<'a>,
    pub period: Period,
    pub stated_direction: &'a str,
    pub privacy_notice: &'a str,
    pub omb_control_number: Option<&'a str>,
    /// Everything typed, in words, in the order of the form; the body is one of them.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
    /// What looks like personal data in what will be public.
    pub personal: Vec<PersonalHint<'a>>,
    /// How something typed was understood, where that is not plain: a sentence each.
    pub understood: Vec<String>,
    /// A few published comments on the area, of every stance.
    pub others: Vec<CommentRow<'a>>,
    /// Where the form comes in steps: each with its address; this page is the last.
    pub steps: Vec<(Step, String)>,
    /// Every field of the form as it was typed, but for `intent`.
    pub fields: Vec<HiddenField<'a>>,
    /// A sentence at the top.
    pub notice: Option<&'a str>,
}

/// A piece of what was typed that may be meant for nobody else.
#[derive(Debug, Clone)]
pub struct PersonalHint<'a> {
    pub found: &'a str,
    /// Such as `a telephone number`.
    pub looks_like: &'a str,
    /// The prompt under which it was typed.
    pub prompt: &'a str,
}

/// The page to check one's answers: `intent=save` goes back to the form, `intent=submit` sends.
pub fn check(page: &CheckPage<'_>) -> Markup {
    let title = progress_here(page)
        .map_or_else(|| "Check your answers".to_owned(), |it| format!("{it}: Check your answers"));
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Check your answers" }
        @if let Some(words) = progress_here(page) {
            p.progress { (words) }
            (way(n_steps(page), n_steps(page)))
        }
        @match page.replaces {
            Some(number) => {
                p {
                    "This replaces your comment " strong { (number) } " on " (page.place.title()) ", which keeps its number and "
                    "the time when it was received. It is not sent yet. Read it through, then send it."
                }
            }
            None => {
                p { "Your comment on " strong { (page.place.title()) } " is not sent yet. Read it through, then submit it." }
            }
        }
        p { (period::sentence(&page.period)) }
        (personal(&page.personal))
        @for sentence in &page.understood { p.notice { (sentence) } }
        h2 { "What you say" }
        (stated_direction(page.stated_direction))
        (said::list_with_publicity(&page.said))
        (attachments::section(&page.files))
        @if !page.files.is_empty() { p.publicity { (Publicity::Public.words()) } }
        @if !page.steps.is_empty() {
            ul { @for (step, href) in &page.steps { li { a href=(href) { "Change: " (step.title()) } } } }
        }
        p.quiet { (NOT_A_VOTE) }
        (others(&page.others))
        (before_you_write::notes(&page.place, page.privacy_notice, page.omb_control_number))
        @if matches!(page.visitor, Visitor::SignedOut) {
            p.notice { "When you submit, we ask for your name and your email address. Your draft is kept." }
        }
        (form::post(page.action, html! {
            @for field in &page.fields { (form::hidden(field)) }
            div.buttons {
                (button("save", "Go back and change", ButtonLook::Secondary))
                (button("submit", sending(page), ButtonLook::Primary))
            }
        }))
    };
    layout::page(&frame, content)
}

fn sending(page: &CheckPage<'_>) -> &'static str {
    if page.replaces.is_some() { "Replace your comment" } else { "Submit your comment" }
}

fn progress_here(page: &CheckPage<'_>) -> Option<String> {
    (!page.steps.is_empty()).then(|| progress(n_steps(page), n_steps(page)))
}

/// With this one.
fn n_steps(page: &CheckPage<'_>) -> usize {
    page.steps.len() + 1
}

/// Pointed out, and left to the author.
fn personal(hints: &[PersonalHint<'_>]) -> Markup {
    html! {
        @if !hints.is_empty() {
            section.warning aria-labelledby="personal" {
                h2 id="personal" { "This will be public" }
                p {
                    "What is listed here looks personal. Anybody can read and copy it once your comment is published. Is "
                    "it meant for everybody?"
                }
                ul {
                    @for hint in hints.iter().take(LISTED) {
                        li {
                            strong { (text::isolated(hint.found)) } " looks like " (hint.looks_like) ", under “" (hint.prompt)
                            "”"
                        }
                    }
                    @if LISTED < hints.len() { li { "and " (hints.len() - LISTED) " more" } }
                }
                p { "To change it, go back. To keep it, just submit: the choice is yours." }
            }
        }
    }
}

/// Closed, and after what the author says: reading others is an offer.
fn others(rows: &[CommentRow<'_>]) -> Markup {
    html! {
        @if !rows.is_empty() {
            details {
                summary { "Read what others said (" (rows.len()) ")" }
                p { "Recent published comments on this subject, of each position that anybody took." }
                ul.rows { @for row in rows { (brief_row(row)) } }
            }
        }
    }
}

fn button(value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "intent", value, label, look })
}
