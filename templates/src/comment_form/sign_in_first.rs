//! The page between sending a comment and signing in.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text;

pub struct SignInFirstPage<'a> {
    pub place: Place<'a>,
    /// The path to come back to, unescaped: `/initiatives/genesis-mission/research-funding/comment`.
    pub next: &'a str,
}

/// Says that the draft is safe, and where to register or sign in.
pub fn sign_in_first(page: &SignInFirstPage<'_>) -> Markup {
    let next = text::query_value(page.next);
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        ..Frame::new("Register or sign in to submit", Section::Public)
    };
    let content = html! {
        h1 { "Register or sign in to submit" }
        p.notice role="status" { "Your draft is saved. It is not sent yet." }
        p {
            "We need an email address that works, so that we can send you a receipt and tell you what happens to your "
            "comment. The public never sees the address."
        }
        div.buttons {
            a.button href={ "/register?next=" (next) } { "Register" }
            a.button.button-secondary href={ "/sign-in?next=" (next) } { "Sign in" }
        }
        p { "You come back to your draft afterward, and can read it once more before you submit." }
        p { a href=(page.next) { "Go back to your draft" } }
    };
    layout::page(&frame, content)
}
