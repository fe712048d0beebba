//! The list of published comments with its filters.

use maud::{Markup, html};

use crate::entries::{OnPaper, on_paper};
use crate::form::{self, Button, ButtonLook, Choice, Field, HiddenField};
use crate::layout::{self, Frame, NOT_A_VOTE, Section};
use crate::place::{self, Here, Place};
use crate::said::{Who, who};
use crate::standing;
use crate::text::{self, Moment, moment};

pub struct ListPage<'a> {
    /// An area, or an initiative with all its areas.
    pub place: Place<'a>,
    /// The stances to filter by, and the one chosen; empty is all.
    pub stances: Vec<Choice<'a>>,
    pub stance: &'a str,
    /// The respondent kinds to filter by, and the one chosen; empty is all.
    pub respondent_kinds: Vec<Choice<'a>>,
    pub respondent_kind: &'a str,
    /// How comments came in, to filter by, and the one chosen; empty is all.
    pub sources: Vec<Choice<'a>>,
    pub source: &'a str,
    /// Filters that the form does not offer (a day, an answer) and that it keeps.
    pub kept: Vec<HiddenField<'a>>,
    /// Every active filter in words.
    pub active: Vec<ActiveFilter<'a>>,
    /// How many comments match, in words: `1,234 comments`, `more than 10,000 comments`. None where it is not counted.
    pub matching: Option<&'a str>,
    pub rows: Vec<CommentRow<'a>>,
    /// Where older comments follow.
    pub next_href: Option<&'a str>,
    /// Set on every page but the first.
    pub first_href: Option<&'a str>,
    /// The same comments as CSV, with the same filters.
    pub csv_href: &'a str,
}

pub struct ActiveFilter<'a> {
    /// Such as `Stance: Support` or `Day: November 22, 2026`.
    pub words: &'a str,
    /// This list without the filter.
    pub remove_href: String,
}

pub struct CommentRow<'a> {
    pub tracking_number: &'a str,
    pub who: Who<'a>,
    pub stance: Option<&'a str>,
    pub respondent_kind: Option<&'a str>,
    /// A day alone where the comment is anonymous.
    pub received: Moment,
    /// The first 300 characters or so.
    pub excerpt: &'a str,
    pub late: bool,
    /// Set where staff entered it.
    pub on_paper: Option<OnPaper<'a>>,
    /// Set on an initiative's list.
    pub area_title: Option<&'a str>,
}

/// The list of published comments, newest first.
pub fn list(page: &ListPage<'_>) -> Markup {
    let title = title(page);
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        h1 { "Published comments" }
        p.lead { (page.place.title()) }
        (place::tabs(&page.place, Here::Comments))
        (filters(page))
        (active(page))
        @if page.rows.is_empty() {
            p { "No published comment matches." }
        } @else {
            ol.rows { @for row in &page.rows { (comment_row(row)) } }
        }
        (layout::pages(page.first_href, page.next_href))
        p { a href=(page.csv_href) { "Download these comments as CSV" } }
        p.quiet { (NOT_A_VOTE) }
    };
    layout::page(&frame, content)
}

/// Tells one list from another in a row of tabs: the filters, and whether it is the first page.
fn title(page: &ListPage<'_>) -> String {
    let mut title = "Published comments".to_owned();
    for filter in &page.active {
        title.push_str(", ");
        title.push_str(filter.words);
    }
    if page.first_href.is_some() {
        title.push_str(", continued");
    }
    format!("{title}: {}", page.place.title())
}

fn filters(page: &ListPage<'_>) -> Markup {
    let stance = Field { name: "stance", label: "Stance", value: page.stance, ..Field::default() };
    let kind = Field {
        name: "respondent_kind",
        label: "Respondent kind",
        value: page.respondent_kind,
        ..Field::default()
    };
    let source = Field { name: "source", label: "Source", value: page.source, ..Field::default() };
    html! {
        form.filters method="get" action={ (page.place.path()) "/comments" } {
            (form::select(&stance, "All", &page.stances))
            (form::select(&kind, "All", &page.respondent_kinds))
            (form::select(&source, "All", &page.sources))
            @for field in &page.kept { (form::hidden(field)) }
            (form::button(&Button { name: "", value: "", label: "Filter", look: ButtonLook::Secondary }))
        }
    }
}

fn active(page: &ListPage<'_>) -> Markup {
    html! {
        @if let Some(matching) = page.matching { p role="status" { strong { (matching) } } }
        @if !page.active.is_empty() {
            ul.active-filters {
                @for filter in &page.active {
                    li {
                        (text::isolated(filter.words)) " "
                        a href=(filter.remove_href) { "Remove" span.hidden-visually { " the filter " (filter.words) } }
                    }
                }
            }
        }
    }
}

/// A published comment among other things: without a heading of its own.
pub fn brief_row(row: &CommentRow<'_>) -> Markup {
    html! {
        li.row {
            p.byline {
                a href={ "/comments/" (row.tracking_number) } {
                    @match row.stance { Some(stance) => { (stance) } None => { "Position not given" } }
                    span.hidden-visually { ", comment " (row.tracking_number) }
                }
            }
            p dir="auto" { bdi { (row.excerpt) } }
            p.meta { (who(row.who)) " · " (moment(&row.received)) }
        }
    }
}

fn comment_row(row: &CommentRow<'_>) -> Markup {
    html! {
        li.row {
            h2 { a href={ "/comments/" (row.tracking_number) } { (row.tracking_number) } }
            p.byline { (who(row.who)) @if row.late { " " (standing::late()) } }
            p dir="auto" { bdi { (row.excerpt) } }
            p.meta {
                @if let Some(stance) = row.stance { (stance) " · " }
                @if let Some(kind) = row.respondent_kind { (kind) " · " }
                @if let Some(area) = row.area_title { (area) " · " }
                @if let Some(came) = row.on_paper { (on_paper(came)) " · " }
                (moment(&row.received))
            }
        }
    }
}
