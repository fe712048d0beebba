//! Filters of the public record: what lists, figures' links and the dataset have in common.

use chrono::NaiveDate;
use serde_json::json;

use super::question::{NOT_SURE, Question, QuestionKind};
use super::stance::Stance;

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
    pub answer: Option<AnswerFilter>,
}

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

/// A condition on a row of the public record. `sql` has `{}` where the value belongs; the value is always
/// handed over beside the SQL, never inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub sql: &'static str,
    pub value: String,
}

impl PublicFilter {
    /// Reads the filter from the pairs of a query. `question` finds a published question by its key.
    ///
    /// # Errors
    /// The name of the parameter that makes no sense.
    pub fn parse<'q>(
        pairs: &[(String, String)],
        question: impl Fn(&str) -> Option<&'q Question>,
    ) -> Result<Self, String> {
        let mut filter = Self::default();
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            let repeated = || name.clone();
            match name.as_str() {
                "stance" => {
                    let known = value == NOT_GIVEN || Stance::parse(value).is_some();
                    set(&mut filter.stance, known.then(|| value.clone()))
                }
                "respondent_kind" => {
                    let known = !value.is_empty() && value.len() <= 100 && !value.contains('\0');
                    set(&mut filter.respondent_kind, known.then(|| value.clone()))
                }
                "received_on" => set(&mut filter.received_on, value.parse().ok()),
                _ => {
                    let answer = name
                        .strip_prefix("answers.")
                        .and_then(|it| AnswerFilter::parse(it, value, &question));
                    set(&mut filter.answer, answer)
                }
            }
            .ok_or_else(repeated)?;
        }
        Ok(filter)
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
            let sql = "coalesce(stance, 'not_given') = {}";
            clauses.push(Clause { sql: if stance == NOT_GIVEN { sql } else { "stance = {}" }, value: stance.clone() });
        }
        if let Some(kind) = &self.respondent_kind {
            let sql = "coalesce(respondent_kind, 'not_given') = {}";
            let sql = if kind == NOT_GIVEN { sql } else { "respondent_kind = {}" };
            clauses.push(Clause { sql, value: kind.clone() });
        }
        if let Some(day) = self.received_on {
            clauses.push(Clause { sql: "received_on = {}::text::date", value: day.to_string() });
        }
        clauses.extend(self.answer.iter().flat_map(|it| it.clauses.clone()));
        clauses
    }
}

impl AnswerFilter {
    fn parse<'q>(
        name: &str,
        value: &str,
        question: impl Fn(&str) -> Option<&'q Question>,
    ) -> Option<Self> {
        if let Some(question) = question(name) {
            return Self::for_code(question, value);
        }
        let (key, option) = name.rsplit_once('.')?;
        let question = question(key)?;
        let place = value.parse().ok().filter(|it| (1..=question.options.len()).contains(it))?;
        Self::for_place(question, option, place)
    }

    /// Comments that chose `code`, or answered at all if it is [`ANY`].
    #[must_use]
    pub fn for_code(question: &Question, code: &str) -> Option<Self> {
        let contains = |value| Clause {
            sql: "answers @> {}::text::jsonb",
            value: json!({ question.key.as_str(): value }).to_string(),
        };
        let chosen = || question.option(code).map(|it| it.code.as_str());
        let clause = if code == ANY {
            Clause { sql: "jsonb_exists(answers, {})", value: question.key.clone() }
        } else {
            match question.kind {
                QuestionKind::SingleChoice => contains(json!(chosen()?)),
                QuestionKind::MultipleChoice | QuestionKind::Ranking => contains(json!([chosen()?])),
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
        filter.clauses.push(Clause { sql: "answers @@ {}::text::jsonpath", value: path });
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

/// Fills an empty place; a second value, or none, is refused.
fn set<T>(place: &mut Option<T>, value: Option<T>) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(value?);
    Some(())
}
