//! What is being entered and what waits to be checked.

use maud::{Markup, html};

use super::{OnPaper, on_paper};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text::{self, Moment, moment};

pub struct EntriesPage<'a> {
    pub clerk: &'a str,
    /// The areas within the grants.
    pub areas: Vec<AreaRow<'a>>,
    /// What others handed over.
    pub to_check: Vec<EntryRow<'a>>,
    /// What waits for somebody else, because this person typed some of it.
    pub handed_over: Vec<EntryRow<'a>>,
    pub being_entered: Vec<EntryRow<'a>>,
    /// What became a comment last.
    pub letters: Vec<LetterRow<'a>>,
}

pub struct AreaRow<'a> {
    pub place: Place<'a>,
    /// How many wait to be checked.
    pub waiting: i64,
}

pub struct EntryRow<'a> {
    pub id: i64,
    pub place: Place<'a>,
    pub came: OnPaper<'a>,
    pub received: Moment,
    pub signed_name: Option<&'a str>,
    pub entered_by: &'a str,
    /// Why it was sent back.
    pub note: Option<&'a str>,
}

pub struct LetterRow<'a> {
    pub id: i64,
    pub tracking_number: &'a str,
    pub place: Place<'a>,
    pub channel: &'a str,
    pub received: Moment,
}

/// The list.
pub fn entries(page: &EntriesPage<'_>) -> Markup {
    let content = html! {
        h1 { "Comments on paper" }
        p.meta { "Signed in as " (text::isolated(page.clerk)) }
        p {
            "What comes by paper, by post, by email, by telephone or at a hearing is typed by one person and checked by "
            "another. Then it is a comment like any other."
        }
        h2 { "To be checked by you" }
        @if page.to_check.is_empty() { p { "Nothing waits for you." } }
        (rows(&page.to_check))
        @if !page.handed_over.is_empty() { h2 { "To be checked by somebody else" } (rows(&page.handed_over)) }
        @if !page.being_entered.is_empty() { h2 { "Being entered" } (rows(&page.being_entered)) }
        h2 { "Enter a comment" }
        @if page.areas.is_empty() { p { "No area is within your reach yet." } }
        @else { ul.rows { @for area in &page.areas { (area_row(area)) } } }
        @if !page.letters.is_empty() {
            h2 { "Letters" }
            p { "What became a comment lately, each with a letter that names its tracking number." }
            ul.rows { @for row in &page.letters { (letter_row(row)) } }
        }
    };
    layout::page(&Frame::new("Comments on paper", Section::Entries), content)
}

fn rows(rows: &[EntryRow<'_>]) -> Markup {
    html! { @if !rows.is_empty() { ul.rows { @for row in rows { (entry_row(row)) } } } }
}

fn entry_row(row: &EntryRow<'_>) -> Markup {
    html! {
        li.row {
            h3 {
                a href={ "/entries/" (row.id) } {
                    "Entry " (row.id) @if let Some(name) = row.signed_name { ": " (text::isolated(name)) }
                }
            }
            p { (on_paper(row.came)) ", " (moment(&row.received)) }
            @if let Some(note) = row.note { (text::said(note)) }
            p.meta { (row.place.title()) ", " (row.place.initiative.title) " · entered by " (text::isolated(row.entered_by)) }
        }
    }
}

fn area_row(area: &AreaRow<'_>) -> Markup {
    let slug = area.place.area.map_or("", |it| it.slug);
    html! {
        li.row {
            h3 { a href={ "/entries/new/" (area.place.initiative.slug) "/" (slug) } { (area.place.title()) } }
            p.meta { (area.place.initiative.title) " · " (text::figure(area.waiting)) " to be checked" }
        }
    }
}

fn letter_row(row: &LetterRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { a href={ "/entries/" (row.id) "/letter" } { "Letter for " (row.tracking_number) } }
            p.meta { (row.channel) ", " (moment(&row.received)) " · " (row.place.title()) ", " (row.place.initiative.title) }
        }
    }
}
