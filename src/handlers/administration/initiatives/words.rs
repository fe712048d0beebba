//! What the forms of a definition say: titles, labels, hints, and how each field is filled in.

mod area;
mod initiative;
mod question;

use lectern_templates::administration::{Column, Control, ItemRow, PartField, Rows};
use lectern_templates::form::{Choice, Need};

use crate::auth::administration::definitions::Opened;
use crate::domain::definition::parts::{CHECKED, Part, RowPlace, rows as typed_rows};
use crate::domain::fields::Fields;

pub use question::note;

/// How many empty rows stand below a list.
const N_EMPTY_ROWS: usize = 3;

/// Everything that the form of a part says.
pub struct PartWords {
    pub title: String,
    pub lead: String,
    pub fields: Vec<FieldWords>,
    pub rows: Option<RowWords>,
}

pub struct FieldWords {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<String>,
    pub need: Need,
    pub way: Way,
}

/// How a field is filled in.
pub enum Way {
    Line,
    Paragraphs(u32),
    /// A box with this label.
    Box(&'static str),
    /// Value and label of each choice.
    Radios(Vec<(String, String)>),
    Boxes(Vec<(String, String)>),
    Fixed,
}

pub struct RowWords {
    pub title: &'static str,
    pub one: &'static str,
    pub lead: &'static str,
    pub columns: Vec<Column<'static>>,
}

pub fn of_part(opened: &Opened, part: &Part) -> PartWords {
    match part {
        Part::Area(slug) => area::of_area(opened, slug),
        Part::Documents(slug) => area::of_documents(opened, slug),
        Part::Question(asker, key) => question::of_question(opened, asker, key),
        _ => initiative::of_part(part),
    }
}

/// The fields with what stands in them.
pub fn fields<'a>(words: &'a PartWords, typed: &'a Fields) -> Vec<PartField<'a>> {
    let choices = |it: &'a [(String, String)]| {
        it.iter().map(|(value, label)| Choice { value, label }).collect::<Vec<_>>()
    };
    let field = |it: &'a FieldWords| PartField {
        name: it.name,
        label: it.label,
        hint: it.hint.as_deref(),
        need: it.need,
        control: match &it.way {
            Way::Line => Control::Line,
            Way::Paragraphs(rows) => Control::Paragraphs(*rows),
            Way::Box(label) => Control::Boxes(vec![Choice { value: CHECKED, label }]),
            Way::Radios(of) => Control::Radios(choices(of)),
            Way::Boxes(of) => Control::Boxes(choices(of)),
            Way::Fixed => Control::Fixed,
        },
        values: match it.way {
            Way::Boxes(_) | Way::Box(_) => typed.many(it.name),
            _ => vec![typed.one(it.name)],
        },
    };
    words.fields.iter().map(field).collect()
}

/// The rows with what stands in them, and a few empty ones.
pub fn rows<'a>(
    words: &'a PartWords,
    typed: &'a Fields,
    is_fixed: impl Fn(&str) -> bool,
) -> Option<Rows<'a>> {
    let rows = words.rows.as_ref()?;
    let filled = typed_rows(typed);
    let next = filled.last().map_or(0, |it| it.0 + 1);
    let empty = next..next + N_EMPTY_ROWS;
    let numbers = filled.iter().map(|it| it.0).chain(empty);
    let columns = || rows.columns.iter();
    let items = numbers.map(|number| {
        let name = |column: &str| format!("items.{number}.{column}");
        let code = typed.one(&name("code"));
        ItemRow {
            number,
            values: columns().map(|it| typed.one(&name(it.name))).collect(),
            fixed: (!code.is_empty() && is_fixed(code)).then_some("code"),
        }
    });
    Some(Rows {
        title: rows.title,
        one: rows.one,
        lead: rows.lead,
        columns: columns().map(|it| Column { ..*it }).collect(),
        items: items.collect(),
    })
}

/// Label and value of each field that stands otherwise than it was typed.
pub fn differences(words: &PartWords, stands: &Fields, typed: &Fields) -> Vec<(String, String)> {
    let mut different: Vec<(String, String)> = Vec::new();
    for it in &words.fields {
        let (stands, typed) = (stands.many(it.name), typed.many(it.name));
        if stands != typed {
            different.push((it.label.to_owned(), stands.join(", ")));
        }
    }
    if let Some(rows) = &words.rows {
        let lines = |fields: &Fields| -> Vec<String> {
            let line = |row: &RowPlace| {
                let values = rows.columns.iter().map(|it| row.value(fields, it.name));
                values.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            typed_rows(fields).iter().map(line).collect()
        };
        if lines(stands) != lines(typed) {
            different.push((rows.title.to_owned(), lines(stands).join("\n")));
        }
    }
    different
}

/// A line that must be there.
fn line(name: &'static str, label: &'static str, hint: &str) -> FieldWords {
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    FieldWords { name, label, hint, need: Need::Required, way: Way::Line }
}

fn optional_line(name: &'static str, label: &'static str, hint: &str) -> FieldWords {
    FieldWords { need: Need::Optional, ..line(name, label, hint) }
}

fn paragraphs(name: &'static str, label: &'static str, rows: u32) -> FieldWords {
    let hint = "Plain text. A blank line begins a paragraph; a line that begins with - is an item of a list.";
    FieldWords { way: Way::Paragraphs(rows), ..line(name, label, hint) }
}

fn flag(name: &'static str, label: &'static str, box_label: &'static str) -> FieldWords {
    FieldWords { way: Way::Box(box_label), ..optional_line(name, label, "") }
}
