//! Taking one's comment back.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form;
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::standing::{self, Standing};

/// Posts to `/account/comments/{tracking_number}/withdraw`.
pub struct WithdrawPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub standing: Standing,
    /// Why it was not taken back at once.
    pub notice: Option<&'a str>,
}

/// Says what it means, and asks.
pub fn withdraw(page: &WithdrawPage<'_>) -> Markup {
    let number = page.tracking_number;
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: own_trail(),
        ..Frame::new("Withdraw your comment", Section::Account)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Withdraw your comment" }
        p { "Your comment " span.number-inline { (number) } " on " (page.place.title()) ": " (standing::tag(page.standing)) }
        ul {
            li { "The public does not see it any more, and it is in no figure of published comments." }
            li { "Its page says that it was withdrawn, and on which day." }
            li { "The agency keeps what was sent, in every version, as part of its records." }
            li { "What others have downloaded before cannot be called back." }
            li { strong { "This is final." } " You can write another comment as long as the area is open." }
        }
        (form::post(&format!("/account/comments/{number}/withdraw"), submit("Withdraw the comment")))
        p { a href={ "/account/comments/" (number) } { "Keep the comment" } }
    };
    layout::page(&frame, content)
}
