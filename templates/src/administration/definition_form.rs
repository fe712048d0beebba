//! The form of one part of an initiative: its fields, and where it is a list, a row for each item.

use maud::{Markup, html};

use super::frame;
use crate::form::{
    self, Autocomplete, Button, ButtonLook, Choice, ChoiceGroup, ErrorSummary, Field, HiddenField,
    Item, Need,
};
use crate::layout::{self, Crumb};
use crate::text::{self, Moment, moment};

/// Posts its fields, `seen` and `intent`: `save`, or `up.{row}`, `down.{row}`, `remove.{row}`.
pub struct DefinitionForm<'a> {
    pub title: &'a str,
    /// The way from the initiatives to this page.
    pub trail: Vec<Crumb<'a>>,
    /// A sentence or two on what it is for.
    pub lead: &'a str,
    pub action: &'a str,
    pub fields: Vec<PartField<'a>>,
    pub rows: Option<Rows<'a>>,
    /// Stands for what this form was made from.
    pub seen: &'a str,
    /// Pages that belong to this one.
    pub links: Vec<(String, &'a str)>,
    pub done: Option<&'a str>,
    /// What somebody else saved since, where that was something else.
    pub newer: Option<Newer<'a>>,
    pub errors: ErrorSummary,
}

pub struct PartField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub need: Need,
    pub control: Control<'a>,
    /// What stands in it; several where several can be checked.
    pub values: Vec<&'a str>,
}

/// How a field is filled in.
pub enum Control<'a> {
    Line,
    /// Several lines, and how many are shown.
    Paragraphs(u32),
    /// One of these.
    Radios(Vec<Choice<'a>>),
    /// Any of these.
    Boxes(Vec<Choice<'a>>),
    /// It cannot be changed any more; the hint says why.
    Fixed,
}

/// The items of a list.
pub struct Rows<'a> {
    /// Such as `Options`.
    pub title: &'a str,
    /// One of them: `Option`.
    pub one: &'a str,
    pub lead: &'a str,
    pub columns: Vec<Column<'a>>,
    /// The values of each row, column by column, and whether the first is fixed.
    pub items: Vec<ItemRow<'a>>,
}

pub struct Column<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub kind: ColumnKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Line,
    /// A box to check, whose value is `yes`.
    Flag,
}

pub struct ItemRow<'a> {
    pub number: usize,
    pub values: Vec<&'a str>,
    /// The column that was published once, and stays.
    pub fixed: Option<&'a str>,
}

/// What stands now, where the form would overwrite it.
pub struct Newer<'a> {
    pub by: Option<&'a str>,
    pub at: Option<Moment>,
    /// Label and value of each field that differs.
    pub fields: Vec<(String, String)>,
}

/// The page.
pub fn definition_form(page: &DefinitionForm<'_>) -> Markup {
    let mut frame = frame(page.title, &[]);
    frame.trail.extend(page.trail.iter().cloned());
    frame.errors = Some(&page.errors);
    let content = html! {
        (layout::notice(page.done))
        h1 { (page.title) }
        p { (page.lead) }
        (newer(page.newer.as_ref()))
        @if !page.links.is_empty() {
            p { @for (n, (href, title)) in page.links.iter().enumerate() {
                @if n > 0 { " · " }
                a href=(href) { (title) }
            } }
        }
        (form::post(page.action, html! {
            (form::hidden(&HiddenField { name: "seen", value: page.seen }))
            @for it in &page.fields { (field(it, &page.errors)) }
            (save())
            @if let Some(rows) = &page.rows {
                (list(rows, &page.errors))
                (save())
            }
        }))
    };
    layout::page(&frame, content)
}

fn save() -> Markup {
    form::button(&Button {
        name: "intent",
        value: "save",
        label: "Save",
        look: ButtonLook::Primary,
    })
}

