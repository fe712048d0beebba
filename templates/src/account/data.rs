//! Taking home what is held about oneself.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form;
use crate::layout::{self, Frame, Section};

/// Says what is in the file; a button posts to `/account/data`.
pub fn data() -> Markup {
    let frame =
        Frame { trail: own_trail(), ..Frame::new("Everything held about you", Section::Account) };
    let content = html! {
        h1 { "Everything held about you" }
        p { "One zip file, with each table as JSON and as CSV:" }
        ul {
            li { "your account, your roles, where you are signed in, and when your devices were last seen" }
            li { "your comments in all their versions, your answers, and the receipts: digest and nonce" }
            li { "what was decided on them, as you were told" }
            li { "your drafts" }
            li { "mails to your address: kind, time, and whether they arrived" }
        }
        p { "Passwords, codes and links are not in it. Keep the file where nobody else reads it." }
        (form::post("/account/data", submit("Download everything")))
    };
    layout::page(&frame, content)
}
