//! What people are told on their own page about mail to them.

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook};
use crate::text::{Moment, moment};

#[derive(Default)]
pub struct MailNotes {
    /// Since when mail to the address has not arrived.
    pub undeliverable_since: Option<Moment>,
    /// Whether the address is on the list of those that get no mail which somebody else can cause.
    pub is_stopped: bool,
}

/// Nothing where all is well. Posts to `/account/mail/allow`.
pub fn mail_notes(notes: &MailNotes) -> Markup {
    html! {
        @if let Some(since) = &notes.undeliverable_since {
            div.warning {
                p {
                    "We could not deliver mail to your address since " (moment(since)) ". Check whether it is right and \
                     whether your mailbox is full. " a href="/account/address" { "Change your address" }
                }
            }
        }
        @if notes.is_stopped {
            div.warning {
                p {
                    "Your address gets no links to sign in and none to set a new password, because somebody opened the \
                     link in one of our mails that stops them. Mail about your comments still comes."
                }
                (form::post("/account/mail/allow", html! {
                    (form::button(&Button { name: "", value: "", label: "Allow such mail again", look: ButtonLook::Secondary }))
                }))
            }
        }
    }
}