fn field<'a>(it: &'a PartField<'a>, errors: &'a ErrorSummary) -> Markup {
    let value = it.values.first().copied().unwrap_or_default();
    let line = Field {
        name: it.name,
        label: it.label,
        hint: it.hint,
        error: errors.of(it.name),
        value,
        need: it.need,
        ..Field::default()
    };
    let group = |choices: &[Choice<'a>]| ChoiceGroup {
        name: it.name,
        legend: it.label,
        hint: it.hint,
        publicity: None,
        error: errors.of(it.name),
        need: it.need,
        lead: html! {},
        items: choices.iter().copied().map(Item::plain).collect(),
        chosen: it.values.clone(),
    };
    html! {
        @match &it.control {
            Control::Line => (form::text(&line, Autocomplete::Off)),
            Control::Paragraphs(rows) => (form::textarea(&line, *rows)),
            Control::Radios(choices) => (form::radios(&group(choices))),
            Control::Boxes(choices) => (form::checkboxes(&group(choices))),
            Control::Fixed => {
                div.field {
                    p { strong { (it.label) } ": " code { (value) } }
                    @if let Some(hint) = it.hint { p.hint { (hint) } }
                    (form::hidden(&HiddenField { name: it.name, value }))
                }
            }
        }
    }
}

fn list(rows: &Rows<'_>, errors: &ErrorSummary) -> Markup {
    let last = rows.items.iter().filter(|it| !it.is_empty()).count();
    html! {
        h2 { (rows.title) }
        p { (rows.lead) }
        @for (place, item) in rows.items.iter().enumerate() {
            (row(rows, item, place, errors))
            @if place + 1 == last { p.quiet { "The fields below are for more. Leave them empty if you need none." } }
        }
    }
}

fn row(rows: &Rows<'_>, item: &ItemRow<'_>, place: usize, errors: &ErrorSummary) -> Markup {
    let legend = format!("{} {}", rows.one, place + 1);
    html! {
        fieldset.panel {
            legend { (legend) }
            @for (column, value) in rows.columns.iter().zip(&item.values) {
                (cell(column, value, item, errors))
            }
            @if !item.is_empty() {
                div.buttons {
                    (act("up", item.number, "Move up", &legend))
                    (act("down", item.number, "Move down", &legend))
                    (act("remove", item.number, "Remove", &legend))
                }
            }
        }
    }
}

fn cell(column: &Column<'_>, value: &str, item: &ItemRow<'_>, errors: &ErrorSummary) -> Markup {
    let name = format!("items.{}.{}", item.number, column.name);
    let line = Field {
        name: &name,
        label: column.label,
        hint: column.hint,
        error: errors.of(&name),
        value,
        ..Field::default()
    };
    html! {
        @if item.fixed == Some(column.name) {
            p { (column.label) ": " code { (value) } }
            (form::hidden(&HiddenField { name: &name, value }))
        } @else if column.kind == ColumnKind::Flag {
            (form::checkbox(&line))
        } @else {
            (form::text(&line, Autocomplete::Off))
        }
    }
}

fn act(act: &str, number: usize, label: &str, legend: &str) -> Markup {
    let value = format!("{act}.{number}");
    let button = Button { name: "intent", value: &value, label, look: ButtonLook::Secondary };
    form::button_about(&button, legend)
}

impl ItemRow<'_> {
    fn is_empty(&self) -> bool {
        self.values.iter().all(|it| it.is_empty())
    }
}

/// What somebody else saved, read-only; what was typed stays in the form.
fn newer(it: Option<&Newer<'_>>) -> Markup {
    html! {
        @if let Some(newer) = it {
            section.other-draft aria-labelledby="newer" {
                h2 id="newer" { "Somebody else changed this meanwhile" }
                p {
                    @if let Some(name) = newer.by { (text::isolated(name)) } @else { "Somebody" }
                    " saved something else"
                    @if let Some(at) = &newer.at { " (" (moment(at)) ")" }
                    ". It is shown here. What you typed is in the form below and is not saved: copy into it what you want to "
                    "keep, and save again."
                }
                section.boxed tabindex="0" aria-label="What stands now" {
                    dl.facts {
                        @for (label, value) in &newer.fields {
                            div { dt { (label) } dd.lines { @if value.is_empty() { "(empty)" } @else { (value) } } }
                        }
                    }
                }
            }
        }
    }
}
