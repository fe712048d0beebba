//! The name that one is known by.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form::{self, Autocomplete, ErrorSummary, Field, Need};
use crate::layout::{self, Frame, Section};

/// Posts `display_name` to `/account/name`.
pub struct NamePage<'a> {
    pub display_name: &'a str,
    pub errors: ErrorSummary,
}

/// Asks for another name.
pub fn name(page: &NamePage<'_>) -> Markup {
    let name = Field {
        name: "display_name",
        label: "Your name",
        hint: Some(
            "As you want to be known. It is shown with comments that you send under your name.",
        ),
        error: page.errors.of("display_name"),
        value: page.display_name,
        need: Need::Required,
        ..Field::default()
    };
    let frame = Frame {
        trail: own_trail(),
        errors: Some(&page.errors),
        ..Frame::new("Change your name", Section::Account)
    };
    let content = html! {
        h1 { "Change your name" }
        p { "Comments that you have sent keep the name that they were sent under. Comments that you send from now on carry the new one." }
        (form::post("/account/name", html! {
            (form::text(&name, Autocomplete::Name))
            (submit("Change the name"))
        }))
    };
    layout::page(&frame, content)
}
