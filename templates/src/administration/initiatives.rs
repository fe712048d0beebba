//! The initiatives that an administrator looks after, and where a new one begins.

use maud::{Markup, html};

use super::{frame, submit};
use crate::form::{self, Autocomplete, ButtonLook, Choice, ErrorSummary, Field, Need};
use crate::layout;

/// Posts `slug`, `title` and `copy_of` to `/admin/initiatives`.
pub struct InitiativesPage<'a> {
    pub rows: Vec<InitiativeRow<'a>>,
    /// None for those who may begin no initiative.
    pub begin: Option<BeginForm<'a>>,
    pub errors: ErrorSummary,
}

/// An initiative, published or begun.
pub struct InitiativeRow<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub is_published: bool,
    /// Whether it is being changed.
    pub has_changes: bool,
}

pub struct BeginForm<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub copy_of: &'a str,
    /// What can be copied.
    pub others: Vec<Choice<'a>>,
}

/// The list, and the form for another one.
pub fn initiatives(page: &InitiativesPage<'_>) -> Markup {
    let mut frame = frame("Initiatives", &[]);
    frame.errors = Some(&page.errors);
    let content = html! {
        h1 { "Initiatives" }
        p {
            "What you change here is kept in a working copy, which only administrators see. It becomes public when the "
            "working copy is published."
        }
        @if page.rows.is_empty() { p { "There is no initiative yet." } }
        @else { ul.rows { @for row in &page.rows { (initiative_row(row)) } } }
        @if let Some(begin) = &page.begin {
            h2 { "Begin a new initiative" }
            (form::post("/admin/initiatives", fields(begin, &page.errors)))
        }
    };
    layout::page(&frame, content)
}

fn initiative_row(row: &InitiativeRow<'_>) -> Markup {
    let state = match (row.is_published, row.has_changes) {
        (true, true) => "Published, and being changed",
        (true, false) => "Published",
        (false, _) => "Not published yet",
    };
    let title = if row.title.is_empty() { row.slug } else { row.title };
    html! {
        li.row {
            h2 { a href={ "/admin/initiatives/" (row.slug) } { (title) } }
            p.meta { (state) }
        }
    }
}

fn fields(begin: &BeginForm<'_>, errors: &ErrorSummary) -> Markup {
    let field = |name, label, hint, value| Field {
        name,
        label,
        hint: Some(hint),
        value,
        error: errors.of(name),
        ..Field::default()
    };
    let title = field("title", "Title", "It can be changed later.", begin.title);
    let slug = field(
        "slug",
        "Slug",
        "A few lower-case words with hyphens, for the address of its pages: harbor-plan. It stays for good.",
        begin.slug,
    );
    let copy_of = field(
        "copy_of",
        "Begin with",
        "A copy brings all texts, areas and questions along, and leaves the other initiative as it is.",
        begin.copy_of,
    );
    html! {
        (form::text(&Field { need: Need::Required, ..title }, Autocomplete::Off))
        (form::text(&Field { need: Need::Required, ..slug }, Autocomplete::Off))
        (form::select(&copy_of, "Nothing", &begin.others))
        (submit("Begin the initiative", ButtonLook::Primary))
    }
}
