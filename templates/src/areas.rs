//! The page of an area: background, stated direction, comment period, and the way to the form.

use maud::{Markup, html};

use crate::initiatives::{Contact, contact};
use crate::layout::{self, Frame, Section};
use crate::period::{self, Period};
use crate::place::{self, Here, Place};
use crate::text::{self, Moment, moment};

pub struct AreaPage<'a> {
    pub place: Place<'a>,
    /// One or two sentences for search engines and link previews.
    pub summary: &'a str,
    /// Plain text; a blank line starts a paragraph.
    pub background: &'a str,
    pub stated_direction: &'a str,
    pub documents: Vec<Document<'a>>,
    pub period: Period,
    /// The history of the comment period, oldest first.
    pub events: Vec<PeriodEvent<'a>>,
    /// What came of the comments, newest first.
    pub outcomes: Vec<Outcome<'a>>,
    pub received: i64,
    pub published: i64,
    pub contact: Contact<'a>,
}

pub struct Document<'a> {
    pub title: &'a str,
    pub href: &'a str,
    pub note: Option<&'a str>,
}

/// A note of the agency on what came of the comments.
pub struct Outcome<'a> {
    pub title: &'a str,
    /// Plain text; a blank line starts a paragraph.
    pub body: &'a str,
    pub url: Option<&'a str>,
    pub published_at: Moment,
}

pub struct PeriodEvent<'a> {
    pub kind: PeriodEventKind,
    /// The new opening or closing time; of others, when the change took effect.
    pub at: Moment,
    /// When the change was made known here.
    pub noted_at: Moment,
    pub reason: &'a str,
}

/// What happened to a comment period. `at` is the time that the event sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodEventKind {
    Opened,
    Extended,
    ClosedEarly,
    Reopened,
    LateTaken,
    LateRefused,
}

/// The page of an area.
pub fn show(page: &AreaPage<'_>) -> Markup {
    let place = &page.place;
    let frame = Frame {
        description: Some(page.summary),
        demonstration: place.demonstration(),
        trail: place.trail_to(),
        ..Frame::new(place.title(), Section::Public)
    };
    let content = html! {
        h1 { (place.title()) }
        (place::tabs(place, Here::About))
        p { (period::tag(page.period.state)) " " (period::sentence(&page.period)) }
        @if page.period.state.takes_comments() {
            p { a.button href={ (place.path()) "/comment" } { "Comment on this area" } }
        }
        p { a href={ (place.path()) "/follow" } { "Follow this area" } " and be mailed when something changes." }
        div.columns {
            div {
                @if !page.outcomes.is_empty() {
                    h2 { "What came of the comments" }
                    (outcomes(&page.outcomes))
                }
                h2 { "Background" }
                (text::paragraphs(page.background))
                h2 { "Stated direction" }
                (stated_direction(page.stated_direction))
                p { "The form asks what you think of it. You can also write about anything else in this area." }
                (documents(&page.documents))
            }
            div {
                h2 { "Comments so far" }
                (figures(page))
                h2 { "Comment period" }
                (history(page))
                h2 { "Contact" }
                p { (contact(page.contact)) }
            }
        }
    };
    layout::page(&frame, content)
}

/// The direction that a stance is taken on, as a quotation.
pub(crate) fn stated_direction(direction: &str) -> Markup {
    html! { blockquote.direction { p { (direction) } } }
}

fn figures(page: &AreaPage<'_>) -> Markup {
    let path = page.place.path();
    html! {
        dl.stats {
            div { dt { "Received" } dd { (text::figure(page.received)) } }
            div { dt { "Published" } dd { a href={ (path) "/comments" } { (text::figure(page.published)) } } }
        }
        p { a href={ (path) "/summary" } { "See the summary" } }
    }
}

fn documents(documents: &[Document<'_>]) -> Markup {
    html! {
        @if !documents.is_empty() {
            h2 { "Documents" }
            ul {
                @for it in documents {
                    li { a href=(it.href) { (it.title) } @if let Some(note) = it.note { span.quiet { " " (note) } } }
                }
            }
        }
    }
}

fn history(page: &AreaPage<'_>) -> Markup {
    html! {
        dl.facts {
            div { dt { "Opens" } dd { (moment_or_not_set(page.period.opens_at.as_ref())) } }
            div { dt { "Closes" } dd { (moment_or_not_set(page.period.closes_at.as_ref())) } }
        }
        @if !page.events.is_empty() {
            h3 { "History" }
            (period_history(&page.events))
        }
    }
}

/// Notes on what came of the comments.
pub(crate) fn outcomes(outcomes: &[Outcome<'_>]) -> Markup {
    html! {
        @for it in outcomes {
            h3 { (it.title) }
            (text::paragraphs(it.body))
            @if let Some(url) = it.url { p { a href=(url) { (url) } } }
            p.quiet { "Published " (moment(&it.published_at)) }
        }
    }
}

/// What happened to a comment period, when, and why.
pub(crate) fn period_history(events: &[PeriodEvent<'_>]) -> Markup {
    html! {
        ol.history {
            @for event in events {
                li {
                    p { strong { (event.kind.words()) } " " (moment(&event.at)) }
                    p { (event.reason) }
                    p.quiet { "Noted " (moment(&event.noted_at)) }
                }
            }
        }
    }
}

fn moment_or_not_set(it: Option<&Moment>) -> Markup {
    html! { @match it { Some(it) => { (moment(it)) } None => { "Not set" } } }
}

impl PeriodEventKind {
    fn words(self) -> &'static str {
        match self {
            Self::Opened => "Opened",
            Self::Extended => "Extended to",
            Self::ClosedEarly => "Closed early",
            Self::Reopened => "Reopened until",
            Self::LateTaken => "Late comments taken from",
            Self::LateRefused => "Late comments taken until",
        }
    }
}
