//! The pages of administrators.

use lectern_templates::administration::{
    self, EventCodeRow, EventCodesPage, EventState, HomePage, Task, TypedEvent,
};
use lectern_templates::form::ErrorSummary;
use maud::Markup;

use super::{Words, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    vec![("administration", home(words)), ("event-codes", event_codes(words))]
}

fn home(words: &Words<'_>) -> Markup {
    let task = |path, title| Task { path, title, sentence: "Who may do what." };
    administration::home(&HomePage {
        administrator: words.name,
        tasks: vec![task("/admin/accounts", "Accounts"), task("/admin/mail", "Mail")],
    })
}

fn event_codes(words: &Words<'_>) -> Markup {
    let row = |id, state| EventCodeRow {
        id,
        name: words.name,
        code: Some("lusab-tomir-panok".to_owned()),
        per_minute: 600,
        from: received(),
        until: received(),
        state,
    };
    let mut errors = ErrorSummary::none();
    errors.push("valid_until", "Enter a day and a time, such as 2026-11-23 14:00.");
    administration::event_codes(&EventCodesPage {
        typed: TypedEvent {
            name: words.name,
            valid_from: "",
            valid_until: words.answer,
            per_minute: "600",
        },
        errors,
        notice: Some("The code was made."),
        zone: "America/New_York",
        rows: vec![row(3, EventState::ToCome), row(2, EventState::On), row(1, EventState::Over)],
    })
}
