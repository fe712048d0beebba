//! An area's questions as fields of its form.

use lectern_templates::comment_form::{Question as Field, QuestionKind as Kind, Typed};
use lectern_templates::form::{Choice, Need};

use super::asked::Asked;
use crate::domain::answer;
use crate::domain::fields::Fields;
use crate::domain::question::{NOT_SURE, Question, QuestionKind, QuestionOption};
use crate::handlers::said;

/// A question with what was typed so far.
pub fn field<'a>(asked: &'a Asked, question: &'a Question, fields: &'a Fields) -> Field<'a> {
    let required = asked.area.required.contains(&question.key);
    Field {
        key: &question.key,
        prompt: &question.prompt,
        hint: question.help.as_deref(),
        warning: None,
        publicity: said::publicity(question),
        need: if required { Need::Required } else { Need::Optional },
        kind: kind(question),
        typed: typed(question, fields),
    }
}

fn kind(question: &Question) -> Kind<'_> {
    let options = || question.options.iter().map(choice).collect();
    let limit = |it: Option<usize>| it.and_then(|it| u32::try_from(it).ok());
    let max_characters = limit(question.max_chars).unwrap_or(u32::MAX);
    match (question.kind, &question.scale) {
        (QuestionKind::MultipleChoice, _) => {
            Kind::MultipleChoice { options: options(), choose_up_to: limit(question.choose_up_to) }
        }
        (QuestionKind::Scale, Some(scale)) => Kind::Scale {
            low: &scale.lowest,
            middle: &scale.middle,
            high: &scale.highest,
            not_sure: scale.not_sure.as_deref().map(|label| Choice { value: NOT_SURE, label }),
        },
        (QuestionKind::Ranking, _) => Kind::Ranking { options: options() },
        (QuestionKind::ShortText, _) => Kind::ShortText { max_characters },
        (QuestionKind::LongText, _) => Kind::LongText { max_characters },
        (QuestionKind::SingleChoice | QuestionKind::Scale, _) => {
            Kind::SingleChoice { options: options() }
        }
    }
}

fn choice(it: &QuestionOption) -> Choice<'_> {
    Choice { value: &it.code, label: &it.label }
}

fn typed<'t>(question: &'t Question, fields: &'t Fields) -> Typed<'t> {
    let name = answer::field(&question.key);
    Typed {
        values: fields.many(&name),
        other: fields.one(&format!("{name}.other")),
        // What is called `other` beside a choice is no place.
        places: question
            .options
            .iter()
            .filter(|_| question.kind == QuestionKind::Ranking)
            .map(|it| (it.code.as_str(), fields.one(&format!("{name}.{}", it.code))))
            .collect(),
    }
}
