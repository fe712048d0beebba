//! Where the link leads that stops mail.

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::text;

/// Posts `token` and `intent` (`stop` or `allow`) to `/mail/stop`.
pub struct MailStopPage<'a> {
    pub address: &'a str,
    pub token: &'a str,
    pub is_stopped: bool,
}

/// Asks, and changes nothing by itself: mail programs open links of their own accord.
pub fn mail_stop(page: &MailStopPage<'_>) -> Markup {
    let address = html! { strong { (text::isolated(page.address)) } };
    let (title, intent, label) = if page.is_stopped {
        ("No more mail", "allow", "Allow such mail again")
    } else {
        ("Stop mail", "stop", "Never mail this address")
    };
    let content = html! {
        h1 { (title) }
        @if page.is_stopped {
            p role="status" { "We send " (address) " no mail any more that somebody else can cause." }
        } @else {
            p {
                "Anybody can type " (address) " into a form here, and we then send a link there. You can stop that, \
                 whoever types it."
            }
        }
        ul {
            li { "No links to confirm the address, to sign in or to set a new password are sent then, not even when you ask." }
            li { "Mail about comments that you sent yourself still comes." }
            li { "You can undo it on this page, or on the page of your account." }
        }
        (form::post("/mail/stop", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (form::button(&Button { name: "intent", value: intent, label, look: ButtonLook::Primary }))
        }))
    };
    layout::page(&Frame::new(title, Section::Public), content)
}
