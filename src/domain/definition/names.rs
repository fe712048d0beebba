//! Names that outsiders rely on: slugs, keys and codes.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::table::Table;

/// How long a suggested name may be before its number.
const MAX_SUGGESTED_CHARS: usize = 40;

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

/// A name made from what people read, for who does not want to think of one: plain lower-case words, `between` them a
/// hyphen or a line below, and a number at the end where it is taken.
pub fn suggested(label: &str, between: char, is_taken: impl Fn(&str) -> bool) -> String {
    let plain: String =
        label.nfkd().filter(char::is_ascii).collect::<String>().to_ascii_lowercase();
    let words = plain.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let mut name = String::new();
    for word in words.skip_while(|it| !it.starts_with(|it: char| it.is_ascii_lowercase())) {
        if MAX_SUGGESTED_CHARS < name.len() + 1 + word.len() {
            break;
        }
        if !name.is_empty() {
            name.push(between);
        }
        name.push_str(word);
    }
    if name.is_empty() {
        name.push_str("item");
    }
    let numbered = (2..1_000).map(|number| format!("{name}{between}{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|it| !is_taken(it)).unwrap_or(name)
}
