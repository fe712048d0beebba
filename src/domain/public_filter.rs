//! Filters of the public record: what lists, figures' links and the dataset have in common.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::question::{NOT_SURE, Question, QuestionKind};
use super::stance::Stance;
use super::standing::Source;

/// Stands for "any answer at all" where a code would stand.
pub const ANY: &str = "*";
/// Stands for a respondent kind, or stance, that a comment does not give.
pub const NOT_GIVEN: &str = "not_given";

/// Which published comments are meant. Empty means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicFilter {
    pub stance: Option<String>,
    pub respondent_kind: Option<String>,
    pub received_on: Option<NaiveDate>,
    pub source: Option<Source>,
    pub answer: Option<AnswerFilter>,
}

/// What the filters of an initiative, or of an area, can name.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Published questions, also those that are not asked any more; the latest versions first.
    pub questions: Vec<Question>,
    /// Codes, also of kinds that are not offered any more.
    pub respondent_kinds: Vec<String>,
}

/// The parameter of a query that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown, repeated or malformed parameter {0}")]
pub struct BadParameter(pub String);

/// Comments that gave one answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFilter {
    pub key: String,
    /// A code, a point of a scale, or [`ANY`].
    pub code: String,
    /// In a ranking, the place that the option was given, from 1.
    pub place: Option<usize>,
    clauses: Vec<Clause>,
}

/// A condition on a row of the public record, each served by an index. `sql` has `{}` where the value belongs, if
/// there is one; the value is always handed over beside the SQL, never inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub sql: &'static str,
    pub value: Option<String>,
}

impl Clause {
    fn new(sql: &'static str) -> Self {
        Self { sql, value: None }
    }

    fn with(sql: &'static str, value: impl ToString) -> Self {
        Self { sql, value: Some(value.to_string()) }
    }
}

impl PublicFilter {
    /// Reads the filter from the pairs of a query, strictly: what makes no sense is refused by name, and
    /// chooses nothing in silence. A pair without a value chooses everything, as in a form.
    ///
    /// # Errors
    /// The first parameter that is unknown, repeated or damaged, or that has no such value.
    pub fn parse(
        pairs: &[(String, String)],
        vocabulary: &Vocabulary,
    ) -> Result<Self, BadParameter> {
        let mut filter = Self::default();
        for (i, (name, value)) in pairs.iter().enumerate() {
            let repeated = pairs.iter().take(i).any(|(it, _)| it == name);
            // Bytes that are not UTF-8 came as replacement characters, which no name or value of ours has.
            let damaged =
                [name, value].iter().any(|it| it.contains([char::REPLACEMENT_CHARACTER, '\0']));
            let understood = !repeated
                && !damaged
                && vocabulary.has_parameter(name)
                && (value.is_empty() || filter.set(name, value, vocabulary).is_some());
            if !understood {
                return Err(BadParameter(name.clone()));
            }
        }
        Ok(filter)
    }

    /// Takes one pair in; none if the value is not one that the parameter can have.
    fn set(&mut self, name: &str, value: &str, vocabulary: &Vocabulary) -> Option<()> {
        match name {
            "stance" => {
                let known = value == NOT_GIVEN || Stance::parse(value).is_some();
                self.stance = Some(known.then(|| value.to_owned())?);
            }
            "respondent_kind" => {
                let known =
                    value == NOT_GIVEN || vocabulary.respondent_kinds.iter().any(|it| it == value);
                self.respondent_kind = Some(known.then(|| value.to_owned())?);
            }
            "received_on" => self.received_on = Some(parse_day(value)?),
            "source" => self.source = Some(Source::parse(value)?),
            _ if self.answer.is_some() => return None,
            _ => {
                let answer = name.strip_prefix("answers.")?;
                self.answer = Some(AnswerFilter::parse(answer, value, vocabulary)?);
            }
        }
        Some(())
    }

