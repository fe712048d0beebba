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
    attribution: Attribution,
) -> Vec<Said<'a>> {
    let line = |prompt, answer: Option<&'a str>, publicity| {
        answer.map(|it| Said { prompt, answer: Words::Line(it), publicity })
    };
    let organization_is = match attribution {
        Attribution::Anonymous => Publicity::Private,
        Attribution::Named | Attribution::Organization => Publicity::Public,
    };
    [
        line("What do you think of this direction?", stance.map(Stance::label), Publicity::Public),
        line("Which describes you best?", respondent_kind, Publicity::Public),
        line("Organization", organization, organization_is),
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

/// Enough of an address to tell which provider is in trouble, or to know one's own, and not whose it is.
pub fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
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

        let answered = Answered::in_public(&answers, questions.iter());

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

        assert!(Answered::in_public(&json!({"age": "lab"}), [&about_me].into_iter()).is_empty());
    }

    #[test]
    fn an_address_shows_its_provider_and_one_letter() {
        assert_eq!(masked("ana.whitcomb@example.org"), "a•••@example.org");
    }
}
