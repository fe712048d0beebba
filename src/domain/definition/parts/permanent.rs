//! Names that were published once.

use std::collections::BTreeSet;

use super::Asker;

/// Names that were published once: addresses, columns and values of the dataset, which never change.
#[derive(Debug, Clone, Default)]
pub struct Permanent {
    pub areas: BTreeSet<String>,
    pub respondent_kinds: BTreeSet<String>,
    /// Area and key.
    pub questions: BTreeSet<(String, String)>,
    /// Area, key and code.
    pub options: BTreeSet<(String, String, String)>,
}

impl Permanent {
    #[must_use]
    pub fn has_question(&self, asker: &Asker, key: &str) -> bool {
        self.questions.iter().any(|(area, it)| it == key && asker.is(area))
    }

    #[must_use]
    pub fn has_option(&self, asker: &Asker, key: &str, code: &str) -> bool {
        let same =
            |area: &str, question: &str, it: &str| question == key && it == code && asker.is(area);
        self.options.iter().any(|(area, question, it)| same(area, question, it))
    }
}
