//! A comment that its author replaced after it was decided on: what changed, and what stands until then.

use maud::{Markup, html};

use crate::attachments::{self, FileRef};
use crate::layout::{self, Crumb, Frame, Section};
use crate::said::{self, Said, Who, who};
use crate::standing::Standing;
use crate::text::{self, Moment, moment};

/// The new version beside the one that was decided on.
pub struct Replaced<'a> {
    pub version: i32,
    pub sent_at: Moment,
    pub decided_version: i32,
    /// What differs besides the text, by the prompts of the form.
    pub changed: Vec<&'a str>,
    /// Both texts in one.
    pub body: Vec<Piece>,
    /// The author of the earlier version as the public sees or would see them.
    pub who: Who<'a>,
    pub body_before: &'a str,
    pub said_before: Vec<Said<'a>>,
    pub files_before: Vec<FileRef<'a>>,
}

/// A part of two texts in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    /// It stands in the earlier text only.
    Gone(String),
    New(String),
}

impl Piece {
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Gone(text) | Self::New(text) => text,
        }
    }
}

impl Replaced<'_> {
    /// What withholding means here, as a sentence.
    pub(super) fn when_withheld(&self, standing: Standing) -> String {
        let (version, before) = (self.version, self.decided_version);
        match standing {
            Standing::Published => format!(
                "Withholding version {version} takes version {before} out of the public record too: it is no longer what its author says."
            ),
            _ => format!(
                "Version {version} is withheld then in the place of version {before}, for the reason that you give."
            ),
        }
    }
}

/// Above the comment: what its author changed, with the earlier version folded.
pub(super) fn what_changed(it: &Replaced<'_>, standing: Standing) -> Markup {
    let stands = standing.word().to_lowercase();
    html! {
        div.warning {
            p {
                strong { "Replaced: version " (it.version) "; version " (it.decided_version) " is " (stands) "." } " "
                "Its author sent version " (it.version) " " (moment(&it.sent_at)) ". Until you decide on it, version "
                (it.decided_version) " stays " (stands) "."
            }
        }
        h2 { "What changed" }
        @if !it.changed.is_empty() {
            p { "Besides the text:" }
            ul { @for prompt in &it.changed { li { (prompt) } } }
        }
        @if it.body.iter().all(|it| matches!(it, Piece::Same(_))) { p { "The text is the same." } }
        @else { (both_texts(&it.body)) }
        details {
            summary { "Version " (it.decided_version) ", which is " (stands) }
            p { "Shown to the public as: " (who(it.who)) }
            (text::said(it.body_before))
            (said::list_for_staff(&it.said_before))
            @if !it.files_before.is_empty() { (attachments::list(&it.files_before)) }
        }
    }
}

fn both_texts(pieces: &[Piece]) -> Markup {
    html! {
        div.said.changes {
            p.lines dir="auto" {
                @for piece in pieces {
                    @match piece {
                        Piece::Same(text) => { bdi { (text) } }
                        Piece::Gone(text) => { del { span.hidden-visually { "taken out: " } bdi { (text) } } }
                        Piece::New(text) => { ins { span.hidden-visually { "added: " } bdi { (text) } } }
                    }
                }
            }
        }
    }
}

/// Tells a moderator that the words which they decided on are no longer the author's. Sent with status 409.
pub fn replaced_meanwhile(tracking_number: &str, note: &str) -> Markup {
    let frame = Frame {
        trail: vec![Crumb { title: "Moderation queue", href: "/moderation".to_owned() }],
        ..Frame::new("The author replaced it in the meantime", Section::Moderation)
    };
    let content = html! {
        h1 { "The author replaced it in the meantime" }
        p.notice role="alert" {
            "Your decision on comment " (tracking_number) " was not made, because it says something else now."
        }
        @if !note.is_empty() { h2 { "The note that you typed" } (text::said(note)) }
        div.buttons {
            a.button href={ "/moderation/comments/" (tracking_number) } { "See what it says now" }
            a.button.button-secondary href="/moderation" { "Back to the queue" }
        }
    };
    layout::page(&frame, content)
}
