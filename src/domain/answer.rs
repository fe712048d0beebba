//! Answers, read from a form against the question that they answer.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::field_errors::FieldErrors;
use super::fields::Fields;
use super::question::{NOT_SURE, OTHER, OTHER_MAX_CHARS, Question, QuestionKind, QuestionOption};
use super::text::{single_line, with_plain_line_breaks, within};

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
    let value = errors.keep(&name, value)?;
    let other = other_text(question, value.as_ref(), fields, errors);
    Some(Answer { key: question.key.clone(), value: value?, other })
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
    if let Some(exclusive) = chosen.iter().find(|it| it.exclusive && 1 < chosen.len()) {
        let label = &exclusive.label;
        let others = chosen.iter().filter(|it| it.code != exclusive.code);
        let others = quoted(others.map(|it| it.label.as_str()));
        return Err(format!("“{label}” does not go with {others}. Take away one or the other."));
    }
    if let Some(limit) = question.choose_up_to.filter(|it| *it < chosen.len()) {
        let (n_chosen, too_many) = (chosen.len(), chosen.len() - limit);
        return Err(format!("Choose up to {limit}. You chose {n_chosen}: take away {too_many}."));
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
    let mut ranked: Vec<(usize, &QuestionOption)> = Vec::new();
    for option in &question.options {
        let typed = fields.one(&format!("{}.{}", field(&question.key), option.code));
        if typed.is_empty() {
            continue;
        }
        let place = typed.parse().ok().filter(|it| (1..=n_options).contains(it));
        let no_place = || {
            let label = &option.label;
            format!("Give “{label}” a place from 1 to {n_options}, or none.")
        };
        ranked.push((place.ok_or_else(no_place)?, option));
    }
    if let Some(twice) = given_twice(&ranked, n_options) {
        return Err(twice);
    }
    ranked.sort_unstable_by_key(|(place, _)| *place);
    // Gaps are closed: with places 1 and 3 taken, the second is still second. The page that checks the answers shows
    // the order that results.
    let codes: Vec<_> = ranked.iter().map(|(_, option)| option.code.as_str()).collect();
    Ok((!codes.is_empty()).then(|| json!(codes)))
}

/// Every place that was given more than once, and the places that are free.
fn given_twice(ranked: &[(usize, &QuestionOption)], n_options: usize) -> Option<String> {
    let at = |place: usize| {
        ranked.iter().filter(move |(it, _)| *it == place).map(|(_, it)| it.label.as_str())
    };
    let (mut sentences, mut free) = (Vec::new(), Vec::new());
    for place in 1..=n_options {
        match at(place).count() {
            0 => free.push(place.to_string()),
            1 => {}
            _ => sentences.push(format!("Place {place} is given to {}.", quoted(at(place)))),
        }
    }
    let free = free.join(", ");
    (!sentences.is_empty())
        .then(|| format!("{} Give each place once; still free: {free}.", sentences.join(" ")))
}

/// Labels in quotation marks, with "and" between the last two.
fn quoted<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let labels: Vec<String> = labels.map(|it| format!("“{it}”")).collect();
    match labels.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn free_text(question: &Question, typed: &str) -> Result<Option<Value>, String> {
    let text = with_plain_line_breaks(typed);
    within(&text, question.max_chars.unwrap_or(usize::MAX))?;
    Ok((!text.trim().is_empty()).then(|| json!(text)))
}

/// The text beside "other": it needs the choice, and the choice needs it.
fn other_text(
    question: &Question,
    value: Option<&Value>,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Option<String> {
    if question.kind == QuestionKind::Ranking || !question.takes_other() {
        return None;
    }
    let name = format!("{}.{OTHER}", field(&question.key));
    let chose_other = value.is_some_and(|it| {
        it == OTHER || it.as_array().is_some_and(|it| it.contains(&json!(OTHER)))
    });
    let text = single_line(fields.one(&name), "This text", OTHER_MAX_CHARS);
    let text = errors.keep(&name, text)?;
    let label = question.label_of(OTHER);
    match (chose_other, text.is_empty()) {
        (true, true) => {
            errors.add(name, format!("You chose “{label}”: say what, or choose another answer."));
            None
        }
        // It would be lost without a word.
        (false, false) => {
            errors.add(name, format!("Choose “{label}” too, or take this text away."));
            None
        }
        (_, is_empty) => (!is_empty).then_some(text),
    }
}

fn not_offered(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    format!("“{shown}” is not one of the answers offered. Choose again.")
}
