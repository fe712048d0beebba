//! What a moderator tells the author, and what an administrator tells colleagues.

use super::text::with_plain_line_breaks;

const MAX_CHARS: usize = 2_000;
const MAX_REASON_CHARS: usize = 500;

/// A note to the author, up to 2,000 characters; may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<Option<Self>, String> {
        let note = with_plain_line_breaks(raw.trim());
        if MAX_CHARS < note.chars().count() {
            return Err(format!("The note must be {MAX_CHARS} characters or fewer."));
        }
        Ok((!note.is_empty()).then_some(Self(note)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why something was done about an account: 1 to 500 characters. It stands in the audit log and goes nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let reason = with_plain_line_breaks(raw.trim());
        if reason.is_empty() {
            return Err("Give the reason: it is kept in the audit log.".to_owned());
        }
        if MAX_REASON_CHARS < reason.chars().count() {
            return Err(format!("The reason must be {MAX_REASON_CHARS} characters or fewer."));
        }
        Ok(Self(reason))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
