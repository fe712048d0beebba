//! The fields of a form as they were typed.

use serde::{Deserialize, Serialize};

use super::field_errors::FieldErrors;

/// Names and values in the order in which they came. Kept whole, so that a form can be shown again as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(Vec<(String, String)>);

impl TryFrom<serde_json::Value> for Fields {
    type Error = serde_json::Error;

    fn try_from(stored: serde_json::Value) -> Result<Self, Self::Error> {
        serde_json::from_value(stored)
    }
}

/// How often a field may occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurs {
    Once,
    Repeatedly,
    /// The form has no such field.
    Never,
}

impl Fields {
    #[must_use]
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The value of `name`, or an empty one.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.iter().find(|(it, _)| *it == name).map_or("", |(_, value)| value)
    }

    /// Every value of `name` that is not empty.
    #[must_use]
    pub fn many(&self, name: &str) -> Vec<&str> {
        self.iter()
            .filter(|(it, value)| *it == name && !value.is_empty())
            .map(|(_, it)| it)
            .collect()
    }

    /// How much was typed, in bytes.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// Names and values, as they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same fields without those that `keep` refuses.
    #[must_use]
    pub fn retain(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, _)| keep(name)).cloned().collect())
    }

    /// What no form of the site sends: unknown or repeated fields, and characters that cannot be stored.
    #[must_use]
    pub fn check(&self, occurs: impl Fn(&str) -> Occurs) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for (i, (name, value)) in self.iter().enumerate() {
            let repeated = self.iter().take(i).any(|(it, _)| it == name);
            match occurs(name) {
                Occurs::Never => errors.add(name, "This form has no such field."),
                Occurs::Once if repeated => errors.add(name, "This field was sent more than once."),
                Occurs::Once | Occurs::Repeatedly => {}
            }
            if name.contains('\0') || value.contains('\0') {
                errors.add(name, "This text contains a NUL character. Remove it and send again.");
            }
        }
        errors
    }
}
