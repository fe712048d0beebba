//! The home page: the initiatives that one can comment on.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::text;

pub struct HomePage<'a> {
    pub initiatives: Vec<InitiativeCard<'a>>,
}

pub struct InitiativeCard<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    /// One or two sentences.
    pub summary: &'a str,
    pub demonstration: bool,
    pub areas: i64,
    pub areas_open: i64,
    pub received: i64,
    pub published: i64,
}

/// The home page.
pub fn show(page: &HomePage<'_>) -> Markup {
    let frame = Frame {
        description: Some("Read what is proposed, say what you think, and see what others said."),
        ..Frame::new("Initiatives open for comment", Section::Public)
    };
    let content = html! {
        h1 { "Say what you think. See that it counted." }
        p.lead { "Agencies ask for comments here, and show what they were told." }
        ol.steps {
            li { strong { "You write." } " Pick an area and say what you think. You need no account, and your draft is kept." }
            li { strong { "You get a receipt." } " It has a tracking number, and proof of what you sent." }
            li { strong { "Everyone can check." } " Published comments, the summary and the data are open to all." }
        }
        h2 { "Initiatives" }
        @if page.initiatives.is_empty() {
            p { "No initiative is here yet." }
        } @else {
            ul.cards { @for it in &page.initiatives { (card(it)) } }
        }
    };
    layout::page(&frame, content)
}

fn card(it: &InitiativeCard<'_>) -> Markup {
    html! {
        li.card {
            h3 { a href={ "/initiatives/" (it.slug) } { (it.title) } }
            @if it.demonstration { p { span.tag { "Demonstration" } } }
            p { (it.summary) }
            p.meta {
                (text::figure(it.areas_open)) " of " (text::count(it.areas, "area", "areas")) " open · "
                (text::figure(it.received)) " received · " (text::figure(it.published)) " published"
            }
        }
    }
}
