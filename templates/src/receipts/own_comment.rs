//! An author's own comment: where it stands, the path that it took, what comes next, and what can be done.

use maud::{Markup, html};

use super::{Change, own_trail, proof};
use crate::attachments::{self, FileRef};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::said::{self, Said, Who, who};
use crate::standing::{self, Standing};
use crate::text::{self, Moment, moment};

pub struct OwnCommentPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub standing: Standing,
    /// The version that was decided on, where another one waits to be.
    pub decided_version: Option<i32>,
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
    /// Every version, the first first; what is shown is the last.
    pub versions: Vec<VersionRow>,
    pub replace: Replace,
    pub digest: &'a str,
    pub canonical_href: &'a str,
}

/// One step of the path as its author sees it: never by whom.
pub struct PathStep<'a> {
    pub at: Moment,
    pub change: Change,
    /// Where there are several: the version that it is about.
    pub version: Option<i32>,
    pub reason: Option<&'a str>,
    pub note: Option<&'a str>,
}

/// A version with its receipt.
pub struct VersionRow {
    pub version: i32,
    pub sent_at: Moment,
}

/// Whether the comment can be replaced, and until when.
pub enum Replace {
    UntilClosing(Moment),
    /// The period has closed, and late comments are taken.
    Late,
    ToMend(Moment),
    No,
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
            li { p { strong { "Next: " } (next(page)) } }
        }
        (replace(page))
        h2 { "What you sent" }
        @if 1 < page.versions.len() { (versions(page)) }
        p { "Shown to the public as: " (who(page.who)) }
        (text::said(page.body))
        (said::list_with_publicity(&page.said))
        (attachments::section(&page.files))
        h2 { "Proof of what you sent" }
        (proof(page.digest, page.canonical_href))
        @if page.versions.len() == 1 {
            p { a href={ (path(page)) "/versions/1" } { "Receipt to print" } }
        }
        @if page.standing != Standing::Withdrawn {
            h2 { "Take it back" }
            p { a href={ (path(page)) "/withdraw" } { "Withdraw this comment" } }
        }
    };
    layout::page(&frame, content)
}

fn path(page: &OwnCommentPage<'_>) -> String {
    format!("/account/comments/{}", page.tracking_number)
}

fn path_step(step: &PathStep<'_>) -> Markup {
    html! {
        li {
            p {
                strong { (step.change.words()) @if let Some(it) = step.version { " (version " (it) ")" } }
                " " (moment(&step.at))
            }
            @if let Some(reason) = step.reason { p { "Reason: " (reason) } }
            @if let Some(note) = step.note { p { "Note from the moderator:" } (text::said(note)) }
        }
    }
}

/// What comes next, in a sentence or two.
fn next(page: &OwnCommentPage<'_>) -> Markup {
    let newest = page.versions.len();
    html! {
        @match (page.standing, page.decided_version) {
            (Standing::Pending, _) => {
                "a moderator reads it and decides whether the public can see it. We mail you then."
            }
            (standing, Some(decided)) if standing != Standing::Withdrawn => {
                "a moderator decides on version " (newest) ". Until then version " (decided) " stays "
                (standing.word().to_lowercase()) ". We mail you when it is decided."
            }
            (Standing::Published, _) => { "the agency reads it with all others. You need not do anything." }
            (Standing::Withheld, _) => {
                "the agency reads it with all others, although the public does not see it."
                @if let Replace::ToMend(_) | Replace::UntilClosing(_) | Replace::Late = page.replace {
                    " You can mend what was wrong by replacing it."
                }
            }
            (Standing::Withdrawn, _) => { "nothing. You took it back, and that is final." }
        }
    }
}

fn replace(page: &OwnCommentPage<'_>) -> Markup {
    let until = match &page.replace {
        Replace::No => return html! {},
        Replace::UntilClosing(at) => html! { "until " (moment(at)) },
        Replace::Late => html! { "as long as late comments are taken" },
        Replace::ToMend(at) => html! { "until " (moment(at)) ", because it was withheld" },
    };
    html! {
        h2 { "Replace it" }
        p {
            "You can send another version " (until) ". Your comment keeps its number and the time when it was received, and stays "
            "as it is until a moderator has decided on the new version."
        }
        p { a.button.button-secondary href={ (path(page)) "/replace" } { "Replace this comment" } }
    }
}

fn versions(page: &OwnCommentPage<'_>) -> Markup {
    html! {
        ul {
            @for row in &page.versions {
                li {
                    a href={ (path(page)) "/versions/" (row.version) } { "Version " (row.version) ", with its receipt" }
                    ", sent " (moment(&row.sent_at))
                    @if page.decided_version == Some(row.version) { ": " (page.standing.word().to_lowercase()) }
                }
            }
        }
        p { "This is version " (page.versions.len()) ", the latest:" }
    }
}
