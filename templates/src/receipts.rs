//! What an author sees of their own comment: the receipt, and its path through the agency.

mod own_comment;
mod waiting;

use maud::{Markup, html};

pub use own_comment::{OwnCommentPage, PathStep, Replace, VersionRow, own_comment};
pub use waiting::{WaitingPage, waiting};

use crate::attachments::{self, FileRef};
use crate::following;
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::said::{self, Said, Who, who};
use crate::standing::Standing;
use crate::text::{self, Moment, moment};

pub struct ReceiptPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    /// When the comment was received: in its first version.
    pub received_at: Moment,
    pub version: i32,
    /// When this version was sent, where it is not the first.
    pub replaced_at: Option<Moment>,
    /// Whether it came after the period closed.
    pub late: bool,
    /// The SHA-256 of the canonical JSON, in hex.
    pub digest: &'a str,
    /// Where the author downloads that JSON.
    pub canonical_href: &'a str,
    /// How the public sees the author.
    pub who: Who<'a>,
    pub body: &'a str,
    /// Stance, respondent kind and answers in words; the body is not among them.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
    pub arrival: Arrival,
}

/// What a receipt is shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It was received just now.
    Now,
    /// The same content was sent before under this key, and this is the receipt of that time.
    Repeated,
    /// Somebody looks it up.
    Before,
}

/// One change of standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Published,
    Withheld,
    /// Back to pending, or to what was before.
    Undone {
        back_to: Standing,
    },
    Withdrawn,
    /// Its author sent another version.
    Replaced,
}

/// The receipt, to be printed or kept.
pub fn show(page: &ReceiptPage<'_>) -> Markup {
    let title = match (page.version, page.arrival) {
        (_, Arrival::Before) => format!("Receipt: comment {}", page.tracking_number),
        (1, _) => "We have your comment".to_owned(),
        (version, _) => format!("We have version {version} of your comment"),
    };
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: own_trail(),
        ..Frame::new(&title, Section::Account)
    };
    let status = format!("/account/comments/{}", page.tracking_number);
    let content = html! {
        div.receipt {
            h1 { (title) }
            p { "Your tracking number" }
            p.number id="tracking-number" { (page.tracking_number) }
            p { "Received " (moment(&page.received_at)) }
            @if let Some(at) = &page.replaced_at { p { "Version " (page.version) ", sent " (moment(at)) } }
        }
        @if page.arrival == Arrival::Repeated {
            p.notice role="status" { "You sent this comment before. It counts once, and this is its receipt from then." }
        }
        @if page.late { p.notice { "The comment period had closed, so your comment is marked as late." } }
        p {
            "Your comment is about " a href=(page.place.path()) { (page.place.title()) } ", " (page.place.initiative.title) "."
            @if page.arrival == Arrival::Now { " We also sent this receipt by mail." }
        }
        @if page.arrival != Arrival::Before {
            h2 { "What happens next" }
            (next(page.version))
            p { a.button href=(status) { "Follow your comment" } }
            div.on-screen { (following::offer(&page.place)) }
        } @else {
            p { a href=(status) { "Back to your comment" } }
        }
        h2 { "What you sent" }
        p { "Shown to the public as: " (who(page.who)) }
        (text::said(page.body))
        (said::list_with_publicity(&page.said))
        (attachments::section(&page.files))
        h2 { "Proof of what you sent" }
        p {
            "This is the fingerprint (SHA-256) of exactly what we stored. "
            "Keep it with the file, and anyone can check that nothing was changed. This page can be printed."
        }
        (proof(page.digest, page.canonical_href))
    };
    layout::page(&frame, content)
}

fn next(version: i32) -> Markup {
    html! {
        ol {
            @if version == 1 {
                li { "A moderator reads your comment and decides whether the public can see it." }
            } @else {
                li { "A moderator reads the new version. Until they have decided, your comment stays as it was." }
            }
            li { "We mail you when that is decided. If it is withheld, we say why." }
            li { "The agency reads every comment, also those that are withheld." }
        }
    }
}

fn own_trail() -> Vec<Crumb<'static>> {
    vec![Crumb { title: "My account", href: "/account".to_owned() }]
}

fn proof(digest: &str, canonical_href: &str) -> Markup {
    html! {
        p.digest { code { (digest) } }
        p { a href=(canonical_href) download { "Download what we stored (JSON)" } }
    }
}

impl Change {
    /// The change as a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Published => "Published",
            Self::Withheld => "Withheld",
            Self::Undone { back_to: Standing::Pending } => "Decision undone, waiting again",
            Self::Undone { back_to: Standing::Published } => "Decision undone, published again",
            Self::Undone { back_to: Standing::Withheld } => "Decision undone, withheld again",
            Self::Undone { back_to: Standing::Withdrawn } => "Decision undone",
            Self::Withdrawn => "Withdrawn by the author",
            Self::Replaced => "Replaced",
        }
    }
}
