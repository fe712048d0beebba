//! Figures: tables whose rows are also bars, so that picture and numbers cannot disagree.
//!
//! A bar is an SVG rectangle sized by its attributes: no inline style, and a reader without pictures misses nothing.

use maud::{Markup, html};

use crate::layout::scrolling;
use crate::text::{Moment, figure, moment};

/// One counted thing.
#[derive(Debug, Clone)]
pub struct Tally<'a> {
    pub label: &'a str,
    pub count: i64,
    /// The list of exactly the comments that are counted; None where they are not public.
    pub href: Option<String>,
}

/// A table of counts with labels on both sides.
#[derive(Debug, Clone)]
pub struct CrossTable<'a> {
    /// What the rows are: `Respondent kind`, `Option`.
    pub row_heading: &'a str,
    pub columns: Vec<&'a str>,
    pub rows: Vec<CrossRow<'a>>,
}

/// One row of a [`CrossTable`].
#[derive(Debug, Clone)]
pub struct CrossRow<'a> {
    pub label: &'a str,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

/// One count in a table.
#[derive(Debug, Clone)]
pub struct Cell {
    pub count: i64,
    pub href: Option<String>,
}

/// Counts over time, side by side.
#[derive(Debug, Clone)]
pub struct Columns {
    pub each: Span,
    /// Where the first and the last one begin.
    pub first: Moment,
    pub last: Moment,
    /// Oldest first.
    pub counts: Vec<i64>,
}

/// What one of the [`Columns`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Day,
    Week,
    /// A week, where so many are empty that those are left out.
    WeekWithComments,
}

/// What stands above a table.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// What the table is about, where the heading above says it already: heard, not seen, by those who go from one
    /// table to the next. Empty where the words say it.
    pub about: &'a str,
    pub words: &'a str,
    /// The comments that the words count, where they can be listed.
    pub href: Option<&'a str>,
}

/// Counted things as a table with a bar in each row. `whole` is what the shares are of.
pub fn bars(caption: Caption<'_>, row_heading: &str, tallies: &[Tally<'_>], whole: i64) -> Markup {
    html! {
        table.counts.bars {
            (caption.shown())
            thead { tr { th scope="col" { (row_heading) } th scope="col" { "Comments" } th scope="col" { "Share" } } }
            tbody {
                @for it in tallies {
                    tr {
                        th scope="row" { (it.label) (bar(it.count, whole)) }
                        td { (linked(it.count, it.href.as_deref(), it.label)) }
                        td { (share(it.count, whole)) }
                    }
                }
            }
        }
    }
}

/// Counts with labels on both sides.
pub fn cross_table(caption: Caption<'_>, table: &CrossTable<'_>) -> Markup {
    let content = html! {
        table.counts.cross {
            (caption.shown())
            thead {
                tr {
                    th scope="col" { (table.row_heading) }
                    @for column in &table.columns { th scope="col" { (column) } }
                }
            }
            tbody {
                @for row in &table.rows {
                    tr {
                        th scope="row" { (row.label) }
                        @for (cell, column) in row.cells.iter().zip(&table.columns) {
                            td { (linked(cell.count, cell.href.as_deref(), &format!("{}, {column}", row.label))) }
                        }
                    }
                }
            }
        }
    };
    scrolling(&caption.heard(), content)
}

/// A count, linked to the comments that it counts. What it counts is said to those who hear links out of context.
pub fn linked(count: i64, href: Option<&str>, counted: &str) -> Markup {
    html! {
        @match href {
            Some(href) if count > 0 => {
                a href=(href) { (figure(count)) span.hidden-visually { ": " (counted) } }
            }
            _ => { (figure(count)) }
        }
    }
}

/// Counts over time as a picture. It has no links: the table behind has those.
pub fn by_time(it: &Columns) -> Markup {
    let most = it.counts.iter().copied().max().unwrap_or(0).max(1);
    let width = it.counts.len() * 10;
    html! {
        svg.days viewBox={ "0 0 " (width) " 100" } width="100%" height="120" preserveAspectRatio="none"
            role="img" aria-label={ "Comments by " (it.each.word()) ". The table below has the figures by day." } {
            @for (index, count) in it.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let height = (count * 100 / most).max(1);
                rect.fill x=(index * 10 + 1) y=(100 - height) width="8" height=(height) {}
            }
        }
        // What the columns cannot say without words: where they start and end, and how high they are.
        p.days-ends {
            span { (it.each.of()) (moment(&it.first)) }
            span { "Most in one " (it.each.word()) ": " (figure(most)) }
            span { (it.each.of()) (moment(&it.last)) }
        }
        @if it.each == Span::WeekWithComments { p.quiet { "Weeks without a comment are left out." } }
    }
}

/// The days on which something was counted, behind a line to open. `days` is oldest first.
pub fn day_table(caption: &str, days: &[(&Moment, i64, Option<&str>)]) -> Markup {
    html! {
        details {
            summary { (caption) ": table" }
            table.counts {
                caption.hidden-visually { (caption) }
                thead { tr { th scope="col" { "Day" } th scope="col" { "Comments" } } }
                tbody {
                    @for (day, count, href) in days {
                        tr { th scope="row" { (day.words) } td { (linked(*count, *href, &day.words)) } }
                    }
                }
            }
            p.quiet { "Days without a comment are left out." }
        }
    }
}

impl Span {
    fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week | Self::WeekWithComments => "week",
        }
    }

    /// Goes before the day on which a column begins.
    fn of(self) -> &'static str {
        match self {
            Self::Day => "",
            Self::Week | Self::WeekWithComments => "Week of ",
        }
    }
}

impl<'a> Caption<'a> {
    /// A caption that says everything itself.
    pub fn plain(words: &'a str) -> Self {
        Self { about: "", words, href: None }
    }

    fn shown(self) -> Markup {
        html! {
            caption {
                @if !self.about.is_empty() { span.hidden-visually { (self.about) " " } }
                @match self.href {
                    Some(href) => { a href=(href) { (self.words) } }
                    None => { (self.words) }
                }
            }
        }
    }

    fn heard(self) -> String {
        if self.about.is_empty() {
            self.words.to_owned()
        } else {
            format!("{} {}", self.about, self.words)
        }
    }
}

fn bar(count: i64, whole: i64) -> Markup {
    html! { svg.bar aria-hidden="true" { rect width={ (percent(count, whole)) "%" } {} } }
}

fn share(count: i64, whole: i64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{}%", percent(count, whole)) }
}

/// Tenths below ten percent, whole numbers above: enough to compare, no more than the counts can bear.
fn percent(count: i64, whole: i64) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    let tenths = (i128::from(count) * 2_000 / i128::from(whole) + 1) / 2;
    if tenths >= 100 || tenths % 10 == 0 {
        ((tenths + 5) / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_small_ones_keep_a_tenth() {
        let shares: Vec<String> =
            [(0, 7), (1, 3), (2, 3), (1, 1_000), (7, 7), (1, 0), (95, 1_000), (1, 100)]
                .into_iter()
                .map(|(count, whole)| share(count, whole))
                .collect();

        assert_eq!(shares, ["0%", "33%", "67%", "0.1%", "100%", "–", "9.5%", "1%"]);
    }

    #[test]
    fn a_figure_links_to_what_it_counts_and_zero_links_nowhere() {
        assert!(
            linked(1_234, Some("/x?stance=support"), "Support")
                .into_string()
                .contains("href=\"/x?stance=support\">1,234<")
        );
        assert_eq!(linked(0, Some("/x"), "Support").into_string(), "0");
    }
}
