//! A notice of the site: its words, its level, and until when it stands.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::text;

/// The longest notice and the longest reason, in characters.
pub const MAX_CHARS: usize = 500;

/// How a time is typed.
const TIME: &str = "%Y-%m-%d %H:%M";

crate::text_enum! {
    /// How much a notice asks to be read.
    pub enum NoticeLevel {
        Information = "information" => "Information",
        Warning = "warning" => "Warning",
    }
}

/// Plain text of a few lines; it may be empty.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn words(raw: &str) -> Result<String, String> {
    let words = text::with_plain_line_breaks(raw).trim().to_owned();
    if words.chars().count() > MAX_CHARS {
        return Err(format!("Use at most {MAX_CHARS} characters."));
    }
    Ok(words)
}

/// A time in UTC, such as `2026-12-01 18:00`; none, where nothing was typed.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn until(raw: &str) -> Result<Option<DateTime<Utc>>, String> {
    match raw.trim() {
        "" => Ok(None),
        raw => NaiveDateTime::parse_from_str(raw, TIME)
            .map(|it| Some(it.and_utc()))
            .map_err(|_| "Write day and time in UTC, as in 2026-12-01 18:00.".to_owned()),
    }
}

/// The same time as it is typed.
#[must_use]
pub fn until_typed(until: Option<DateTime<Utc>>) -> String {
    until.map(|it| it.format(TIME).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_short_and_its_time_reads_back_as_it_was_typed() {
        assert_eq!(words(" a\r\nb ").unwrap(), "a\nb");
        assert!(words(&"é".repeat(500)).is_ok() && words(&"é".repeat(501)).is_err());
        assert_eq!(until_typed(until("2026-12-01 18:00").unwrap()), "2026-12-01 18:00");
        assert_eq!(until(" ").unwrap(), None);
        for bad in ["tomorrow", "2026-12-01", "2026-13-01 18:00", "2026-12-01 18:00 EST"] {
            assert!(until(bad).is_err(), "{bad}");
        }
    }
}
