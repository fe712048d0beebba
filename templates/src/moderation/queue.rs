//! The comments waiting for a decision, oldest first.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::said::{Who, who};
use crate::standing::{self, Standing};
use crate::text::{self, Moment, moment};

pub struct QueuePage<'a> {
    pub moderator: &'a str,
    /// How many wait under the filter shown.
    pub waiting: i64,
    /// How many on paper wait to be checked before they come here.
    pub to_check: i64,
    /// All areas first, then each that the moderator has a grant for.
    pub areas: Vec<AreaFilter<'a>>,
    pub rows: Vec<QueueRow<'a>>,
    pub next_href: Option<&'a str>,
    /// Set on every page but the first.
    pub first_href: Option<&'a str>,
    /// What was done just now, such as `LX7-… was published.`
    pub notice: Option<&'a str>,
}

pub struct AreaFilter<'a> {
    pub label: &'a str,
    pub href: String,
    pub waiting: i64,
    /// The filter shown now.
    pub current: bool,
}

pub struct QueueRow<'a> {
    pub tracking_number: &'a str,
    pub initiative_title: &'a str,
    pub area_title: &'a str,
    pub received_at: Moment,
    pub who: Who<'a>,
    pub stance: Option<&'a str>,
    pub excerpt: &'a str,
    pub late: bool,
    /// Set where it was decided on before, and its author replaced it since.
    pub replaced: Option<ReplacedRow>,
}

/// A version that waits, and the one that was decided on.
#[derive(Debug, Clone, Copy)]
pub struct ReplacedRow {
    pub version: i32,
    pub decided_version: i32,
    /// Where the comment stands until the new version is decided on.
    pub standing: Standing,
}

/// The queue.
pub fn queue(page: &QueuePage<'_>) -> Markup {
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Moderation queue" }
        p.meta { "Signed in as " (text::isolated(page.moderator)) }
        @if page.areas.len() > 1 { (areas(&page.areas)) }
        p { strong { (text::comments(page.waiting)) " waiting" } ", oldest first" }
        @if page.rows.is_empty() {
            p { "Nothing is waiting here. Thank you." }
        } @else {
            ol.rows { @for row in &page.rows { (queue_row(row)) } }
        }
        (layout::pages(page.first_href, page.next_href))
        p { a href="/entries" { "Comments on paper" } ": " (text::figure(page.to_check)) " to be checked" }
    };
    layout::page(&Frame::new("Moderation queue", Section::Moderation), content)
}

fn areas(areas: &[AreaFilter<'_>]) -> Markup {
    html! {
        nav.area-filter aria-label="Areas" {
            ul {
                @for area in areas {
                    li {
                        a href=(area.href) aria-current=[area.current.then_some("true")] {
                            (area.label) " " span.count { (text::figure(area.waiting)) span.hidden-visually { " waiting" } }
                        }
                    }
                }
            }
        }
    }
}

fn queue_row(row: &QueueRow<'_>) -> Markup {
    html! {
        li.row {
            h2 { a href={ "/moderation/comments/" (row.tracking_number) } { (row.tracking_number) } }
            p.byline { (who(row.who)) @if row.late { " " (standing::late()) } }
            @if let Some(it) = row.replaced {
                p {
                    strong { "Replaced: version " (it.version) ". " }
                    "Version " (it.decided_version) " is " (it.standing.word().to_lowercase()) "."
                }
            }
            p dir="auto" { bdi { (row.excerpt) } }
            p.meta {
                @if let Some(stance) = row.stance { (stance) " · " }
                (row.area_title) ", " (row.initiative_title) " · " (moment(&row.received_at))
            }
        }
    }
}
