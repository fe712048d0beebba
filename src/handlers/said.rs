//! What a comment says, in words: for the page of the public, of its author, and of a moderator.

use lectern_templates::said::{Answer as Words, Publicity, Said, Who};
use serde_json::Value;

use super::place::labels;
use crate::domain::answer::Answer;
use crate::domain::attribution::Attribution;
use crate::domain::question::{OTHER, Question, QuestionKind};
use crate::domain::stance::Stance;
use crate::models::question::QuestionSet;

/// A question with the words that answer it.
#[derive(Debug)]
pub struct Answered<'a> {
    question: &'a Question,
    words: Vec<String>,
}

impl<'a> Answered<'a> {
    /// The answers to these questions that the public record holds, in the order of the questions.
    ///
    /// `answers` is `{"key": value, "key.other": "text"}`.
    pub fn in_public(answers: &Value, questions: impl Iterator<Item = &'a Question>) -> Vec<Self> {
        questions
            .filter(|it| it.is_published())
            .filter_map(|question| {
                let value = answers.get(&question.key)?;
                let other =
                    answers.get(format!("{}.{OTHER}", question.key)).and_then(Value::as_str);
                Some(Self { question, words: words(question, value, other) })
            })
            .collect()
    }

    /// Every answer that was given, also those that are for statistics only.
    pub fn given(answers: &[Answer], set: &'a QuestionSet) -> Vec<Self> {
        answers
            .iter()
            .filter_map(|it| {
                let question = set.by_key(&it.key)?;
                Some(Self { question, words: words(question, &it.value, it.other.as_deref()) })
            })
            .collect()
    }

    /// The same for views.
    pub fn said(&self) -> Said<'_> {
        Said {
            prompt: &self.question.prompt,
            answer: self.answer(),
            publicity: publicity(self.question),
        }
    }

    fn answer(&self) -> Words<'_> {
        let each = || self.words.iter().map(String::as_str).collect();
        match (self.question.kind, self.words.first()) {
            (_, None) => Words::None,
            (QuestionKind::MultipleChoice, _) => Words::Choices(each()),
            (QuestionKind::Ranking, _) => Words::Ranking(each()),
            (QuestionKind::LongText | QuestionKind::ShortText, Some(text)) => Words::Text(text),
            (QuestionKind::SingleChoice | QuestionKind::Scale, Some(line)) => Words::Line(line),
        }
    }
}

/// Who sees the answers to a question.
#[must_use]
pub fn publicity(question: &Question) -> Publicity {
    if question.is_published() { Publicity::Public } else { Publicity::StatisticsOnly }
}

/// What is said besides body and answers, as the form asks for it.
#[must_use]
pub fn about<'a>(
    stance: Option<Stance>,
    respondent_kind: Option<&'a str>,
    organization: Option<&'a str>,
) -> Vec<Said<'a>> {
    let line = |prompt, answer: Option<&'a str>| {
        answer.map(|it| Said { prompt, answer: Words::Line(it), publicity: Publicity::Public })
    };
    [
        line("What do you think of this direction?", stance.map(Stance::label)),
        line("Which describes you best?", respondent_kind),
        line("Organization", organization),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The author as the public sees or would see them.
#[must_use]
pub fn who<'a>(
    attribution: Attribution,
    display_name: Option<&'a str>,
    organization: Option<&'a str>,
) -> Who<'a> {
    match (attribution, display_name, organization) {
        (Attribution::Named, Some(name), organization) => Who::Named { name, organization },
        (Attribution::Organization, _, Some(organization)) => Who::Organization(organization),
        (Attribution::Anonymous, ..) => Who::Anonymous,
        _ => Who::NotGiven,
    }
}

fn words(question: &Question, value: &Value, other: Option<&str>) -> Vec<String> {
    let label = |code: &str| match other {
        Some(text) if code == OTHER => format!("{}: {text}", question.label_of(code)),
        _ => labels::answer(question, code),
    };
    match value {
        Value::String(text) if question.is_countable() => vec![label(text)],
        Value::String(text) => vec![text.clone()],
        Value::Number(point) => vec![label(&point.to_string())],
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).map(label).collect(),
        _ => Vec::new(),
    }
}
