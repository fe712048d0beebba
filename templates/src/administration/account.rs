//! One account: its roles, how it is used, and what an administrator can do about it.

use maud::{Markup, html};

use super::{accounts_crumb, frame, submit, suspended};
use crate::form::{self, ButtonLook};
use crate::layout;
use crate::text::{self, Moment, moment};

pub struct AccountPage<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub email: &'a str,
    pub suspended_at: Option<Moment>,
    pub has_codes: bool,
    pub n_sessions: i64,
    pub last_seen: Option<Moment>,
    /// Those that the administrator's own roles reach.
    pub grants: Vec<GrantRow<'a>>,
    pub offered: Offered,
    /// Newest first; empty for whoever looks after a part of the site.
    pub acts: Vec<ActRow<'a>>,
    pub notice: Option<&'a str>,
}

pub struct GrantRow<'a> {
    pub id: i64,
    pub role: &'a str,
    pub scope: String,
    pub since: Moment,
}

/// What this administrator can do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// It is their own account.
    Nothing,
    /// They look after a part of the site.
    Roles,
    All,
}

pub struct ActRow<'a> {
    pub at: Moment,
    /// None for an operator.
    pub actor: Option<&'a str>,
    pub act: &'a str,
    pub role: Option<&'a str>,
    pub scope: Option<&'a str>,
    pub reason: Option<&'a str>,
}

pub fn account(page: &AccountPage<'_>) -> Markup {
    let content = html! {
        (layout::notice(page.notice))
        h1 { (text::isolated(page.display_name)) }
        (facts(page))
        h2 { "Roles" }
        @if page.grants.is_empty() { p { "None." } }
        @else { ul.rows { @for grant in &page.grants { (grant_row(page, grant)) } } }
        @match page.offered {
            Offered::Nothing => p { "This is your own account. Another administrator changes your roles; the rest is on "
                a href="/account" { "your own page" } "." },
            Offered::Roles => (give(page)),
            Offered::All => { (give(page)) (acts(page)) },
        }
        @if !page.acts.is_empty() { (history(&page.acts)) }
    };
    layout::page(&frame(page.display_name, &[accounts_crumb()]), content)
}

fn facts(page: &AccountPage<'_>) -> Markup {
    html! {
        dl.facts {
            div { dt { "Address" } dd { (text::isolated(page.email)) } }
            div {
                dt { "State" }
                dd {
                    @match &page.suspended_at {
                        Some(at) => { (suspended()) " since " (moment(at)) },
                        None => "Open",
                    }
                }
            }
            div { dt { "One-time codes" } dd { @if page.has_codes { "Set up" } @else { "Not set up" } } }
            div {
                dt { "Sessions" }
                dd {
                    (text::count(page.n_sessions, "session", "sessions"))
                    @if let Some(at) = &page.last_seen { ", last seen " (moment(at)) }
                }
            }
        }
    }
}

fn grant_row(page: &AccountPage<'_>, grant: &GrantRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { (grant.role) ": " (grant.scope) }
            p.meta { "Since " (moment(&grant.since)) }
            @if page.offered != Offered::Nothing {
                p {
                    a href={ (path(page)) "/revoke/" (grant.id) } {
                        "Take away" span.hidden-visually { ": " (grant.role) ", " (grant.scope) }
                    }
                }
            }
        }
    }
}

fn give(page: &AccountPage<'_>) -> Markup {
    html! {
        @if page.suspended_at.is_none() { p { a href={ (path(page)) "/give" } { "Give a role" } } }
    }
}

fn acts(page: &AccountPage<'_>) -> Markup {
    let path = path(page);
    html! {
        h2 { "Access" }
        @if page.suspended_at.is_some() {
            p { a href={ (path) "/lift" } { "Lift the suspension" } }
        } @else {
            div.buttons {
                (form::post(&format!("{path}/password-link"), submit("Mail a link to choose a password", ButtonLook::Secondary)))
                @if 0 < page.n_sessions {
                    (form::post(&format!("{path}/end-sessions"), submit("End all sessions", ButtonLook::Secondary)))
                }
            }
            @if page.has_codes { p { a href={ (path) "/reset-codes" } { "Remove the one-time codes" } } }
            p { a href={ (path) "/suspend" } { "Suspend the account" } }
        }
    }
}

fn history(acts: &[ActRow<'_>]) -> Markup {
    html! {
        h2 { "What was done" }
        ul.history {
            @for act in acts {
                li {
                    p {
                        (act.act)
                        @if let Some(role) = act.role { ": " (role) }
                        @if let Some(scope) = act.scope { " (" (scope) ")" }
                    }
                    @if let Some(reason) = act.reason { (text::said(reason)) }
                    p.meta {
                        @match act.actor { Some(name) => (text::isolated(name)), None => "An operator" }
                        ", " (moment(&act.at))
                    }
                }
            }
        }
    }
}

fn path(page: &AccountPage<'_>) -> String {
    format!("/admin/accounts/{}", page.id)
}
