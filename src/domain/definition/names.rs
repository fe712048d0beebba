//! Names that outsiders rely on: slugs, keys and codes.

use std::collections::BTreeSet;

use super::table::Table;

/// The slug of an initiative or an area.
pub fn slug(table: &mut Table<'_>) -> String {
    let slug = table.line("slug", 80);
    let is_word = |it: &str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    if !slug.is_empty() && !slug.split('-').all(is_word) {
        table.wrong("slug", "Use lower-case words and digits with single hyphens between them.");
    }
    slug
}

/// A key or a code that must be there: it becomes a field's name, a column or a value in CSV.
pub fn code(table: &mut Table<'_>, key: &'static str) -> String {
    let code = table.line(key, 60);
    let is_code = code.starts_with(|it: char| it.is_ascii_lowercase())
        && code.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    if !code.is_empty() && !is_code {
        table.wrong(key, "Use lower-case letters, digits and _, with a letter first.");
    }
    code
}

/// Notes a name that was there before, and remembers it; `what` is one of those that it must tell apart.
pub fn note_repeated(
    table: &Table<'_>,
    key: &str,
    name: &str,
    seen: &mut BTreeSet<String>,
    what: &str,
) {
    if !name.is_empty() && !seen.insert(name.to_owned()) {
        table.wrong(key, format!("Another {what} has “{name}” already. Each must be different."));
    }
}
