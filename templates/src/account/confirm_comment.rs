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
    /// All that the button confirms.
    pub comments: Vec<CommentToConfirm<'a>>,
    pub email: &'a str,
    /// How the author is known: by the account's name, where there is an account.
    pub display_name: &'a str,
    pub has_account: bool,
}

/// One of the comments that a link confirms.
pub struct CommentToConfirm<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub received_at: Moment,
    pub body: &'a str,
}

/// Shows what was sent and asks whether it is the reader's: anybody could have sent it with their address.
pub fn confirm_comment(page: &ConfirmCommentPage<'_>) -> Markup {
    let is_one = page.comments.len() == 1;
    let title = if is_one { "Confirm your comment" } else { "Confirm your comments" };
    let frame = Frame {
        demonstration: page.comments.iter().find_map(|it| it.place.demonstration()),
        ..Frame::new(title, Section::Account)
    };
    let content = html! {
        h1 { (title) }
        @if !is_one { p { "These comments were sent from one browser. The button confirms all of them." } }
        @for comment in &page.comments { (sent(comment, page.email)) }
        p {
            @if page.has_account {
                (if is_one { "It becomes a comment" } else { "They become comments" }) " of the account " strong { (text::isolated(page.display_name)) } "."
            } @else {
                "Confirming makes you an account with the name " strong { (text::isolated(page.display_name)) }
                ", in which you follow what becomes of it. You sign in by a link that we mail you."
            }
        }
        @if is_one {
            p { "Did you not write it? Then do nothing: it is removed, and nobody reads it." }
        } @else {
            p { "Did you not write them? Then do nothing: they are removed, and nobody reads them." }
        }
        (form::post("/confirm-comment", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (submit(if is_one { "It is mine: confirm it" } else { "They are mine: confirm them" }))
        }))
    };
    layout::page(&frame, content)
}

fn sent(comment: &CommentToConfirm<'_>, email: &str) -> Markup {
    let label = format!("The comment {}", comment.tracking_number);
    html! {
        p {
            "This comment on " strong { (comment.place.title()) } " was sent with the address "
            strong { (text::isolated(email)) } ", " (moment(&comment.received_at)) ". Its tracking number is "
            (comment.tracking_number) "."
        }
        section.boxed tabindex="0" aria-label=(label) { (text::said(comment.body)) }
    }
}
