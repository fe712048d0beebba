//! What a moderator tells the author.

use super::text::with_plain_line_breaks;

const MAX_CHARS: usize = 2_000;

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
