//! The page to check one's answers before sending them.

use maud::{Markup, html};

use super::Visitor;
use crate::attachments::{self, FileRef};
use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::said::{self, Publicity, Said};

pub struct CheckPage<'a> {
    pub place: Place<'a>,
    pub visitor: Visitor<'a>,
    /// Everything typed, in words, in the order of the form; the body is one of them.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
    /// Every field of the form as it was typed, but for `intent`.
    pub fields: Vec<HiddenField<'a>>,
    /// A sentence at the top.
    pub notice: Option<&'a str>,
}

/// The page to check one's answers: `intent=save` goes back to the form, `intent=submit` sends.
pub fn check(page: &CheckPage<'_>) -> Markup {
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        ..Frame::new("Check your answers", Section::Public)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Check your answers" }
        p { "Your comment on " strong { (page.place.title()) } " is not sent yet. Read it through, then submit it." }
        (said::list_with_publicity(&page.said))
        (attachments::section(&page.files))
        @if !page.files.is_empty() { p.publicity { (Publicity::Public.words()) } }
        @if matches!(page.visitor, Visitor::SignedOut) {
            p.notice { "When you submit, we ask for your name and your email address. Your draft is kept." }
        }
        (form::post(&format!("{}/comment", page.place.path()), html! {
            @for field in &page.fields { (form::hidden(field)) }
            div.buttons {
                (button("save", "Go back and change", ButtonLook::Secondary))
                (button("submit", "Submit your comment", ButtonLook::Primary))
            }
        }))
    };
    layout::page(&frame, content)
}

fn button(value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "intent", value, label, look })
}
