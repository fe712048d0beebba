//! What administrators see first: what is open, what waits, what was done, and the way to each page of theirs.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::period::{self, Period};
use crate::place::Place;
use crate::text::{self, Moment, moment};

pub struct HomePage<'a> {
    pub administrator: &'a str,
    pub tasks: Vec<Task<'a>>,
    /// The areas within the grants.
    pub areas: Vec<AreaRow<'a>>,
    /// Newest first.
    pub acts: Vec<RecentAct<'a>>,
    /// Roles that wait for the word of a second administrator.
    pub n_proposals: usize,
    /// Only for those who look after the whole site.
    pub mail: Option<MailFigures>,
    /// The reason, while the site can only be read.
    pub read_only: Option<&'a str>,
    /// The notice of the site.
    pub notice: Option<&'a str>,
}

/// One page, with a sentence on what it is for.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    pub path: &'a str,
    pub title: &'a str,
    pub sentence: &'a str,
}

/// An area, and what waits there.
pub struct AreaRow<'a> {
    pub place: Place<'a>,
    pub period: Period,
    pub pending: i64,
    /// Comments that were decided on, and replaced by their authors since.
    pub replaced: i64,
    /// How long the oldest of them waits: `3 days`.
    pub oldest: Option<String>,
    /// Comments whose authors have not confirmed their address.
    pub unconfirmed: i64,
    /// Comments on paper that one person entered and nobody else has checked.
    pub to_check: i64,
}

/// What an act of staff was about, in words.
pub struct RecentAct<'a> {
    pub at: Moment,
    /// None when an operator acted.
    pub actor: Option<&'a str>,
    pub act: &'a str,
    pub scope: Option<&'a str>,
    pub reason: Option<&'a str>,
}

#[derive(Debug, Clone, Copy)]
pub struct MailFigures {
    pub waiting: i64,
    /// For more than ten minutes.
    pub overdue: i64,
    pub undeliverable: i64,
}

/// The page.
pub fn home(page: &HomePage<'_>) -> Markup {
    let content = html! {
        h1 { "Administration" }
        p.meta { "Signed in as " (text::isolated(page.administrator)) }
        (now(page))
        h2 { "Areas" }
        @if page.areas.is_empty() { p { "No area is within your reach yet." } }
        @else { ul.rows { @for area in &page.areas { (area_row(area)) } } }
        h2 { "Pages" }
        ul.rows { @for task in &page.tasks { (row(task)) } }
        h2 { "What staff did lately" }
        @if page.acts.is_empty() { p { "Nothing yet." } }
        @else { ol.history { @for it in &page.acts { (act_row(it)) } } }
    };
    layout::page(&Frame::new("Administration", Section::Administration), content)
}

/// What asks for somebody.
fn now(page: &HomePage<'_>) -> Markup {
    html! {
        @if let Some(reason) = page.read_only {
            p.notice { strong { "The site can only be read. " } (reason) " " a href="/admin/site" { "Site" } }
        }
        @if let Some(notice) = page.notice {
            p { "Notice on every page: " (notice) }
        }
        @if page.n_proposals > 0 {
            p { a href="/admin/accounts" {
                (text::count(i64::try_from(page.n_proposals).unwrap_or(i64::MAX), "proposal of a role waits", "proposals of roles wait"))
            } }
        }
        @if let Some(mail) = page.mail {
            p {
                (text::count(mail.waiting, "mail waits", "mails wait")) " to be sent, " (text::figure(mail.overdue))
                " of them for more than ten minutes. "
                a href="/admin/mail?state=undeliverable" {
                    (text::count(mail.undeliverable, "mail could not be delivered", "mails could not be delivered"))
                }
            }
        }
    }
}

fn area_row(area: &AreaRow<'_>) -> Markup {
    let own = |page| match area.place.area {
        Some(it) => {
            format!("/admin/initiatives/{}/areas/{}/{page}", area.place.initiative.slug, it.slug)
        }
        None => "/admin".to_owned(),
    };
    html! {
        li.row {
            h3 { a href=(area.place.path()) { (area.place.title()) } }
            p { (period::tag(area.period.state)) " " (period::sentence(&area.period)) }
            p {
                (text::comments(area.pending)) " waiting for a decision"
                @if let Some(oldest) = &area.oldest { ", the oldest for " (oldest) }
                "."
                @if area.replaced > 0 {
                    " " (text::figure(area.replaced)) " more were replaced by their authors after a decision, and wait for another."
                }
                @if area.unconfirmed > 0 {
                    " " (text::figure(area.unconfirmed)) " more wait until their authors confirm an address."
                }
                @if area.to_check > 0 {
                    " " a href="/entries" { (text::comments(area.to_check)) " on paper" } " "
                    @if area.to_check == 1 { "waits" } @else { "wait" } " to be checked."
                }
            }
            p {
                a href=(own("period")) { "Comment period of " (area.place.title()) } " · "
                a href=(own("outcome")) { "Outcome of " (area.place.title()) }
            }
            p.meta { (area.place.initiative.title) }
        }
    }
}

fn act_row(it: &RecentAct<'_>) -> Markup {
    html! {
        li {
            p {
                strong { (it.act) }
                @if let Some(scope) = it.scope { ": " (scope) }
            }
            @if let Some(reason) = it.reason { p { (text::isolated(reason)) } }
            p.quiet {
                @match it.actor { Some(name) => { (text::isolated(name)) } None => { "An operator" } }
                ", " (moment(&it.at))
            }
        }
    }
}

fn row(task: &Task<'_>) -> Markup {
    html! {
        li.row {
            h3 { a href=(task.path) { (task.title) } }
            p { (task.sentence) }
        }
    }
}
