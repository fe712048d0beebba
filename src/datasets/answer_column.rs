//! The columns of one question in the file of its area.

use crate::domain::answer::field;
use crate::domain::question::{OTHER, Question, QuestionKind};

/// The answer to one published question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerColumn {
    key: String,
    separator: Option<char>,
    takes_other: bool,
}

impl AnswerColumn {
    #[must_use]
    pub fn of(question: &Question) -> Self {
        let separator = match question.kind {
            QuestionKind::MultipleChoice => Some('|'),
            QuestionKind::Ranking => Some('>'),
            _ => None,
        };
        let takes_other = question.takes_other();
        Self { key: question.key.clone(), separator, takes_other }
    }

    /// Takes in another version of the same question.
    pub fn merge(&mut self, question: &Question) {
        self.takes_other |= question.takes_other();
    }

    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Names and SQL: the answer, and the text beside "other" where there is one.
    #[must_use]
    pub fn names_and_sql(&self) -> Vec<(String, String)> {
        let name = field(&self.key);
        let other = self.takes_other.then(|| {
            let key = format!("{}.{OTHER}", self.key);
            (format!("{name}.{OTHER}"), format!("answers ->> {}", literal(&key)))
        });
        std::iter::once((name, self.sql())).chain(other).collect()
    }

    fn sql(&self) -> String {
        let key = literal(&self.key);
        // An older version may have asked in another way, so a list is taken apart only where there is one.
        self.separator.map_or_else(
            || format!("answers ->> {key}"),
            |separator| {
                format!(
                    "CASE jsonb_typeof(answers -> {key}) WHEN 'array' THEN (
                         SELECT string_agg(it.code, '{separator}' ORDER BY it.place)
                         FROM jsonb_array_elements_text(answers -> {key})
                             WITH ORDINALITY AS it (code, place)
                     ) ELSE answers ->> {key} END"
                )
            },
        )
    }
}

/// COPY takes no parameters. Keys are words of the catalogue that a constraint holds to plain letters; this
/// is the second lock on the door.
fn literal(key: &str) -> String {
    format!("'{}'", key.replace('\'', "''"))
}
