//! The page for the second of two moderators: who was first, when, and what they decided.

use maud::{Markup, html};

use super::Actor;
use crate::layout::{self, Crumb, Frame, Section};
use crate::receipts::Change;
use crate::text::{self, Moment, moment};

pub struct AlreadyDecidedPage<'a> {
    pub tracking_number: &'a str,
    pub actor: Actor<'a>,
    pub at: Moment,
    pub change: Change,
    pub reason: Option<&'a str>,
    /// What the second moderator had typed, so that it is not lost.
    pub note: &'a str,
}

/// Tells the second of two moderators who was first. Sent with status 409.
pub fn already_decided(page: &AlreadyDecidedPage<'_>) -> Markup {
    let frame = Frame {
        trail: vec![Crumb { title: "Moderation queue", href: "/moderation".to_owned() }],
        ..Frame::new("Somebody was first", Section::Moderation)
    };
    let content = html! {
        h1 { "Somebody was first" }
        p.notice role="alert" { "Your decision on comment " (page.tracking_number) " was not made. This one came first:" }
        p {
            strong { (page.change.words()) } " by " (text::isolated(page.actor.name())) ", " (moment(&page.at))
            @if let Some(reason) = page.reason { br; "Reason: " (reason) }
        }
        @if !page.note.is_empty() { h2 { "The note that you typed" } (text::said(page.note)) }
        div.buttons {
            a.button href={ "/moderation/comments/" (page.tracking_number) } { "See the comment as it stands now" }
            a.button.button-secondary href="/moderation" { "Back to the queue" }
        }
    };
    layout::page(&frame, content)
}
