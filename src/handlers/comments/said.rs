//! The published answers of a comment, in words.

use lectern_templates::said::{Answer, Publicity, Said};
use serde_json::Value;

use crate::domain::question::{OTHER, Question, QuestionKind};
use crate::handlers::place::labels;

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
    pub fn all(answers: &Value, questions: impl Iterator<Item = &'a Question>) -> Vec<Self> {
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

    /// The same for views.
    pub fn said(&self) -> Said<'_> {
        Said { prompt: &self.question.prompt, answer: self.answer(), publicity: Publicity::Public }
    }

    fn answer(&self) -> Answer<'_> {
        let each = || self.words.iter().map(String::as_str).collect();
        match (self.question.kind, self.words.first()) {
            (_, None) => Answer::None,
            (QuestionKind::MultipleChoice, _) => Answer::Choices(each()),
            (QuestionKind::Ranking, _) => Answer::Ranking(each()),
            (QuestionKind::LongText | QuestionKind::ShortText, Some(text)) => Answer::Text(text),
            (QuestionKind::SingleChoice | QuestionKind::Scale, Some(line)) => Answer::Line(line),
        }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::question::{QuestionOption, ScaleLabels, Visibility};

    fn question(key: &str, kind: QuestionKind) -> Question {
        let option = |code: &str, label: &str| QuestionOption {
            code: code.to_owned(),
            label: label.to_owned(),
            exclusive: false,
        };
        Question {
            key: key.to_owned(),
            kind,
            prompt: key.to_owned(),
            help: None,
            visibility: Visibility::Published,
            about_respondent: false,
            choose_up_to: None,
            max_chars: None,
            scale: (kind == QuestionKind::Scale).then(|| ScaleLabels {
                lowest: "Bad".to_owned(),
                middle: "So-so".to_owned(),
                highest: "Good".to_owned(),
                not_sure: None,
            }),
            options: vec![option("lab", "A laboratory"), option("other", "Other")],
        }
    }

    #[test]
    fn answers_come_in_the_words_and_the_order_of_the_form() {
        let questions = [
            question("who", QuestionKind::MultipleChoice),
            question("how", QuestionKind::Scale),
            question("left_out", QuestionKind::Scale),
            question("why", QuestionKind::LongText),
        ];
        let answers = json!({
            "why": "lab", "how": 5, "who": ["lab", "other"], "who.other": "My aunt"
        });

        let answered = Answered::all(&answers, questions.iter());

        let words: Vec<_> =
            answered.iter().map(|it| (it.said().prompt, it.words.join("; "))).collect();
        assert_eq!(
            words,
            [
                ("who", "A laboratory; Other: My aunt".to_owned()),
                ("how", "5 Good".to_owned()),
                ("why", "lab".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_for_statistics_only_is_not_shown_even_if_it_is_there() {
        let about_me = Question {
            visibility: Visibility::Statistics,
            ..question("age", QuestionKind::SingleChoice)
        };

        assert!(Answered::all(&json!({"age": "lab"}), [&about_me].into_iter()).is_empty());
    }
}
