//! Words, figures and paragraphs: the small print that every page shares.

use maud::{Markup, html};

/// A point in time or a day, already written out by the caller in the initiative's time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, or a plain `2026-11-22` for a day: what `<time datetime>` takes.
    pub machine: String,
    /// What people read, zone included where it is a time.
    pub words: String,
}

/// A moment as machines and people read it.
pub fn moment(it: &Moment) -> Markup {
    html! { time datetime=(it.machine) { (it.words) } }
}

/// A whole number with thousands separators: `1,234`.
pub fn figure(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun in the right form: `1 comment`, `1,234 comments`.
pub fn count(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", figure(n), if n == 1 { one } else { many })
}

/// The size of a file: `10 MB`, `1.2 MB`, `512 KB`.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match (bytes / MIB, bytes % MIB * 10 / MIB) {
        (0, _) => format!("{} KB", bytes.div_ceil(KIB).max(1)),
        (whole, 0) => format!("{whole} MB"),
        (whole, tenth) => format!("{whole}.{tenth} MB"),
    }
}

/// Comments, counted: the noun that most pages need.
pub fn comments(n: i64) -> String {
    count(n, "comment", "comments")
}

/// Plain text that the agency wrote, as paragraphs: a blank line starts a new one.
pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in split_paragraphs(text) { p.lines { (paragraph) } }
    }
}

/// Plain text that a visitor wrote.
///
/// Each paragraph finds its own direction and cannot reach past its end: invisible and bidirectional characters are
/// kept as sent, and isolated.
pub fn said(text: &str) -> Markup {
    html! {
        div.said { @for paragraph in split_paragraphs(text) { p.lines dir="auto" { bdi { (paragraph) } } } }
    }
}

/// A short piece of text by a visitor inside a line of ours: a name, an organization, an excerpt.
pub fn isolated(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// A value made safe to stand in a query string.
pub fn query_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn split_paragraphs(text: &str) -> Vec<&str> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut position = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            paragraphs.push(text.get(start..position).unwrap_or_default());
            start = position + line.len();
        }
        position += line.len();
    }
    paragraphs.push(text.get(start..).unwrap_or_default());
    paragraphs
        .into_iter()
        .map(|it| it.trim_end_matches('\n'))
        .filter(|it| !it.trim().is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_carry_thousands_separators() {
        let written: Vec<String> =
            [0, 7, 999, 1_000, 22_000_000, -1_234].into_iter().map(figure).collect();

        assert_eq!(written, ["0", "7", "999", "1,000", "22,000,000", "-1,234"]);
    }

    #[test]
    fn the_size_of_a_file_is_told_as_people_say_it() {
        let sizes: Vec<String> =
            [0, 1, 1024, 500_000, 1_258_292, 10 << 20].into_iter().map(size).collect();

        assert_eq!(sizes, ["1 KB", "1 KB", "1 KB", "489 KB", "1.2 MB", "10 MB"]);
    }

    #[test]
    fn one_comment_is_not_one_comments() {
        assert_eq!(
            [comments(0), comments(1), comments(1_234)],
            ["0 comments", "1 comment", "1,234 comments"]
        );
    }

    #[test]
    fn a_blank_line_starts_a_paragraph_and_a_line_break_does_not() {
        assert_eq!(split_paragraphs("one\ntwo\n\n \n  three\n"), ["one\ntwo", "  three"]);
    }

    #[test]
    fn a_query_value_cannot_add_a_parameter() {
        assert_eq!(query_value("/a b?c=1&d#é"), "/a%20b%3Fc%3D1%26d%23%C3%A9");
    }
}
