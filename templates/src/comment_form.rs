//! The comment form, the page to check one's answers, and the page that asks who sends them.

mod before_you_write;
mod check;
mod fields;
mod files;
mod question;
mod steps;
mod your_address;

use maud::{Markup, html};

pub use check::{CheckPage, PersonalHint, check};
pub use files::{DraftFileRow, FilesPage, files};
pub use question::{AnswerOption, Question, QuestionKind, Typed};
pub use steps::{InSteps, Step};
pub use your_address::{YourAddressPage, your_address};

use crate::attachments::FileRef;
use crate::form::{self, Choice, ErrorSummary, Need};
use crate::layout::{self, Frame, Section};
use crate::period::{self, Period};
use crate::place::Place;
use crate::said::{self, Said};
use crate::text::{self, Moment, moment};

/// Everything on the comment form. Typed values are given back as they came, also unknown ones.
pub struct CommentForm<'a> {
    /// With its area.
    pub place: Place<'a>,
    /// Where the form posts to.
    pub action: &'a str,
    /// Set where the form is for another version of a comment.
    pub replaces: Option<ReplacedComment<'a>>,
    pub visitor: Visitor<'a>,
    pub period: Period,
    pub stated_direction: &'a str,
    pub privacy_notice: &'a str,
    pub omb_control_number: Option<&'a str>,
    pub submission_key: &'a str,
    /// Stands for the account that the form is made for; empty for a browser.
    pub writer: &'a str,
    /// The draft's revision that this form was made from; 0 where there is no draft yet.
    pub revision: i64,
    /// The version of the questions and the stated direction that this form shows.
    pub question_set: i32,
    /// Set where the form comes in steps.
    pub in_steps: Option<InSteps>,
    /// What a stance can be.
    pub stances: Vec<Choice<'a>>,
    /// How the author can be shown.
    pub attributions: Vec<Choice<'a>>,
    pub stance: &'a str,
    pub body: &'a str,
    pub questions: Vec<Question<'a>>,
    /// The catalogue of respondent kinds.
    pub respondent_kinds: Vec<Choice<'a>>,
    pub respondent_kind: &'a str,
    pub organization: &'a str,
    pub attribution: &'a str,
    /// What lies with the draft.
    pub files: Vec<FileRef<'a>>,
    pub errors: ErrorSummary,
    /// Set right after a draft was saved.
    pub saved: Option<Moment>,
    /// Set where another tab saved a newer draft than the one that this form was made from.
    pub other_draft: Option<OtherDraft<'a>>,
    /// A sentence at the top: a rate limit, an area that closed meanwhile, a sign-in that ran out.
    pub notice: Option<&'a str>,
    /// Set where this form was sent before with other content, which stands.
    pub already_sent: Option<AlreadySent<'a>>,
    /// Set where this text was sent and waits for its author's address to be confirmed.
    pub waits: Option<WaitingComment<'a>>,
}

/// A comment that is to be replaced, as its author saw it.
#[derive(Debug, Clone, Copy)]
pub struct ReplacedComment<'a> {
    pub tracking_number: &'a str,
    pub version: i32,
}

/// The comment that this text was sent as.
pub struct WaitingComment<'a> {
    pub tracking_number: &'a str,
}

/// The comment that came of this form before.
pub struct AlreadySent<'a> {
    pub tracking_number: &'a str,
}

/// Who fills in the form.
#[derive(Debug, Clone, Copy)]
pub enum Visitor<'a> {
    SignedOut,
    SignedIn { display_name: &'a str },
}

/// The newer draft that another tab saved, shown read-only beside the form.
pub struct OtherDraft<'a> {
    pub saved_at: Moment,
    pub said: Vec<Said<'a>>,
}

