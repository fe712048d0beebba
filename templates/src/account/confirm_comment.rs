//! The page that the mail about a comment sent without an account leads to.

use maud::{Markup, html};

use super::submit;
use crate::form::{self, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text::{self, Moment, moment};

/// Posts `token` to `/confirm-comment`.
pub struct ConfirmCommentPage<'a> {
    pub token: &'a str,
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub received_at: Moment,
    pub body: &'a str,
    pub email: &'a str,
    /// How the author is known: by the account's name, where there is an account.
    pub display_name: &'a str,
    pub has_account: bool,
}

/// Shows the comment and asks whether it is the reader's: anybody could have sent one with their address.
pub fn confirm_comment(page: &ConfirmCommentPage<'_>) -> Markup {
    let frame = Frame {
        demonstration: page.place.demonstration(),
        ..Frame::new("Confirm your comment", Section::Account)
    };
    let content = html! {
        h1 { "Confirm your comment" }
        p {
            "This comment on " strong { (page.place.title()) } " was sent with the address "
            strong { (text::isolated(page.email)) } ", " (moment(&page.received_at)) ". Its tracking number is "
            (page.tracking_number) "."
        }
        div.boxed tabindex="0" role="region" aria-label="The comment" { (text::said(page.body)) }
        p {
            @if page.has_account {
                "It becomes a comment of the account " strong { (text::isolated(page.display_name)) } "."
            } @else {
                "Confirming makes you an account with the name " strong { (text::isolated(page.display_name)) }
                ", in which you follow your comment. You sign in by a link that we mail you."
            }
        }
        p { "Did you not write it? Then do nothing: it is removed, and nobody reads it." }
        (form::post("/confirm-comment", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (submit("It is mine: confirm it"))
        }))
    };
    layout::page(&frame, content)
}
