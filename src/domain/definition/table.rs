//! Reading one table of a file after the other, while noting everything that is wrong.
//!
//! A read that fails notes why and gives an empty value, so that reading goes on: the definition leaves this
//! module only if nothing was noted.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use toml::de::{DeTable, DeValue};

use super::DefinitionError;
use crate::domain::text;

/// More than anybody mends before they try again; a file in which every line is wrong costs no more than this.
pub const MOST_ERRORS: usize = 100;

/// The text of a file, and what is wrong in it so far.
pub struct Findings<'a> {
    text: &'a str,
    errors: RefCell<Vec<DefinitionError>>,
}

/// A table, the dotted key that leads to it, and the keys that were looked for in it.
pub struct Table<'a> {
    findings: &'a Findings<'a>,
    entries: &'a DeTable<'a>,
    key: String,
    start: usize,
    known: BTreeSet<&'static str>,
}

impl<'a> Findings<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, errors: RefCell::default() }
    }

    /// Keeps the first [`MOST_ERRORS`].
    pub fn note(&self, start: usize, key: impl Into<String>, message: impl Into<String>) {
        if MOST_ERRORS <= self.errors.borrow().len() {
            return;
        }
        let n_breaks = self.text.bytes().take(start).filter(|it| *it == b'\n').count();
        let (key, message) = (key.into(), message.into());
        self.errors.borrow_mut().push(DefinitionError { line: 1 + n_breaks, key, message });
    }

    /// What was noted, in the order of the file.
    pub fn into_errors(self) -> Vec<DefinitionError> {
        let mut errors = self.errors.into_inner();
        errors.sort();
        errors.dedup();
        errors
    }
}

impl<'a> Table<'a> {
    /// The table that is the file.
    pub fn root(findings: &'a Findings<'a>, entries: &'a DeTable<'a>) -> Self {
        Self { findings, entries, key: String::new(), start: 0, known: BTreeSet::new() }
    }

    /// Notes that something is wrong with the value of `key`, or with the table where it has none.
    pub fn wrong(&self, key: &str, message: impl Into<String>) {
        let start = self.entries.get_key_value(key).map_or(self.start, |(it, _)| it.span().start);
        self.findings.note(start, join(&self.key, key), message);
    }

    /// Notes each key that nobody looked for; `what` names such a table.
    pub fn finish(self, what: &str) {
        let known: Vec<_> = self.known.iter().copied().collect();
        for key in self.entries.keys().filter(|it| !self.known.contains(&**it.get_ref())) {
            let message = format!("{what} has no such key. It has: {}.", known.join(", "));
            self.wrong(key.get_ref(), message);
        }
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// One line of text that must be there.
    pub fn line(&mut self, key: &'static str, max_chars: usize) -> String {
        self.require(key);
        self.read_line(key, max_chars, "Write something here.").unwrap_or_default()
    }

    /// One line of text, or nothing; an empty one is noted, since it says neither.
    pub fn optional_line(&mut self, key: &'static str, max_chars: usize) -> Option<String> {
        self.read_line(key, max_chars, "Write something here, or take out the key.")
    }

    /// Paragraphs of text that must be there, without the line breaks at both ends.
    pub fn paragraphs(&mut self, key: &'static str, max_chars: usize) -> String {
        self.require(key);
        let Some(raw) = self.string(key) else { return String::new() };
        let plain = text::with_plain_line_breaks(raw);
        let trimmed = plain.trim();
        if trimmed.is_empty() {
            self.wrong(key, "Write something here.");
        } else if max_chars < trimmed.chars().count() {
            self.wrong(key, format!("This text must be {max_chars} characters or fewer."));
        } else if trimmed.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\t')) {
            self.wrong(key, "This text must not contain control characters.");
        }
        trimmed.to_owned()
    }

    /// True or false; false where nothing is said.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.read(key, "Write true or false.", DeValue::as_bool).unwrap_or_default()
    }

    /// A whole number of the range, or nothing.
    pub fn number(&mut self, key: &'static str, range: RangeInclusive<usize>) -> Option<usize> {
        let hint = format!("Write a whole number from {} to {}.", range.start(), range.end());
        self.read(key, &hint, |value| {
            let integer = value.as_integer()?;
            let number = usize::from_str_radix(integer.as_str(), integer.radix()).ok()?;
            range.contains(&number).then_some(number)
        })
    }

    /// A date and time that must be there.
    pub fn moment(&mut self, key: &'static str) -> Option<DateTime<Utc>> {
        self.require(key);
        let hint = "Write a date and a time in whole seconds with the offset from UTC, such as \
                    2026-11-02T09:00:00-05:00, without quotation marks.";
        self.read(key, hint, |value| {
            let moment = DateTime::parse_from_rfc3339(&value.as_datetime()?.to_string()).ok()?;
            // Also refused are leap seconds, which the database would move.
            (moment.timestamp_subsec_nanos() == 0).then_some(moment.to_utc())
        })
    }

    /// A list of texts; none where nothing is said.
    pub fn list(&mut self, key: &'static str) -> Vec<String> {
        let hint = "Write a list of texts, such as [\"stance\"].";
        let texts = self.read(key, hint, |value| {
            value.as_array()?.iter().map(|it| it.get_ref().as_str().map(str::to_owned)).collect()
        });
        texts.unwrap_or_default()
    }

    /// A list of tables, each named by what it says under `name`; none where nothing is said.
    pub fn tables(&mut self, key: &'static str, name: &str) -> Vec<Self> {
        let items = self.read(key, "Write a list of tables, each with its own keys.", |value| {
            let items = value.as_array()?.iter();
            items
                .map(|it| Some((it.span().start, it.get_ref().as_table()?)))
                .collect::<Option<Vec<_>>>()
        });
        let items = items.unwrap_or_default().into_iter().enumerate();
        items.map(|(place, (start, entries))| self.item(key, name, place, start, entries)).collect()
    }

    fn item(
        &self,
        key: &str,
        name: &str,
        place: usize,
        start: usize,
        entries: &'a DeTable<'a>,
    ) -> Self {
        let list = join(&self.key, key);
        let key = match entries.get(name).and_then(|it| it.get_ref().as_str()) {
            Some(name) if !name.is_empty() && name.bytes().all(is_plain) => join(&list, name),
            _ => format!("{list}[{place}]"),
        };
        Self { findings: self.findings, entries, key, start, known: BTreeSet::new() }
    }

    fn read_line(&mut self, key: &'static str, max_chars: usize, if_empty: &str) -> Option<String> {
        let raw = self.string(key)?;
        match text::single_line(raw, "This text", max_chars) {
            Ok(line) if line.is_empty() => self.wrong(key, if_empty),
            Ok(line) => return Some(line),
            Err(message) => self.wrong(key, message),
        }
        None
    }

    fn string(&mut self, key: &'static str) -> Option<&'a str> {
        self.read(key, "Write a text in quotation marks.", DeValue::as_str)
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        hint: &str,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        self.known.insert(key);
        let value = read(self.entries.get(key)?.get_ref());
        if value.is_none() {
            self.wrong(key, hint);
        }
        value
    }

    fn require(&self, key: &str) {
        if !self.has(key) {
            self.wrong(key, "This key is missing.");
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
