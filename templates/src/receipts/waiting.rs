//! The receipt of a comment whose author's address is not confirmed yet.

use maud::{Markup, html};

use super::{own_trail, proof};
use crate::attachments::{self, FileRef};
use crate::form::{self, Button, ButtonLook};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text::{self, Moment, moment};

/// Posts to `{status}/mail-again`.
pub struct WaitingPage<'a> {
    pub place: Place<'a>,
    pub tracking_number: &'a str,
    pub received_at: Moment,
    /// Whether it came after the period closed.
    pub late: bool,
    /// Where the link was mailed to.
    pub email: &'a str,
    /// Until when following the link lets the comment count.
    pub holds_until: Moment,
    /// The SHA-256 of the canonical JSON, in hex.
    pub digest: &'a str,
    /// Where the author downloads that JSON.
    pub canonical_href: &'a str,
    pub files: Vec<FileRef<'a>>,
    /// Whether this portal shows its mails at `/mailbox`.
    pub has_mailbox: bool,
    /// Set right after another mail was asked for.
    pub asked_again: bool,
}

/// The receipt, with what is still to be done. Only the browser that sent the comment is shown it.
pub fn waiting(page: &WaitingPage<'_>) -> Markup {
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: own_trail(),
        ..Frame::new("Open the link that we mailed you", Section::Account)
    };
    let again = format!("/account/comments/{}/mail-again", page.tracking_number);
    let content = html! {
        @if page.asked_again {
            p.notice role="status" {
                "A new link is on its way, and ends the one before, unless several mails went to this address just now: "
                "then none is sent. Any link that you have for a comment of this browser confirms this one too."
            }
        }
        div.receipt {
            h1 { "Open the link that we mailed you" }
            p { "Your tracking number" }
            p.number id="tracking-number" { (page.tracking_number) }
            p { "Received " (moment(&page.received_at)) ", waiting for your address to be confirmed" }
        }
        @if page.late { p.notice { "The comment period had closed, so your comment is marked as late." } }
        p {
            "Your comment on " a href=(page.place.path()) { (page.place.title()) } " is stored. We mail a link to "
            strong { (text::isolated(page.email)) } ". Open it by " strong { (moment(&page.holds_until)) }
            ", and your comment counts from the time above."
        }
        p {
            "Until then nobody reads it, and it is in no figure. If the link is not opened in time, your comment is "
            "removed, and your text is a draft in this browser again."
        }
        @if page.has_mailbox {
            p.notice { "This is a demonstration: mails wait in " a href="/mailbox" { "the mailbox" } " and are not sent." }
        }
        (attachments::section(&page.files))
        h2 { "No mail?" }
        ul {
            li { "Wait a few minutes, and look in your spam folder." }
            li {
                "An address gets few such mails in an hour and in a day, whoever asks for them. If several went to this "
                "one, use a link that you have: the link for one comment confirms all that this browser sent with this "
                "address. Or ask for the link again in an hour, and at the latest the day after."
            }
            li {
                "Is the address above wrong? " a href={ (page.place.path()) "/comment" } { "Open your draft" }
                " and send it once more, unchanged, with the right one. It keeps its number and its time."
            }
        }
        (form::post(&again, form::button(&Button {
            name: "", value: "", label: "Mail me the link again", look: ButtonLook::Secondary,
        })))
        h2 { "Proof of what you sent" }
        (proof(page.digest, page.canonical_href))
        h2 { "Do others use this computer?" }
        p {
            "Whoever uses this browser can open this page until the link is opened. Keep your tracking number, and let the "
            "browser forget this page and your drafts. The link in the mail works all the same."
        }
        (form::post("/account/forget", form::button(&Button {
            name: "", value: "", label: "Forget this on this computer", look: ButtonLook::Secondary,
        })))
    };
    layout::page(&frame, content)
}
