//! Answers, read from a form against the question that they answer.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::field_errors::FieldErrors;
use super::fields::Fields;
use super::question::{NOT_SURE, OTHER, OTHER_MAX_CHARS, Question, QuestionKind};
use super::text::{single_line, with_plain_line_breaks};

/// One answered question. Unanswered ones have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub key: String,
    /// A code, a list of codes, 1 to 5 or `"not_sure"`, a list in order of rank, or a text.
    pub value: Value,
    /// What was written beside "other".
    pub other: Option<String>,
}

/// The name under which the form sends the answer to `key`.
#[must_use]
pub fn field(key: &str) -> String {
    format!("answers.{key}")
}

/// Reads the answer to `question`, or notes under its field what to change.
pub fn parse(question: &Question, fields: &Fields, errors: &mut FieldErrors) -> Option<Answer> {
    let name = field(&question.key);
    let value = match question.kind {
        QuestionKind::SingleChoice => single_choice(question, fields.one(&name)),
        QuestionKind::MultipleChoice => multiple_choice(question, &fields.many(&name)),
        QuestionKind::Scale => scale(question, fields.one(&name)),
        QuestionKind::Ranking => ranking(question, fields),
        QuestionKind::ShortText | QuestionKind::LongText => free_text(question, fields.one(&name)),
    };
    let value = errors.keep(&name, value).flatten()?;
    let other = other_text(question, &value, fields, errors);
    Some(Answer { key: question.key.clone(), value, other })
}

fn single_choice(question: &Question, typed: &str) -> Result<Option<Value>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    question.option(typed).map(|it| Some(json!(it.code))).ok_or_else(|| not_offered(typed))
}

fn multiple_choice(question: &Question, typed: &[&str]) -> Result<Option<Value>, String> {
    if let Some(unknown) = typed.iter().find(|it| question.option(it).is_none()) {
        return Err(not_offered(unknown));
    }
    // In the order of the question, so that the same choices are always the same value.
    let chosen: Vec<_> =
        question.options.iter().filter(|it| typed.contains(&it.code.as_str())).collect();
    if let Some(limit) = question.choose_up_to.filter(|it| *it < chosen.len()) {
        return Err(format!("Choose up to {limit}. You chose {}.", chosen.len()));
    }
    if let Some(exclusive) = chosen.iter().find(|it| it.exclusive && 1 < chosen.len()) {
        return Err(format!(
            "You chose “{}” together with another answer. Choose it alone, or take it away.",
            exclusive.label
        ));
    }
    let codes: Vec<_> = chosen.iter().map(|it| it.code.as_str()).collect();
    Ok((!codes.is_empty()).then(|| json!(codes)))
}

fn scale(question: &Question, typed: &str) -> Result<Option<Value>, String> {
    let not_sure_offered = question.scale.as_ref().is_some_and(|it| it.not_sure.is_some());
    match typed {
        "" => Ok(None),
        NOT_SURE if not_sure_offered => Ok(Some(json!(NOT_SURE))),
        _ => match typed.parse::<u8>() {
            Ok(point @ 1..=5) => Ok(Some(json!(point))),
            _ => Err("Choose one of the five points of the scale.".to_owned()),
        },
    }
}

fn ranking(question: &Question, fields: &Fields) -> Result<Option<Value>, String> {
    let n_options = question.options.len();
    let mut ranked: Vec<(usize, &str)> = Vec::new();
    for option in &question.options {
        let typed = fields.one(&format!("{}.{}", field(&question.key), option.code));
        if typed.is_empty() {
            continue;
        }
        let place = typed.parse().ok().filter(|it| (1..=n_options).contains(it));
        let place =
            place.ok_or_else(|| format!("Give each place as a number from 1 to {n_options}."))?;
        if let Some((_, first)) = ranked.iter().find(|(it, _)| *it == place) {
            return Err(format!(
                "You gave place {place} to both “{}” and “{}”. Give each place once.",
                question.label_of(first),
                option.label
            ));
        }
        ranked.push((place, &option.code));
    }
    ranked.sort_unstable();
    // Gaps are closed: with places 1 and 3 taken, the second is still second.
    let codes: Vec<_> = ranked.iter().map(|(_, code)| *code).collect();
    Ok((!codes.is_empty()).then(|| json!(codes)))
}

fn free_text(question: &Question, typed: &str) -> Result<Option<Value>, String> {
    let text = with_plain_line_breaks(typed);
    let (n_chars, limit) = (text.chars().count(), question.max_chars.unwrap_or(usize::MAX));
    if limit < n_chars {
        return Err(format!("Use {limit} characters or fewer. You wrote {n_chars}."));
    }
    Ok((!text.trim().is_empty()).then(|| json!(text)))
}

fn other_text(
    question: &Question,
    value: &Value,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Option<String> {
    let name = format!("{}.other", field(&question.key));
    let chose_other = question.takes_other()
        && question.kind != QuestionKind::Ranking
        && (value == OTHER || value.as_array().is_some_and(|it| it.contains(&json!(OTHER))));
    if !chose_other {
        return None;
    }
    let text = single_line(fields.one(&name), "This text", OTHER_MAX_CHARS);
    errors.keep(&name, text).filter(|it| !it.is_empty())
}

fn not_offered(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    format!("“{shown}” is not one of the answers offered. Choose again.")
}
