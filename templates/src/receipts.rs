//! What an author sees of their own comment: the receipt, and its path through the agency.

mod waiting;

use maud::{Markup, html};

pub use waiting::{WaitingPage, waiting};

use crate::attachments::{self, FileRef};
use crate::following;
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::said::{self, Said, Who, who};
use crate::standing::{self, Standing};
use crate::text::{self, Moment, moment};

pub struct ReceiptPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub received_at: Moment,
    /// Whether it came after the period closed.
    pub late: bool,
    /// The SHA-256 of the canonical JSON, in hex.
    pub digest: &'a str,
    /// Where the author downloads that JSON.
    pub canonical_href: &'a str,
    pub files: Vec<FileRef<'a>>,
    /// The same content was sent before under this key, and this is the receipt of that time.
    pub repeated: bool,
}

pub struct OwnCommentPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub standing: Standing,
    pub received_at: Moment,
    pub late: bool,
    /// How the public sees the author.
    pub who: Who<'a>,
    pub body: &'a str,
    /// Stance, respondent kind and answers in words; the body is not among them.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
    /// What happened to the comment, oldest first, the submission left out.
    pub path: Vec<PathStep<'a>>,
    pub digest: &'a str,
    pub canonical_href: &'a str,
}

/// One decision as its author sees it: never by whom.
pub struct PathStep<'a> {
    pub at: Moment,
    pub change: Change,
    pub reason: Option<&'a str>,
    pub note: Option<&'a str>,
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
}

/// The receipt.
pub fn show(page: &ReceiptPage<'_>) -> Markup {
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: own_trail(),
        ..Frame::new("We have your comment", Section::Account)
    };
    let status = format!("/account/comments/{}", page.tracking_number);
    let content = html! {
        div.receipt {
            h1 { "We have your comment" }
            p { "Your tracking number" }
            p.number id="tracking-number" { (page.tracking_number) }
            p { "Received " (moment(&page.received_at)) }
        }
        @if page.repeated {
            p.notice role="status" { "You sent this comment before. It counts once, and this is its receipt from then." }
        }
        @if page.late { p.notice { "The comment period had closed, so your comment is marked as late." } }
        p {
            "Your comment is about " a href=(page.place.path()) { (page.place.title()) }
            ". We also sent this receipt by mail."
        }
        (attachments::section(&page.files))
        h2 { "What happens next" }
        ol {
            li { "A moderator reads your comment and decides whether the public can see it." }
            li { "We mail you when that is decided. If it is withheld, we say why." }
            li { "The agency reads every comment, also those that are withheld." }
        }
        p { a.button href=(status) { "Follow your comment" } }
        (following::offer(&page.place))
        h2 { "Proof of what you sent" }
        p {
            "This is the fingerprint (SHA-256) of exactly what we stored. "
            "Keep it with the file, and anyone can check that nothing was changed."
        }
        (proof(page.digest, page.canonical_href))
    };
    layout::page(&frame, content)
}

/// An author's own comment, with its path.
pub fn own_comment(page: &OwnCommentPage<'_>) -> Markup {
    let title = format!("Your comment {}", page.tracking_number);
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: own_trail(),
        ..Frame::new(&title, Section::Account)
    };
    let content = html! {
        h1 { "Your comment " span.number-inline id="tracking-number" { (page.tracking_number) } }
        p { (standing::tag(page.standing)) @if page.late { " " (standing::late()) } " " (page.standing.meaning()) }
        @if page.standing == Standing::Published {
            p { a href={ "/comments/" (page.tracking_number) } { "See it as the public sees it" } }
        }
        h2 { "What happened so far" }
        ol.history {
            li { p { strong { "Received" } " " (moment(&page.received_at)) } p.quiet { "On " (page.place.title()) "." } }
            @for step in &page.path { (path_step(step)) }
        }
        h2 { "What you sent" }
        p { "Shown to the public as: " (who(page.who)) }
        (text::said(page.body))
        (said::list_with_publicity(&page.said))
        (attachments::section(&page.files))
        h2 { "Proof of what you sent" }
        (proof(page.digest, page.canonical_href))
        @if page.standing != Standing::Withdrawn {
            h2 { "Take it back" }
            p { a href={ "/account/comments/" (page.tracking_number) "/withdraw" } { "Withdraw this comment" } }
        }
    };
    layout::page(&frame, content)
}

fn own_trail() -> Vec<Crumb<'static>> {
    vec![Crumb { title: "My account", href: "/account".to_owned() }]
}

fn path_step(step: &PathStep<'_>) -> Markup {
    html! {
        li {
            p { strong { (step.change.words()) } " " (moment(&step.at)) }
            @if let Some(reason) = step.reason { p { "Reason: " (reason) } }
            @if let Some(note) = step.note { p { "Note from the moderator:" } (text::said(note)) }
        }
    }
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
        }
    }
}
