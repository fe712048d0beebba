//! Codes for events at which many people share a network.

use maud::{Markup, html};

use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, Need};
use crate::layout::{self, Crumb, Frame, Section};
use crate::text::{self, Moment, moment};

/// Posts `name`, `valid_from`, `valid_until` and `per_minute` to `/admin/event-codes`.
pub struct EventCodesPage<'a> {
    pub typed: TypedEvent<'a>,
    pub errors: ErrorSummary,
    pub notice: Option<&'a str>,
    /// The time zone in which times are typed and shown.
    pub zone: &'a str,
    pub rows: Vec<EventCodeRow<'a>>,
}

/// What stands in the fields.
pub struct TypedEvent<'a> {
    pub name: &'a str,
    pub valid_from: &'a str,
    pub valid_until: &'a str,
    pub per_minute: &'a str,
}

/// One event; to end it, nothing is posted to `/admin/event-codes/{id}/end`.
pub struct EventCodeRow<'a> {
    pub id: i64,
    pub name: &'a str,
    /// None where the key that it was sealed under is another one by now.
    pub code: Option<String>,
    pub per_minute: i64,
    pub from: Moment,
    pub until: Moment,
    pub state: EventState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    ToCome,
    On,
    Over,
}

/// The list of events, and the form for another one.
pub fn event_codes(page: &EventCodesPage<'_>) -> Markup {
    let frame = Frame {
        errors: Some(&page.errors),
        trail: vec![Crumb { title: "Administration", href: "/admin".to_owned() }],
        ..Frame::new("Event codes", Section::Administration)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Event codes" }
        p { "Only so much may come from one network at once. Where many people share a network, such as in a library, on a campus or at a hearing, give them the code of their event: they enter it at " a href="/event" { "/event" } ", and count by the event from then on. Limits by account stay." }
        h2 { "Events" }
        @if page.rows.is_empty() { p { "There are no event codes yet." } }
        @else { ul.rows { @for row in &page.rows { (event_row(row)) } } }
        h2 { "A new event code" }
        (form::post("/admin/event-codes", fields(page)))
    };
    layout::page(&frame, content)
}

fn event_row(row: &EventCodeRow<'_>) -> Markup {
    let state = match row.state {
        EventState::ToCome => "To come",
        EventState::On => "On now",
        EventState::Over => "Over",
    };
    html! {
        li.row {
            h3 { (text::isolated(row.name)) }
            @if row.state != EventState::Over {
                p { "Code: " @if let Some(code) = &row.code { strong { code { (code) } } } @else { "cannot be shown, because the secret key of the portal changed" } }
            }
            p.meta {
                strong { (state) } " · " (moment(&row.from)) " to " (moment(&row.until)) " · "
                (text::count(row.per_minute, "request", "requests")) " of each kind in a minute"
            }
            @if row.state != EventState::Over {
                (form::post(&format!("/admin/event-codes/{}/end", row.id), form::button_about(
                    &Button { name: "", value: "", label: "End now", look: ButtonLook::Secondary },
                    row.name,
                )))
            }
        }
    }
}

fn fields(page: &EventCodesPage<'_>) -> Markup {
    let field = |name, label, hint, value, need| Field {
        name,
        label,
        hint,
        value,
        error: page.errors.of(name),
        need,
        ..Field::default()
    };
    let typed = &page.typed;
    let how = format!("Such as 2026-11-23 14:00, in the time zone {}.", page.zone);
    let from = format!("{how} Empty means at once.");
    html! {
        (form::text(&field("name", "Name of the event", Some("Administrators see it, and nobody else."), typed.name, Need::Required), Autocomplete::Off))
        (form::text(&field("valid_from", "From", Some(&from), typed.valid_from, Need::Optional), Autocomplete::Off))
        (form::text(&field("valid_until", "Until", Some(&how), typed.valid_until, Need::Required), Autocomplete::Off))
        (form::text(&field("per_minute", "Requests of each kind in a minute", Some("Of all browsers of the event together: so many pages, so many comments, and so on. About ten for each person."), typed.per_minute, Need::Required), Autocomplete::Off))
        (form::button(&Button { name: "", value: "", label: "Make the code", look: ButtonLook::Primary }))
    }
}
