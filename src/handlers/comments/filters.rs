//! The filters of a list, in words, each with the link that takes it away.

use lectern_templates::comments::ActiveFilter;

use crate::domain::public_filter::{ANY, AnswerFilter, PublicFilter, Vocabulary};
use crate::domain::question::{Question, QuestionKind};
use crate::handlers::place::{labels, links};
use crate::models::respondent_kind::RespondentKind;
use crate::moments;

/// A filter that is on.
#[derive(Debug, PartialEq, Eq)]
pub struct Active {
    words: String,
    remove_href: String,
}

/// Every filter that is on. `path` is that of the initiative or area.
pub fn active(
    filter: &PublicFilter,
    path: &str,
    kinds: &[RespondentKind],
    vocabulary: &Vocabulary,
) -> Vec<Active> {
    let mut active = Vec::new();
    let mut add = |words: String, without: PublicFilter| {
        active.push(Active { words, remove_href: links::comments(path, &without) });
    };
    if let Some(stance) = &filter.stance {
        let words = format!("Stance: {}", labels::stance(stance));
        add(words, PublicFilter { stance: None, ..filter.clone() });
    }
    if let Some(kind) = &filter.respondent_kind {
        let words = format!("Respondent kind: {}", labels::respondent_kind(kinds, kind));
        add(words, PublicFilter { respondent_kind: None, ..filter.clone() });
    }
    if let Some(day) = filter.received_on {
        let words = format!("Day: {}", moments::day(day).words);
        add(words, PublicFilter { received_on: None, ..filter.clone() });
    }
    if let Some(source) = filter.source {
        let words = format!("Source: {}", source.label());
        add(words, PublicFilter { source: None, ..filter.clone() });
    }
    if let Some(answer) = &filter.answer {
        let words = vocabulary.question(&answer.key).map(|it| answer_words(answer, it));
        add(words.unwrap_or_default(), PublicFilter { answer: None, ..filter.clone() });
    }
    active
}

impl<'a> From<&'a Active> for ActiveFilter<'a> {
    fn from(it: &'a Active) -> Self {
        Self { words: &it.words, remove_href: it.remove_href.clone() }
    }
}

fn answer_words(answer: &AnswerFilter, question: &Question) -> String {
    let given = match (answer.code.as_str(), answer.place) {
        (ANY, _) => "any answer".to_owned(),
        (code, Some(place)) => format!("{}, in place {place}", labels::answer(question, code)),
        (code, None) if question.kind == QuestionKind::Ranking => {
            format!("{}, in any place", labels::answer(question, code))
        }
        (code, None) => labels::answer(question, code),
    };
    // Most prompts are questions and end with a sign of their own.
    let colon = if question.prompt.ends_with(['?', ':', '.']) { "" } else { ":" };
    format!("{}{colon} {given}", question.prompt)
}
