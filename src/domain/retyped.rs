//! A comment as its author would type it into the form again, for what the form asks now.

use serde_json::Value;

use super::answer::{self, Answer};
use super::field_errors::FieldErrors;
use super::fields::Fields;
use super::question::{OTHER, Question, QuestionKind};
use super::submission::{FormDefinition, Submission};

/// The fields of the form, and what has no place among them any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retyped {
    pub fields: Fields,
    pub left_out: Vec<LeftOut>,
}

/// What the form does not ask any more, or not so that the answer fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    RespondentKind,
    /// By its prompt of then.
    Question(String),
}

impl Retyped {
    /// `asked` are the questions that the comment answered.
    pub fn of(submission: &Submission, asked: &[&Question], form: &FormDefinition) -> Self {
        let mut typed = vec![
            pair("stance", submission.stance.as_str()),
            pair("body", &submission.body),
            pair("organization", submission.organization.as_deref().unwrap_or_default()),
            pair("attribution", submission.attribution.as_str()),
        ];
        let mut left_out = Vec::new();
        match &submission.respondent_kind {
            Some(kind) if form.respondent_kinds.contains(kind) => {
                typed.push(pair("respondent_kind", kind));
            }
            Some(_) => left_out.push(LeftOut::RespondentKind),
            None => {}
        }
        for answer in &submission.answers {
            let Some(question) = asked.iter().find(|it| it.key == answer.key) else { continue };
            let fields = fields_of(question, answer);
            if fits(answer, &fields, form) {
                typed.extend(fields);
            } else {
                left_out.push(LeftOut::Question(question.prompt.clone()));
            }
        }
        typed.retain(|(_, value)| !value.is_empty());
        Self { fields: Fields::new(typed), left_out }
    }
}

/// Whether the same fields mean the same answer to what is asked now.
fn fits(answer: &Answer, fields: &[(String, String)], form: &FormDefinition) -> bool {
    let Some(question) = form.questions.iter().find(|it| it.key == answer.key) else {
        return false;
    };
    let mut errors = FieldErrors::default();
    let read = answer::parse(question, &Fields::new(fields.to_vec()), &mut errors);
    errors.is_empty() && read.as_ref() == Some(answer)
}

fn fields_of(question: &Question, answer: &Answer) -> Vec<(String, String)> {
    let name = answer::field(&question.key);
    let mut fields: Vec<(String, String)> = match &answer.value {
        Value::Array(codes) if question.kind == QuestionKind::Ranking => (1..)
            .zip(codes.iter().filter_map(Value::as_str))
            .map(|(place, code): (u32, _)| (format!("{name}.{code}"), place.to_string()))
            .collect(),
        Value::Array(codes) => {
            codes.iter().filter_map(Value::as_str).map(|code| pair(&name, code)).collect()
        }
        Value::String(text) => vec![pair(&name, text)],
        Value::Number(point) => vec![(name.clone(), point.to_string())],
        _ => Vec::new(),
    };
    fields.extend(answer.other.as_deref().map(|it| pair(&format!("{name}.{OTHER}"), it)));
    fields
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
