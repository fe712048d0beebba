//! What a tracking number shows to a stranger: the published comment, or why there is none.

use maud::{Markup, html};

use crate::attachments::{self, FileRef};
use crate::entries::{OnPaper, on_paper};
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::said::{self, Said, Who, who};
use crate::standing;
use crate::text::{self, Moment, moment};

pub struct CommentPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub who: Who<'a>,
    pub stance: Option<&'a str>,
    pub respondent_kind: Option<&'a str>,
    /// A day alone where the comment is anonymous.
    pub received: Moment,
    pub late: bool,
    /// The version, and the day when it took the place of the one before; none for the first.
    pub replaced: Option<(i32, Moment)>,
    /// It came from another system, not through the form.
    pub imported: bool,
    /// Set where staff entered it.
    pub on_paper: Option<OnPaper<'a>>,
    pub body: &'a str,
    /// The published answers, in the order of the form.
    pub said: Vec<Said<'a>>,
    pub files: Vec<FileRef<'a>>,
}

pub struct WithheldPage<'a> {
    pub place: Option<Place<'a>>,
    pub tracking_number: &'a str,
    /// The reason in words: `Personal information`.
    pub reason: &'a str,
    pub day: Moment,
}

pub struct WithdrawnPage<'a> {
    pub place: Option<Place<'a>>,
    pub tracking_number: &'a str,
}

/// A published comment.
pub fn show(page: &CommentPage<'_>) -> Markup {
    let title = format!("Comment {}", page.tracking_number);
    let mut trail = page.place.trail_below();
    trail.push(Crumb { title: "Comments", href: format!("{}/comments", page.place.path()) });
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail,
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        h1 { "Comment " span.number-inline { (page.tracking_number) } }
        @if page.late { p { (standing::late()) " This comment came after the comment period closed." } }
        (facts(page))
        h2 { "Comment" }
        (text::said(page.body))
        @if !page.said.is_empty() { h2 { "Answers" } (said::list(&page.said)) }
        (attachments::section(&page.files))
        p.quiet {
            "Names, organizations and respondent kinds are as described by the respondent. Nobody has checked them."
        }
    };
    layout::page(&frame, content)
}

/// A withheld comment: the reason and the day, and no more.
pub fn withheld(page: &WithheldPage<'_>) -> Markup {
    let content = html! {
        h1 { "This comment is withheld" }
        dl.facts {
            div { dt { "Tracking number" } dd { (page.tracking_number) } }
            div { dt { "Reason" } dd { (page.reason) } }
            div { dt { "Day of the decision" } dd { (moment(&page.day)) } }
        }
        p { "The public cannot see this comment. The agency still reads it and counts it like any other." }
        (author_hint(page.tracking_number))
    };
    tombstone("This comment is withheld", page.place, content)
}

/// A withdrawn comment, sent with status 410.
pub fn withdrawn(page: &WithdrawnPage<'_>) -> Markup {
    let content = html! {
        h1 { "This comment was withdrawn" }
        p { "Its author took the comment " (page.tracking_number) " back. It is no longer shown here." }
        (author_hint(page.tracking_number))
    };
    tombstone("This comment was withdrawn", page.place, content)
}

fn facts(page: &CommentPage<'_>) -> Markup {
    html! {
        dl.facts {
            div { dt { "From" } dd { (who(page.who)) } }
            @if let Some(kind) = page.respondent_kind {
                div { dt { "Respondent kind" } dd { (kind) } }
            }
            @if let Some(stance) = page.stance { div { dt { "Stance" } dd { (stance) } } }
            div { dt { "Area" } dd { a href=(page.place.path()) { (page.place.title()) } } }
            div { dt { "Received" } dd { (moment(&page.received)) } }
            @if let Some((version, on)) = &page.replaced {
                div { dt { "Version" } dd { "Version " (version) ", replaced on " (moment(on)) } }
            }
            @if let Some(came) = page.on_paper { div { dt { "Source" } dd { (on_paper(came)) ", entered by staff" } } }
            @if page.imported { div { dt { "Source" } dd { "Imported from another system" } } }
        }
    }
}

fn author_hint(tracking_number: &str) -> Markup {
    html! {
        p { "If it is yours, " a href={ "/account/comments/" (tracking_number) } { "sign in to see it in full" } "." }
    }
}

fn tombstone(title: &str, place: Option<Place<'_>>, content: Markup) -> Markup {
    let frame = Frame {
        demonstration: place.and_then(|it| it.demonstration()),
        trail: place.map(|it| it.trail_below()).unwrap_or_default(),
        ..Frame::new(title, Section::Public)
    };
    layout::page(&frame, content)
}
