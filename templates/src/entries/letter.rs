//! A letter for whoever sent a comment on paper: to be printed, and sent or handed over.

use maud::{Markup, html};

use super::{OnPaper, crumb, on_paper};
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::text::{self, Moment, moment};

pub struct LetterPage<'a> {
    pub place: Place<'a>,
    pub entry_href: &'a str,
    pub agency: &'a str,
    pub contact: &'a str,
    pub tracking_number: &'a str,
    /// Whom the letter is for, as they signed.
    pub signed_name: Option<&'a str>,
    pub came: OnPaper<'a>,
    pub received: Moment,
    pub late: bool,
    /// Where the public sees it once it is published, as a whole address.
    pub address: &'a str,
    /// The SHA-256 of what was received, in hex.
    pub digest: &'a str,
}

/// The letter. What stands around it is not printed.
pub fn letter(page: &LetterPage<'_>) -> Markup {
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: vec![crumb(), Crumb { title: "Entry", href: page.entry_href.to_owned() }],
        ..Frame::new("Letter", Section::Entries)
    };
    let content = html! {
        h1 { "We have your comment" }
        p { (page.agency) }
        @if let Some(name) = page.signed_name { p { "For " (text::isolated(name)) } }
        div.receipt {
            p { "Your tracking number" }
            p.number id="tracking-number" { (page.tracking_number) }
            p { "Received " (moment(&page.received)) " · " (on_paper(page.came)) }
        }
        p { "Your comment is about " strong { (page.place.title()) } " (" (page.place.initiative.title) ")." }
        @if page.late { p { "The comment period had closed, so your comment is marked as late." } }
        @if page.came.signatories > 1 { p { "However many people signed it, it counts as one comment: comments are not votes." } }
        h2 { "What happens next" }
        ol {
            li { "A moderator reads your comment and decides whether the public can see it." }
            li { "The agency reads every comment, also those that are withheld." }
            li { "Once it is decided, you see what became of it here: " strong { (page.address) } }
        }
        p { "You have no account here, so nobody mails you about it. If something is wrong, write to " (page.contact) "." }
        h2 { "Proof of what we received" }
        p { "This is the fingerprint (SHA-256) of exactly what we stored." }
        p.digest { code { (page.digest) } }
        p.on-screen { "To print this letter, use your browser. The frame around it is left out." }
    };
    layout::page(&frame, content)
}
