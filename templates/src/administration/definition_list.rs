//! A list whose items have pages of their own, areas or questions: put in order, removed from, added to.

use maud::{Markup, html};

use super::frame;
use crate::form::{
    self, Autocomplete, Button, ButtonLook, Choice, ChoiceGroup, ErrorSummary, Field, HiddenField,
    Item, Need,
};
use crate::layout::{self, Crumb};

/// Posts `seen` and `intent` (`up.{name}`, `down.{name}`, `remove.{name}`), or `title`, `name`, `kind` and `add`.
pub struct DefinitionList<'a> {
    pub title: &'a str,
    pub trail: Vec<Crumb<'a>>,
    pub lead: &'a str,
    pub action: &'a str,
    pub items: Vec<ListItem<'a>>,
    pub empty: &'a str,
    pub add: AddForm<'a>,
    pub seen: &'a str,
    pub links: Vec<(String, &'a str)>,
    pub done: Option<&'a str>,
    pub errors: ErrorSummary,
}

pub struct ListItem<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// What tells it apart: its kind, who sees the answers.
    pub note: String,
    /// Whether it may be removed.
    pub is_removable: bool,
}

pub struct AddForm<'a> {
    pub heading: &'a str,
    pub title_label: &'a str,
    pub name_label: &'a str,
    pub name_hint: &'a str,
    /// The kinds to choose from; none where there is one kind only.
    pub kinds: Vec<Choice<'a>>,
    pub title: &'a str,
    pub name: &'a str,
    pub kind: &'a str,
}

/// The page.
pub fn definition_list(page: &DefinitionList<'_>) -> Markup {
    let mut frame = frame(page.title, &[]);
    frame.trail.extend(page.trail.iter().cloned());
    frame.errors = Some(&page.errors);
    let content = html! {
        (layout::notice(page.done))
        h1 { (page.title) }
        p { (page.lead) }
        @if !page.links.is_empty() {
            ul { @for (href, title) in &page.links { li { a href=(href) { (title) } } } }
        }
        @if page.items.is_empty() { p { (page.empty) } }
        @else {
            (form::post(page.action, html! {
                (seen(page))
                ol.rows {
                    @for (place, it) in page.items.iter().enumerate() {
                        (item(page, it, place))
                    }
                }
            }))
        }
        h2 { (page.add.heading) }
        (form::post(page.action, fields(page)))
    };
    layout::page(&frame, content)
}

fn item(page: &DefinitionList<'_>, it: &ListItem<'_>, place: usize) -> Markup {
    let title = if it.title.is_empty() { it.name } else { it.title };
    html! {
        li.row {
            h2 { a href={ (page.action) "/" (it.name) } { (title) } }
            p.meta { (it.note) }
            p {
                @if place > 0 { (act("up", it.name, "Move up", title)) " " }
                @if place + 1 < page.items.len() { (act("down", it.name, "Move down", title)) " " }
                @if it.is_removable { (act("remove", it.name, "Remove", title)) }
            }
        }
    }
}

fn act(act: &str, name: &str, label: &str, title: &str) -> Markup {
    let value = format!("{act}.{name}");
    let button = Button { name: "intent", value: &value, label, look: ButtonLook::Secondary };
    form::button_about(&button, title)
}

fn fields(page: &DefinitionList<'_>) -> Markup {
    let add = &page.add;
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint,
        value,
        error: page.errors.of(name),
        ..Field::default()
    };
    let title = field("title", add.title_label, None, add.title);
    html! {
        (seen(page))
        (form::text(&Field { need: Need::Required, ..title }, Autocomplete::Off))
        (form::text(&field("name", add.name_label, Some(add.name_hint), add.name), Autocomplete::Off))
        @if !add.kinds.is_empty() {
            (form::radios(&ChoiceGroup {
                name: "kind",
                legend: "How it is answered",
                hint: Some("This stays: for another way, add another question."),
                publicity: None,
                error: page.errors.of("kind"),
                need: Need::Required,
                lead: html! {},
                items: add.kinds.iter().copied().map(Item::plain).collect(),
                chosen: vec![add.kind],
            }))
        }
        (form::button(&Button { name: "intent", value: "add", label: "Add", look: ButtonLook::Primary }))
    }
}

fn seen(page: &DefinitionList<'_>) -> Markup {
    form::hidden(&HiddenField { name: "seen", value: page.seen })
}
