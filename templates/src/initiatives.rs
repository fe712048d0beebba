//! The page of an initiative: what it is about and the areas to comment on.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::period::{self, Period};
use crate::place::{self, Here, InitiativeRef, Place};
use crate::text;

pub struct InitiativePage<'a> {
    pub initiative: InitiativeRef<'a>,
    /// One or two sentences for search engines and link previews.
    pub summary: &'a str,
    /// Plain text; a blank line starts a paragraph.
    pub description: &'a str,
    pub contact: Contact<'a>,
    pub docket_number: Option<&'a str>,
    pub agency_id: Option<&'a str>,
    pub omb_control_number: Option<&'a str>,
    /// Why the questions need no such number, where they have none.
    pub paperwork_basis: Option<&'a str>,
    pub areas: Vec<AreaCard<'a>>,
    pub privacy_notice: &'a str,
    pub moderation_policy: &'a str,
    pub received: i64,
    pub published: i64,
}

/// Whom to ask about an initiative.
#[derive(Debug, Clone, Copy)]
pub struct Contact<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

pub struct AreaCard<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    /// One or two sentences.
    pub summary: &'a str,
    pub period: Period,
    pub received: i64,
    pub published: i64,
}

/// The page of an initiative.
pub fn show(page: &InitiativePage<'_>) -> Markup {
    let place = Place { initiative: page.initiative, area: None };
    let frame = Frame {
        description: Some(page.summary),
        demonstration: place.demonstration(),
        trail: place.trail_to(),
        ..Frame::new(page.initiative.title, Section::Public)
    };
    let content = html! {
        h1 { (page.initiative.title) }
        (place::tabs(&place, Here::About))
        (text::paragraphs(page.description))
        p.meta { (text::figure(page.received)) " received · " (text::figure(page.published)) " published" }
        h2 { "Areas" }
        p { "Pick the area that your comment is about. You can comment on more than one." }
        ul.cards { @for area in &page.areas { (card(&place, area)) } }
        (about(page))
    };
    layout::page(&frame, content)
}

/// Whom to ask, as a line.
pub(crate) fn contact(it: Contact<'_>) -> Markup {
    html! { (it.name) ", " a href={ "mailto:" (it.email) } { (it.email) } }
}

fn card(place: &Place<'_>, area: &AreaCard<'_>) -> Markup {
    html! {
        li.card {
            h3 { a href={ (place.initiative_path()) "/" (area.slug) } { (area.title) } }
            p { (area.summary) }
            p { (period::tag(area.period.state)) " " (period::sentence(&area.period)) }
            p.meta { (text::figure(area.received)) " received · " (text::figure(area.published)) " published" }
        }
    }
}

fn about(page: &InitiativePage<'_>) -> Markup {
    html! {
        h2 { "About this initiative" }
        dl.facts {
            div { dt { "Contact" } dd { (contact(page.contact)) } }
            @if let Some(agency) = page.agency_id { div { dt { "Agency" } dd { (agency) } } }
            @if let Some(docket) = page.docket_number { div { dt { "Docket number" } dd { (docket) } } }
            div {
                dt { "OMB control number" }
                dd {
                    (omb_control_number(page.omb_control_number, &page.initiative))
                    @if let (None, Some(basis)) = (page.omb_control_number, page.paperwork_basis) { ". " (basis) }
                }
            }
        }
        details { summary { "Privacy notice" } (text::paragraphs(page.privacy_notice)) }
        details { summary { "How comments are moderated" } (text::paragraphs(page.moderation_policy)) }
    }
}

/// The clearance number of an initiative's questions, or that there is none.
pub(crate) fn omb_control_number<'a>(
    number: Option<&'a str>,
    initiative: &InitiativeRef<'_>,
) -> &'a str {
    match number {
        Some(number) => number,
        None if initiative.demonstration => "none set (demonstration)",
        None => "none set",
    }
}
