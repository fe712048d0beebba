//! One's own page: drafts and comments.

use maud::{Markup, html};

use super::mail_notes::{MailNotes, mail_notes};
use crate::form::{self, Button, ButtonLook};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::standing::{self, Standing};
use crate::text::{self, Moment, moment};

pub struct AccountPage<'a> {
    pub display_name: &'a str,
    pub email: &'a str,
    pub drafts: Vec<DraftRow<'a>>,
    /// Newest first.
    pub comments: Vec<OwnCommentRow<'a>>,
    /// The areas that the account follows.
    pub followed: Vec<Place<'a>>,
    /// Whether the account may moderate, which adds a link.
    pub moderates: bool,
    /// The same for the pages of administrators.
    pub administers: bool,
    pub notice: Option<&'a str>,
    pub mail: MailNotes,
}

pub struct DraftRow<'a> {
    pub place: Place<'a>,
    pub saved_at: Moment,
    /// The first words of the body.
    pub excerpt: &'a str,
    /// The number of the comment that it is to replace.
    pub replaces: Option<&'a str>,
}

pub struct OwnCommentRow<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub received_at: Moment,
    pub standing: Standing,
}

/// What can be changed about an account: where, its title, and a sentence.
const SETTINGS: [(&str, &str, &str); 7] = [
    ("/account/name", "Name", "The name that stands with what you send under your name."),
    ("/account/address", "Email address", "Where our mail reaches you, and how you sign in."),
    ("/account/password", "Password", "Set, change or remove it."),
    (
        "/account/one-time-code",
        "One-time codes",
        "A code from an app, besides your password or a mailed link.",
    ),
    ("/account/sessions", "Where you are signed in", "See each browser, and sign out there."),
    ("/account/data", "Everything held about you", "Download it as one file."),
    (
        "/account/close",
        "Close my account",
        "What happens to your drafts and comments is said first.",
    ),
];

/// One's own page, with a button that posts to `/sign-out`.
pub fn home(page: &AccountPage<'_>) -> Markup {
    let content = html! {
        (layout::notice(page.notice))
        h1 { "My account" }
        (mail_notes(&page.mail))
        p { "Signed in as " strong { (text::isolated(page.display_name)) } " (" (text::isolated(page.email)) ")." }
        @if page.moderates { p { a href="/moderation" { "Go to the moderation queue" } } }
        @if page.moderates || page.administers { p { a href="/entries" { "Enter or check comments on paper" } } }
        @if page.administers { p { a href="/admin" { "Go to the administration" } } }
        h2 { "My drafts" }
        @if page.drafts.is_empty() { p { "You have no draft." } }
        @else { ul.rows { @for draft in &page.drafts { (draft_row(draft)) } } }
        h2 { "My comments" }
        @if page.comments.is_empty() {
            p { "You have sent no comment yet. " a href="/" { "Find an initiative" } }
        } @else {
            ul.rows { @for row in &page.comments { (comment_row(row)) } }
        }
        @if !page.followed.is_empty() {
            h2 { "What I follow" }
            ul.rows {
                @for place in &page.followed {
                    li.row {
                        h3 { a href={ (place.path()) "/follow" } { (place.title()) } }
                        p.meta { (place.initiative.title) }
                    }
                }
            }
        }
        h2 { "Settings" }
        ul.rows { @for (href, title, what) in SETTINGS { li.row { h3 { a href=(href) { (title) } } p { (what) } } } }
        (form::post("/sign-out", html! {
            (form::button(&Button { name: "", value: "", label: "Sign out", look: ButtonLook::Secondary }))
        }))
    };
    layout::page(&Frame::new("My account", Section::Account), content)
}

fn draft_row(draft: &DraftRow<'_>) -> Markup {
    let href = match draft.replaces {
        Some(number) => format!("/account/comments/{number}/replace"),
        None => format!("{}/comment", draft.place.path()),
    };
    html! {
        li.row {
            h3 { a href=(href) { (draft.place.title()) } }
            @if let Some(number) = draft.replaces { p { "To replace your comment " (number) } }
            p dir="auto" {
                @if draft.excerpt.is_empty() { span.quiet { "Nothing written yet" } } @else { bdi { (draft.excerpt) } }
            }
            p.meta { (draft.place.initiative.title) " · saved " (moment(&draft.saved_at)) }
        }
    }
}

fn comment_row(row: &OwnCommentRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { a href={ "/account/comments/" (row.tracking_number) } { (row.tracking_number) } }
            p { (standing::tag(row.standing)) " " (row.place.title()) }
            p.meta { (row.place.initiative.title) " · received " (moment(&row.received_at)) }
        }
    }
}
