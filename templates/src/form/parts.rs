//! What fields and groups of choices are both made of.

use maud::{Markup, html};

/// One thing to choose.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub label: &'a str,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Optional,
    Required,
}

/// The options of a select: an empty one, those offered, and what was typed where it is none of them.
///
/// The empty one has words too: HTML asks for them, and a blank box says nothing to an ear.
pub(super) fn options(empty: &str, choices: &[Choice<'_>], value: &str) -> Markup {
    let unknown = !value.is_empty() && !choices.iter().any(|it| it.value == value);
    html! {
        option value="" { (empty) }
        @for choice in choices {
            option value=(choice.value) selected[choice.value == value] { (choice.label) }
        }
        @if unknown { option value=(value) selected { (value) " (not on the list)" } }
    }
}

/// The ids of what describes a field, in reading order.
pub(super) fn describers(
    id: &str,
    hint: Option<&str>,
    publicity: Option<&str>,
    error: Option<&str>,
) -> Option<String> {
    let parts: Vec<String> = [("hint", hint), ("publicity", publicity), ("error", error)]
        .into_iter()
        .filter(|(_, text)| text.is_some())
        .map(|(what, _)| format!("{id}--{what}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The hint and the word on publicity that stand between a label and its field.
pub(super) fn hints(id: &str, hint: Option<&str>, publicity: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (id) "--hint" } { (hint) } }
        @if let Some(publicity) = publicity { p.publicity id={ (id) "--publicity" } { (publicity) } }
    }
}
