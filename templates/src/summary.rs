//! The summary of an area or of an initiative: every figure, and the comments behind it.

use maud::{Markup, html};

use crate::figures::{self, Caption, Cell, Columns, CrossTable, Tally, linked};
use crate::layout::{self, Frame, NOT_A_VOTE, Section};
use crate::place::{self, Here, Place};
use crate::text::{self, Moment, moment};

pub struct SummaryPage<'a> {
    pub place: Place<'a>,
    pub counts: Counts<'a>,
    /// Published comments by stance.
    pub stance: Vec<Tally<'a>>,
    /// Published comments: a row for each respondent kind, a column for each stance.
    pub stance_by_kind: CrossTable<'a>,
    /// The area's published questions; for an initiative, those asked the same way in every area.
    pub questions: Vec<QuestionFigure<'a>>,
    /// Published comments by the time they came, as a picture. None where there is none.
    pub columns: Option<Columns>,
    /// The same as a table: the days on which comments came, oldest first.
    pub days: Vec<Day>,
    /// For an initiative: its areas. Empty for an area.
    pub areas: Vec<AreaFigures<'a>>,
    /// The moment that the figures are as of.
    pub as_of: Moment,
    pub csv_href: &'a str,
}

/// Received = pending + published + withheld + withdrawn.
pub struct Counts<'a> {
    pub received: i64,
    pub published: i64,
    pub published_href: Option<String>,
    pub pending: i64,
    pub withheld: i64,
    pub withheld_by_reason: Vec<Tally<'a>>,
    pub withdrawn: i64,
}

/// The answers to one published question, over published comments.
pub struct QuestionFigure<'a> {
    pub key: &'a str,
    pub prompt: &'a str,
    /// The published comments that answered it.
    pub answered: Cell,
    pub answers: QuestionAnswers<'a>,
}

pub enum QuestionAnswers<'a> {
    /// One for each comment: shares add up to the whole.
    SingleChoice(Vec<Tally<'a>>),
    /// Several for each comment: shares do not add up.
    MultipleChoice(Vec<Tally<'a>>),
    /// The five points with their words, and `not sure` last.
    Scale(Vec<Tally<'a>>),
    /// A row for each option, a column for each place, and one for unranked.
    Ranking(CrossTable<'a>),
}

pub struct Day {
    pub day: Moment,
    pub count: i64,
    pub href: Option<String>,
}

pub struct AreaFigures<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub received: i64,
    pub published: Cell,
    pub pending: i64,
    pub withheld: i64,
    pub withdrawn: i64,
}

/// The summary of an area or of an initiative.
pub fn show(page: &SummaryPage<'_>) -> Markup {
    let title = format!("Summary: {}", page.place.title());
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        h1 { "Summary of comments" }
        p.lead { (page.place.title()) }
        (place::tabs(&page.place, Here::Summary))
        p.notice { (NOT_A_VOTE) " Decisions do not depend on how many people pick each answer." }
        (counts(&page.counts))
        (areas(page))
        (stances(page))
        (questions(page))
        (days(page))
        h2 { "Check these figures" }
        p {
            "Each figure over published comments links to exactly the comments it counts. You can work all of them out "
            "again from " a href=(page.csv_href) { "the published comments as CSV" } "."
        }
        p.quiet { "Figures as of " (moment(&page.as_of)) "." }
    };
    layout::page(&frame, content)
}

fn counts(it: &Counts<'_>) -> Markup {
    html! {
        h2 { "Where the comments stand" }
        dl.stats {
            div { dt { "Received" } dd { (text::figure(it.received)) } }
            div { dt { "Published" } dd { (linked(it.published, it.published_href.as_deref(), "published")) } }
            div { dt { "Pending" } dd { (text::figure(it.pending)) } }
            div { dt { "Withheld" } dd { (text::figure(it.withheld)) } }
            div { dt { "Withdrawn" } dd { (text::figure(it.withdrawn)) } }
        }
        p.quiet { "Received is the sum of the other four. Withheld comments are still read and counted." }
        @if !it.withheld_by_reason.is_empty() {
            (figures::bars(Caption::plain("Withheld comments by reason"), "Reason", &it.withheld_by_reason, it.withheld))
        }
    }
}

fn areas(page: &SummaryPage<'_>) -> Markup {
    html! {
        @if !page.areas.is_empty() {
            h2 { "Areas" }
            (layout::scrolling("Areas", html! {
                table.counts {
                    caption { "Comments by area" }
                    thead {
                        tr {
                            th scope="col" { "Area" }
                            @for heading in ["Received", "Published", "Pending", "Withheld", "Withdrawn"] {
                                th scope="col" { (heading) }
                            }
                        }
                    }
                    tbody { @for area in &page.areas { (area_row(page, area)) } }
                }
            }))
        }
    }
}

fn area_row(page: &SummaryPage<'_>, area: &AreaFigures<'_>) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ (page.place.initiative_path()) "/" (area.slug) "/summary" } { (area.title) } }
            td { (text::figure(area.received)) }
            td { (linked(area.published.count, area.published.href.as_deref(), area.title)) }
            td { (text::figure(area.pending)) }
            td { (text::figure(area.withheld)) }
            td { (text::figure(area.withdrawn)) }
        }
    }
}

fn stances(page: &SummaryPage<'_>) -> Markup {
    html! {
        h2 { "Stance" }
        @if page.place.area.is_some() { p { "What people think of the stated direction. Published comments only." } }
        @else { p { "What people think of the stated direction of each area. Published comments only." } }
        (figures::bars(Caption::plain("Published comments by stance"), "Stance", &page.stance, page.counts.published))
        @if !page.stance_by_kind.rows.is_empty() {
            (figures::cross_table(Caption::plain("Stance by respondent kind"), &page.stance_by_kind))
            p.quiet { "Respondent kinds are as described by the respondents." }
        }
    }
}

fn questions(page: &SummaryPage<'_>) -> Markup {
    html! {
        @if !page.questions.is_empty() {
            h2 { "Answers" }
            p { "Every question is optional. Shares are of the published comments that answered it." }
            @for it in &page.questions { (question(it)) }
        }
    }
}

fn question(it: &QuestionFigure<'_>) -> Markup {
    let whole = it.answered.count;
    let answered = format!("{} answered", text::comments(whole));
    let href = it.answered.href.as_deref().filter(|_| whole > 0);
    let caption = Caption { about: it.prompt, words: &answered, href };
    html! {
        section.figure aria-labelledby={ "question-" (it.key) } {
            h3 id={ "question-" (it.key) } { (it.prompt) }
            @match &it.answers {
                QuestionAnswers::SingleChoice(tallies) | QuestionAnswers::Scale(tallies) => {
                    (figures::bars(caption, "Answer", tallies, whole))
                }
                QuestionAnswers::MultipleChoice(tallies) => {
                    (figures::bars(caption, "Answer", tallies, whole))
                    p.quiet { "One comment can pick several answers, so shares can add up to more than 100%." }
                }
                QuestionAnswers::Ranking(table) => {
                    (figures::cross_table(caption, table))
                    p.quiet { "Place 1 is the most important. What was left unranked is not counted as last." }
                }
            }
        }
    }
}

fn days(page: &SummaryPage<'_>) -> Markup {
    let rows: Vec<_> = page.days.iter().map(|it| (&it.day, it.count, it.href.as_deref())).collect();
    html! {
        @if let Some(columns) = &page.columns {
            h2 { "Comments by day" }
            p { "Published comments by the day we received them." }
            (figures::by_time(columns))
            (figures::day_table("Comments by day", &rows))
        }
    }
}
