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

/// The ids of what describes a field, in reading order: each part of it that is there.
pub(super) fn describers(id: &str, parts: &[(&str, bool)]) -> Option<String> {
    let there = parts.iter().filter(|(_, is_there)| *is_there);
    let ids: Vec<String> = there.map(|(what, _)| format!("{id}--{what}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// How to fill a field in, between its label and itself.
pub(super) fn hint(id: &str, words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { p.hint id={ (id) "--hint" } { (words) } } }
}

/// Who will see what is typed.
pub(super) fn publicity(id: &str, words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { p.publicity id={ (id) "--publicity" } { (words) } } }
}
