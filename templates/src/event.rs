//! The code of an event at which many people share a network.

use maud::{Markup, html};

use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, Need};
use crate::layout::{self, Frame, Section};

/// Posts `event_code` to `/event`.
pub struct EventPage<'a> {
    pub event_code: &'a str,
    pub errors: ErrorSummary,
    /// What was done just now.
    pub notice: Option<&'a str>,
}

/// The page that asks for the code.
pub fn enter(page: &EventPage<'_>) -> Markup {
    let frame = Frame { errors: Some(&page.errors), ..Frame::new("Event code", Section::Public) };
    let code = Field {
        name: "event_code",
        label: "Event code",
        hint: Some(
            "Three words, such as lusab-tomir-panok. Capitals, spaces and hyphens do not matter.",
        ),
        error: page.errors.of("event_code"),
        value: page.event_code,
        need: Need::Required,
        ..Field::default()
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Event code" }
        p { "To keep the site quick for everybody, only so much may come from one network at once. In a library, on a campus or at a hearing many people share one network." }
        p { "Whoever runs the event was given a code. Enter it here, and your browser counts with the event for as long as that lasts. It needs a cookie, which says nothing about you." }
        (form::post("/event", html! {
            (form::text(&code, Autocomplete::Off))
            (form::button(&Button { name: "", value: "", label: "Enter the code", look: ButtonLook::Primary }))
        }))
    };
    layout::page(&frame, content)
}
