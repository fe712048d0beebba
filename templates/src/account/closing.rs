//! Closing one's account: everything that it means, before it is confirmed.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form::{self, Choice, ChoiceGroup, ErrorSummary, Item, Need};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::standing::{self, Standing};
use crate::text::count;

/// Posts `understood` to `/account/close`.
pub struct ClosePage<'a> {
    pub n_drafts: i64,
    /// What was sent and not withdrawn, newest first.
    pub comments: Vec<StayingRow<'a>>,
    pub has_roles: bool,
    /// Nobody else looks after the whole site: then there is no button.
    pub is_last_administrator: bool,
    /// Days for which the list of mails that were sent is kept.
    pub keep_mails_days: u32,
    pub errors: ErrorSummary,
}

/// A comment that stays.
pub struct StayingRow<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub standing: Standing,
    pub shown_as: ShownAs,
}

/// How a comment is shown once its author has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownAs {
    /// It was sent under the author's name.
    AnonymousFromNowOn,
    AnonymousAsBefore,
    TheOrganizationAsBefore,
}

/// Says what happens to everything, and asks.
pub fn close(page: &ClosePage<'_>) -> Markup {
    let frame = Frame {
        trail: own_trail(),
        errors: Some(&page.errors),
        ..Frame::new("Close your account", Section::Account)
    };
    let content = html! {
        h1 { "Close your account" }
        h2 { "What happens" }
        (what_happens(page))
        @if !page.comments.is_empty() {
            h2 { "Comments that stay" }
            p { "Withdraw first what should not stay. Afterward you cannot." }
            ul.rows { @for it in &page.comments { (staying(it)) } }
        }
        h2 { "Close it" }
        @if page.is_last_administrator {
            p { "You are the only administrator for everything. Make somebody else one first." }
        } @else {
            p {
                "Before you do, you can " a href="/account/data" { "download everything that is held about you" }
                ", the receipts of your comments among it."
            }
            (form::post("/account/close", html! { (understood(page)) (submit("Close my account")) }))
        }
        p { a href="/account" { "Keep my account" } }
    };
    layout::page(&frame, content)
}

/// The farewell.
pub fn closed() -> Markup {
    let content = html! {
        h1 { "Your account is closed" }
        p { "We sent a last mail to your address to confirm it. You are signed out everywhere." }
        p { a href="/" { "See the initiatives" } }
    };
    layout::page(&Frame::new("Your account is closed", Section::Account), content)
}

fn what_happens(page: &ClosePage<'_>) -> Markup {
    html! {
        ul {
            li { "Your drafts are deleted. You have " (count(page.n_drafts, "draft", "drafts")) "." }
            li { "The comments that you sent stay, because they are part of the agency's records. Your name does not: it is removed." }
            li { "What you sent under your name is shown as anonymous: without name, organization, and time of day." }
            li { "What you sent in the name of an organization stays the organization's." }
            li { "You are signed out everywhere. Your password, one-time codes and mailed links stop working." }
            @if page.has_roles { li { "Your roles end. Decisions that you made stand, as made by a closed account." } }
            li { "You get no more mail about your comments. With its tracking number you can still look up each that is published." }
            li { "Your address is removed, and can be registered again. A new account does not get these comments back." }
            li { "The list of mails that we sent you is kept for " (count(page.keep_mails_days.into(), "more day", "more days")) ", without their texts." }
            li { "What others have downloaded before cannot be called back." }
        }
    }
}

fn staying(it: &StayingRow<'_>) -> Markup {
    html! {
        li.row {
            h3 { a href={ "/account/comments/" (it.tracking_number) } { (it.tracking_number) } }
            p { (standing::tag(it.standing)) " " (it.place.title()) }
            p { (it.shown_as.words()) }
            p { a href={ "/account/comments/" (it.tracking_number) "/withdraw" } { "Withdraw " (it.tracking_number) } }
        }
    }
}

fn understood(page: &ClosePage<'_>) -> Markup {
    form::checkboxes(&ChoiceGroup {
        name: "understood",
        legend: "This cannot be undone",
        hint: None,
        publicity: None,
        error: page.errors.of("understood"),
        need: Need::Required,
        lead: html! {},
        items: vec![Item::plain(Choice {
            value: "yes",
            label: "I understand what happens, and want to close my account",
        })],
        chosen: Vec::new(),
    })
}

impl ShownAs {
    fn words(self) -> &'static str {
        match self {
            Self::AnonymousFromNowOn => {
                "Sent under your name. From then on it is shown as anonymous."
            }
            Self::AnonymousAsBefore => "Shown as anonymous, as before.",
            Self::TheOrganizationAsBefore => "Stays the organization's, as before.",
        }
    }
}
