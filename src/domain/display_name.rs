//! The name that a person chose to be known by.

use super::text;

/// 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let name = text::single_line(raw, "Your name", 80)?;
        if name.is_empty() {
            return Err("Enter a name to be known by.".to_owned());
        }
        Ok(Self(name))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
