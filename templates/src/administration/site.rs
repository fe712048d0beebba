//! The notice on every page, and the switch that makes the site read-only.

use maud::{Markup, html};

use crate::form::{self, Autocomplete, Button, ButtonLook, Choice, ErrorSummary, Field, Need};
use crate::layout::{self, Crumb, Frame, Section};

pub struct SitePage<'a> {
    /// What was done just now.
    pub done: Option<&'a str>,
    pub notice: &'a str,
    /// Values and labels.
    pub levels: Vec<(&'a str, &'a str)>,
    pub level: &'a str,
    /// As it is typed: `2026-12-01 18:00`, in UTC.
    pub until: &'a str,
    pub read_only: bool,
    pub reason: &'a str,
    pub errors: ErrorSummary,
}

/// Both forms.
pub fn site(page: &SitePage<'_>) -> Markup {
    let frame = Frame {
        trail: vec![Crumb { title: "Administration", href: "/admin".to_owned() }],
        errors: Some(&page.errors),
        ..Frame::new("Site", Section::Administration)
    };
    let content = html! {
        (layout::notice(page.done))
        h1 { "Site" }
        h2 { "Notice" }
        p { "It stands at the top of every page within a few seconds. An empty one takes it down." }
        (form::post("/admin/site", notice(page)))
        h2 { "Read-only" }
        (form::post("/admin/site/read-only", switch(page)))
    };
    layout::page(&frame, content)
}

fn notice(page: &SitePage<'_>) -> Markup {
    let words = Field {
        name: "notice",
        label: "Notice",
        hint: Some("Plain text, up to 500 characters."),
        publicity: Some("Public."),
        error: page.errors.of("notice"),
        value: page.notice,
        ..Field::default()
    };
    let level = Field {
        name: "level",
        label: "How it is shown",
        error: page.errors.of("level"),
        value: page.level,
        need: Need::Required,
        ..Field::default()
    };
    let until = Field {
        name: "until",
        label: "Until (you can leave this empty)",
        hint: Some("Day and time in UTC, as in 2026-12-01 18:00. Empty: until you take it down."),
        error: page.errors.of("until"),
        value: page.until,
        ..Field::default()
    };
    let levels: Vec<_> = page.levels.iter().map(|(value, label)| Choice { value, label }).collect();
    html! {
        (form::textarea(&words, 3))
        (form::select(&level, "Choose", &levels))
        (form::text(&until, Autocomplete::Off))
        (button("", "", "Save the notice", ButtonLook::Primary))
    }
}

fn switch(page: &SitePage<'_>) -> Markup {
    let reason = Field {
        name: "reason",
        label: "Reason",
        hint: Some("Shown on every page while the site can only be read. Up to 500 characters."),
        publicity: Some("Public."),
        error: page.errors.of("reason"),
        value: page.reason,
        ..Field::default()
    };
    html! {
        @if page.read_only {
            p { strong { "The site can only be read now." } " Forms come back with what was typed." }
        } @else {
            p { "All forms are taken. While the site can only be read, each comes back with what was typed, and says so. \
                 Signing in and out and these pages go on, and so does mail." }
        }
        (form::textarea(&reason, 2))
        @if page.read_only {
            (button("read_only", "no", "Take forms again", ButtonLook::Primary))
            (button("read_only", "yes", "Save the reason", ButtonLook::Secondary))
        } @else {
            (button("read_only", "yes", "Make the site read-only", ButtonLook::Secondary))
        }
    }
}

fn button(name: &str, value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name, value, label, look })
}
