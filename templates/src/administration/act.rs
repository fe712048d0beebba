//! One act with consequences: what will happen is said before, and the reason is asked for.

use maud::{Markup, html};

use super::{accounts_crumb, frame, submit};
use crate::form::{self, ButtonLook, ErrorSummary, Field, Need};
use crate::layout;
use crate::text;

pub struct ActPage<'a> {
    pub title: &'a str,
    /// Name and address of whom it is about, unless it is about everybody.
    pub whom: Option<(&'a str, &'a str)>,
    /// What will happen, a sentence or two each.
    pub consequences: Vec<&'a str>,
    /// Where the form goes.
    pub action: &'a str,
    pub button: &'a str,
    /// The page to go back to without doing it.
    pub back: &'a str,
    pub reason: &'a str,
    pub errors: ErrorSummary,
}

pub fn act(page: &ActPage<'_>) -> Markup {
    let content = html! {
        h1 { (page.title) }
        @if let Some((name, email)) = page.whom {
            p { strong { (text::isolated(name)) } " (" (text::isolated(email)) ")" }
        }
        ul { @for sentence in &page.consequences { li { (sentence) } } }
        (form::post(page.action, html! {
            (form::textarea(&Field {
                name: "reason",
                label: "Reason",
                hint: Some("Kept in the audit log for other administrators. It is not mailed."),
                error: page.errors.of("reason"),
                value: page.reason,
                need: Need::Required,
                ..Field::default()
            }, 3))
            (submit(page.button, ButtonLook::Primary))
        }))
        p { a href=(page.back) { "Go back without doing it" } }
    };
    let mut frame = frame(page.title, &[accounts_crumb()]);
    frame.errors = Some(&page.errors);
    layout::page(&frame, content)
}
