//! One comment as a moderator sees it, with its history and the forms to decide.

use maud::{Markup, html};

use super::deciding;
use super::replaced::{self, Replaced};
use crate::attachments::{self, FileRef};
use crate::entries::{OnPaper, on_paper};
use crate::form::{Choice, ErrorSummary};
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::receipts::Change;
use crate::said::{self, Said, Who, who};
use crate::standing::{self, Standing};
use crate::text::{self, Moment, moment};

pub struct CommentPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub standing: Standing,
    pub received_at: Moment,
    pub late: bool,
    pub imported: bool,
    /// Set where staff entered it.
    pub on_paper: Option<OnPaperFacts<'a>>,
    /// The author as the public sees or would see them.
    pub who: Who<'a>,
    pub body: &'a str,
    /// Stance, respondent kind, organization and answers in words; the body is not among them.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
    /// What is worth a closer look, as sentences: `The text has characters that cannot be seen.`
    pub signals: Vec<&'a str>,
    /// Set where it was decided on before, and its author replaced it since.
    pub replaced: Option<Replaced<'a>>,
    /// Oldest first.
    pub history: Vec<HistoryRow<'a>>,
    /// The id of the latest decision that this page shows; 0 where there is none.
    pub decision: i64,
    /// The version that this page shows.
    pub version: i32,
    pub offered: Offered<'a>,
    /// The catalogue of reason codes.
    pub reason_codes: Vec<Choice<'a>>,
    /// What was typed, where the form comes back.
    pub reason_code: &'a str,
    pub note: &'a str,
    pub errors: ErrorSummary,
    /// What was done just now.
    pub notice: Option<&'a str>,
}

/// How a comment came that staff entered.
pub struct OnPaperFacts<'a> {
    pub came: OnPaper<'a>,
    /// The page of its entry.
    pub href: String,
    pub entered_by: &'a str,
    pub checked_by: &'a str,
    pub kept_at: Option<&'a str>,
    pub scans: Vec<FileRef<'a>>,
}

/// What the moderator may do now.
#[derive(Debug, Clone, Default)]
pub struct Offered<'a> {
    pub publish: bool,
    pub withhold: bool,
    /// The decision that can be undone, in words: `Published`.
    pub undo: Option<&'a str>,
    /// Why nothing is offered: the comment is the moderator's own, or was withdrawn.
    pub nothing_because: Option<&'a str>,
}

pub struct HistoryRow<'a> {
    pub at: Moment,
    pub actor: Actor<'a>,
    pub change: Change,
    /// Where there are several: the version that it is about.
    pub version: Option<i32>,
    pub reason: Option<&'a str>,
    pub note: Option<&'a str>,
}

/// Who made a decision.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    Moderator(&'a str),
    Author,
    System,
    Import,
}

/// A comment with its history and the forms to decide.
pub fn show(page: &CommentPage<'_>) -> Markup {
    let title = format!("Comment {}", page.tracking_number);
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: vec![Crumb { title: "Moderation queue", href: "/moderation".to_owned() }],
        errors: Some(&page.errors),
        ..Frame::new(&title, Section::Moderation)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Comment " span.number-inline { (page.tracking_number) } }
        p { (standing::tag(page.standing)) @if page.late { " " (standing::late()) } }
        @if !page.signals.is_empty() {
            div.warning { p { strong { "Look closely:" } } ul { @for signal in &page.signals { li { (signal) } } } }
        }
        div.columns {
            div {
                @if let Some(it) = &page.replaced { (replaced::what_changed(it, page.standing)) }
                @match &page.replaced {
                    Some(it) => { h2 { "Version " (it.version) } }
                    None => { h2 { "Comment" } }
                }
                (text::said(page.body))
                (attachments::section(&page.files))
                @if let Some(it) = &page.on_paper { (on_paper_section(it)) }
                h2 { "Details and answers" }
                (facts(page))
                (said::list_for_staff(&page.said))
            }
            div { (deciding::forms(page)) (history(page)) }
        }
    };
    layout::page(&frame, content)
}

fn facts(page: &CommentPage<'_>) -> Markup {
    html! {
        dl.facts {
            div { dt { "Area" } dd { (page.place.title()) ", " (page.place.initiative.title) } }
            div { dt { "Shown to the public as" } dd { (who(page.who)) } }
            div { dt { "Received" } dd { (moment(&page.received_at)) } }
            @if page.imported { div { dt { "Source" } dd { "Imported from another system" } } }
        }
    }
}

/// The scan is for staff: publishing the comment does not publish it.
fn on_paper_section(it: &OnPaperFacts<'_>) -> Markup {
    html! {
        h2 { "How it came" }
        dl.facts {
            div { dt { "Came" } dd { (on_paper(it.came)) } }
            div { dt { "Entered by" } dd { (text::isolated(it.entered_by)) } }
            div { dt { "Checked by" } dd { (text::isolated(it.checked_by)) } }
            @if let Some(kept_at) = it.kept_at { div { dt { "Original" } dd { (text::isolated(kept_at)) } } }
        }
        @if !it.scans.is_empty() { p { "Scans, which are never public:" } (attachments::list(&it.scans)) }
        p { a href=(it.href) { "See the entry beside its scan" } }
    }
}

fn history(page: &CommentPage<'_>) -> Markup {
    html! {
        h2 { "History" }
        ol.history {
            li { p { strong { "Received" } " " (moment(&page.received_at)) } }
            @for row in &page.history {
                li {
                    p { strong { (row.change.words()) @if let Some(it) = row.version { " (version " (it) ")" } } " by " (text::isolated(row.actor.name())) ", " (moment(&row.at)) }
                    @if let Some(reason) = row.reason { p { "Reason: " (reason) } }
                    @if let Some(note) = row.note { p { "Note to the author:" } (text::said(note)) }
                }
            }
        }
    }
}

impl<'a> Actor<'a> {
    /// Who it was, for a line that reads `Published by …`.
    pub fn name(self) -> &'a str {
        match self {
            Self::Moderator(name) => name,
            Self::Author => "the author",
            Self::System => "Lectern",
            Self::Import => "the import",
        }
    }
}