    /// The filter as the pairs of a query, ready for a link.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if let Some(stance) = &self.stance {
            pairs.push(("stance".to_owned(), stance.clone()));
        }
        if let Some(kind) = &self.respondent_kind {
            pairs.push(("respondent_kind".to_owned(), kind.clone()));
        }
        if let Some(day) = self.received_on {
            pairs.push(("received_on".to_owned(), day.to_string()));
        }
        if let Some(source) = self.source {
            pairs.push(("source".to_owned(), source.as_str().to_owned()));
        }
        if let Some(answer) = &self.answer {
            pairs.push(answer.pair());
        }
        pairs
    }

    /// The conditions, for SQL.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        if let Some(stance) = &self.stance {
            clauses.push(match stance.as_str() {
                NOT_GIVEN => Clause::new("stance IS NULL"),
                stance => Clause::with("stance = {}", stance),
            });
        }
        if let Some(kind) = &self.respondent_kind {
            clauses.push(match kind.as_str() {
                NOT_GIVEN => Clause::new("respondent_kind IS NULL"),
                kind => Clause::with("respondent_kind = {}", kind),
            });
        }
        if let Some(day) = self.received_on {
            clauses.push(Clause::with("received_on = {}::text::date", day));
        }
        if let Some(source) = self.source {
            clauses.push(Clause::with("source = {}", source.as_str()));
        }
        clauses.extend(self.answer.iter().flat_map(|it| it.clauses.clone()));
        clauses
    }
}

impl AnswerFilter {
    fn parse(name: &str, value: &str, vocabulary: &Vocabulary) -> Option<Self> {
        if let Some(question) = vocabulary.question(name) {
            return Self::for_code(question, value);
        }
        let (key, option) = name.rsplit_once('.')?;
        let question = vocabulary.question(key)?;
        let place = value.parse().ok().filter(|it| (1..=question.options.len()).contains(it))?;
        Self::for_place(question, option, place)
    }

    /// Comments that chose `code`, or answered at all if it is [`ANY`].
    #[must_use]
    pub fn for_code(question: &Question, code: &str) -> Option<Self> {
        let contains = |value| {
            Clause::with("answers @> {}::text::jsonb", json!({ question.key.as_str(): value }))
        };
        let chosen = || question.option(code).map(|it| it.code.as_str());
        let clause = if code == ANY {
            Clause::with("answered @> ARRAY[{}]", &question.key)
        } else {
            match question.kind {
                QuestionKind::SingleChoice => contains(json!(chosen()?)),
                QuestionKind::MultipleChoice | QuestionKind::Ranking => {
                    contains(json!([chosen()?]))
                }
                QuestionKind::Scale if code == NOT_SURE => contains(json!(NOT_SURE)),
                QuestionKind::Scale => {
                    contains(json!(code.parse::<u8>().ok().filter(|it| (1..=5).contains(it))?))
                }
                QuestionKind::ShortText | QuestionKind::LongText => return None,
            }
        };
        Some(Self {
            key: question.key.clone(),
            code: code.to_owned(),
            place: None,
            clauses: vec![clause],
        })
    }

    /// Comments that ranked `option` at `place`.
    #[must_use]
    pub fn for_place(question: &Question, option: &str, place: usize) -> Option<Self> {
        if question.kind != QuestionKind::Ranking {
            return None;
        }
        let mut filter = Self::for_code(question, option)?;
        // Keys and codes are words of the catalogue: they cannot break out of the path.
        let path = format!("$.{}[{}] == \"{option}\"", question.key, place.checked_sub(1)?);
        filter.clauses.push(Clause::with("answers @@ {}::text::jsonpath", path));
        filter.place = Some(place);
        Some(filter)
    }

    /// The pair of a query that stands for it.
    #[must_use]
    pub fn pair(&self) -> (String, String) {
        match self.place {
            Some(place) => (format!("answers.{}.{}", self.key, self.code), place.to_string()),
            None => (format!("answers.{}", self.key), self.code.clone()),
        }
    }
}

impl Vocabulary {
    /// The published question of this key; of several versions the latest.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|it| it.key == key)
    }

    fn has_parameter(&self, name: &str) -> bool {
        let Some(answer) = name.strip_prefix("answers.") else {
            return matches!(name, "stance" | "respondent_kind" | "received_on" | "source");
        };
        let of_ranking = answer.rsplit_once('.').and_then(|(key, _)| self.question(key));
        self.question(answer).or(of_ranking).is_some()
    }
}

/// A day as the record writes it. Years outside 1 to 9999 are written with a sign, which Postgres does not read.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|it: &NaiveDate| (1..=9999).contains(&it.year()))
}