/// The comment form.
pub fn form(page: &CommentForm<'_>) -> Markup {
    let heading = match &page.replaces {
        Some(it) => format!("Replace your comment {}", it.tracking_number),
        None => format!("Comment on {}", page.place.title()),
    };
    let step = page.in_steps.map(|it| format!("{}: ", it.words())).unwrap_or_default();
    let title = format!("{}{step}{heading}", what_happened(page));
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        errors: Some(&page.errors),
        scripts: &["form.js", "writing.js"],
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        (notices(page))
        h1 { (heading) }
        @if let Some(it) = page.in_steps {
            p.progress { (it.words()) }
            (steps::way(it.number, it.of))
        }
        @if let Some(it) = page.replaces { (replaces(page, it)) }
        (other_draft(page.other_draft.as_ref()))
        p { (period::sentence(&page.period)) }
        p { (what_is_required(page)) }
        (visitor(page.visitor))
        (before_you_write::notes(&page.place, page.privacy_notice, page.omb_control_number))
        (form::post(page.action, fields::all(page)))
    };
    layout::page(&frame, content)
}

/// The start of the page's title: what somebody who only hears the title must know first.
fn what_happened(page: &CommentForm<'_>) -> &'static str {
    if !page.errors.is_empty() {
        ""
    } else if page.other_draft.is_some() {
        "Two drafts: "
    } else if page.already_sent.is_some() {
        "Not sent again: "
    } else if page.saved.is_some() {
        "Draft saved: "
    } else {
        ""
    }
}

fn what_is_required(page: &CommentForm<'_>) -> &'static str {
    if page.questions.iter().any(|it| it.need == Need::Required) {
        "Your comment itself and what is marked as required must be there. You can leave every other field empty."
    } else {
        "Only your comment itself is required. You can leave every other field empty."
    }
}

fn notices(page: &CommentForm<'_>) -> Markup {
    html! {
        (layout::notice(page.notice))
        @if let Some(earlier) = &page.already_sent { (already_sent(earlier)) }
        @if let Some(waits) = &page.waits { (waiting(waits)) }
        @if let Some(saved) = &page.saved { p.notice role="status" { "Draft saved at " (moment(saved)) "." } }
    }
}

fn visitor(it: Visitor<'_>) -> Markup {
    html! {
        @match it {
            Visitor::SignedOut => {
                p.notice {
                    "You need no account to comment: when you submit, we ask for your name and your email address. "
                    "Your draft is kept in this browser for 30 days."
                }
            }
            Visitor::SignedIn { display_name } => {
                p.meta { "Signed in as " (text::isolated(display_name)) }
            }
        }
    }
}

/// What replacing means.
fn replaces(page: &CommentForm<'_>, it: ReplacedComment<'_>) -> Markup {
    html! {
        p {
            "This is your comment on " (page.place.title()) " as you sent it (version " (it.version) "). Change what you want: "
            "it keeps its number and the time when it was received, and stays as it is until a moderator has decided on the "
            "new version. " a href={ "/account/comments/" (it.tracking_number) } { "Leave it as it is" }
        }
    }
}

fn already_sent(earlier: &AlreadySent<'_>) -> Markup {
    html! {
        p.notice role="alert" {
            "You sent this form before, with other content, as comment "
            a href={ "/account/comments/" (earlier.tracking_number) } { (earlier.tracking_number) }
            ". That comment stands as it is. What is in the form below was not sent. To send it as another "
            "comment, press Submit again."
        }
    }
}

fn waiting(it: &WaitingComment<'_>) -> Markup {
    html! {
        p.notice role="status" {
            "You sent this text as comment "
            a href={ "/account/comments/" (it.tracking_number) } { (it.tracking_number) }
            ". It waits for your address to be confirmed: open the link that we mailed you."
        }
    }
}

/// Both texts of two tabs on one draft: the newer one here, read-only; what this tab typed stays in the form.
fn other_draft(draft: Option<&OtherDraft<'_>>) -> Markup {
    html! {
        @if let Some(draft) = draft {
            section.other-draft aria-labelledby="other-draft" {
                h2 id="other-draft" { "You saved a newer draft in another tab" }
                p {
                    "It was saved at " (moment(&draft.saved_at)) " and is shown here. What you typed in this tab is in "
                    "the form below. Copy what you want to keep into the form: the next time you save, the form "
                    "replaces the newer draft."
                }
                section.boxed tabindex="0" aria-label="The newer draft" { (said::list(&draft.said)) }
            }
        }
    }
}
