//! Staff, and what waits for a second administrator.

use maud::{Markup, html};

use super::{frame, submit, suspended};
use crate::form::{self, ButtonLook, ErrorSummary, Field, Need};
use crate::layout;
use crate::text::{self, Moment, moment};

pub struct AccountsPage<'a> {
    pub staff: Vec<StaffRow<'a>>,
    pub proposals: Vec<ProposalRow<'a>>,
    pub invitations: Vec<InvitationRow<'a>>,
    /// The address that was looked for.
    pub email: &'a str,
    /// Whether the administrator looks after the whole site, which adds a link.
    pub ends_sessions: bool,
    pub first_href: Option<&'a str>,
    pub next_href: Option<&'a str>,
    pub notice: Option<&'a str>,
    pub errors: ErrorSummary,
}

pub struct StaffRow<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub email: &'a str,
    /// Each with what it is for: `Moderator: Harbor plan`.
    pub roles: Vec<String>,
    pub has_codes: bool,
    pub last_seen: Option<Moment>,
    pub suspended: bool,
}

pub struct ProposalRow<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub role: String,
    pub until: Moment,
}

/// A role that waits for somebody without an account.
pub struct InvitationRow<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub email: &'a str,
    pub role: String,
    pub until: Moment,
}

/// The list, with a form that finds an account by its address. The address travels in a form: it has no business in
/// the log of a proxy.
pub fn accounts(page: &AccountsPage<'_>) -> Markup {
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Accounts" }
        p { a.button href="/admin/accounts/invite" { "Invite somebody" } }
        @if !page.proposals.is_empty() {
            h2 { "Waiting for a second administrator" }
            ul.rows { @for row in &page.proposals { (proposal_row(row)) } }
        }
        @if !page.invitations.is_empty() {
            h2 { "Invited, and not here yet" }
            ul.rows { @for row in &page.invitations { (invitation_row(row)) } }
        }
        h2 { "Find an account" }
        (form::post("/admin/accounts", html! {
            (form::email(&Field {
                name: "email",
                label: "Email address",
                hint: Some("The whole address of somebody whom your roles let you look after."),
                error: page.errors.of("email"),
                value: page.email,
                need: Need::Required,
                ..Field::default()
            }))
            (submit("Find", ButtonLook::Secondary))
        }))
        h2 { "Staff" }
        @if page.staff.is_empty() { p { "Nobody has a role yet that your own let you see." } }
        @else { ul.rows { @for row in &page.staff { (staff_row(row)) } } }
        (layout::pages(page.first_href, page.next_href))
        @if page.ends_sessions {
            h2 { "Sessions" }
            p { a href="/admin/sessions" { "Sign everybody out" } ", for when something is very wrong." }
        }
    };
    let mut frame = frame("Accounts", &[]);
    frame.errors = Some(&page.errors);
    layout::page(&frame, content)
}

/// Rows and no table: names and addresses are as long as they are, and a phone is narrow.
fn staff_row(row: &StaffRow<'_>) -> Markup {
    html! {
        li.row {
            h3 {
                a href={ "/admin/accounts/" (row.id) } { (text::isolated(row.display_name)) }
                @if row.suspended { " " (suspended()) }
            }
            p.meta { (text::isolated(row.email)) }
            p { @for (index, role) in row.roles.iter().enumerate() { @if 0 < index { br; } (role) } }
            p.meta {
                "One-time codes: " @if row.has_codes { "set up" } @else { strong { "not set up" } } " · "
                @match &row.last_seen { Some(at) => { "last seen " (moment(at)) }, None => "not seen lately" }
            }
        }
    }
}

fn proposal_row(row: &ProposalRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { a href={ "/admin/proposals/" (row.id) } { (text::isolated(row.display_name)) ": " (row.role) } }
            p.meta { "Until " (moment(&row.until)) }
        }
    }
}

fn invitation_row(row: &InvitationRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { (text::isolated(row.display_name)) ": " (row.role) }
            p.meta { (text::isolated(row.email)) ", until " (moment(&row.until)) }
            (form::post(&format!("/admin/invitations/{}/end", row.id), submit("Take the invitation back", ButtonLook::Secondary)))
        }
    }
}
