//! What people read for the codes of the public record.

use crate::domain::public_filter::NOT_GIVEN;
use crate::domain::question::{NOT_SURE, Question, QuestionKind};
use crate::domain::stance::Stance;
use crate::models::respondent_kind::{self, RespondentKind};

/// Stands where a comment does not say.
pub const NOT_GIVEN_LABEL: &str = "Not given";

/// Every stance that a published comment can have, with its label. Imported comments have none.
pub fn stances() -> impl Iterator<Item = (&'static str, &'static str)> {
    let stated = Stance::ALL.iter().map(|it| (it.as_str(), it.label()));
    stated.chain([(NOT_GIVEN, NOT_GIVEN_LABEL)])
}

#[must_use]
pub fn stance(code: &str) -> &str {
    stances().find(|(it, _)| *it == code).map_or(code, |(_, label)| label)
}

#[must_use]
pub fn respondent_kind<'a>(kinds: &'a [RespondentKind], code: &'a str) -> &'a str {
    if code == NOT_GIVEN { NOT_GIVEN_LABEL } else { respondent_kind::label_of(kinds, code) }
}

/// An option's label. A point of a scale has its number in front, and one between two words names both.
#[must_use]
pub fn answer(question: &Question, code: &str) -> String {
    let label = question.label_of(code);
    if question.kind != QuestionKind::Scale || code == NOT_SURE {
        return label.to_owned();
    }
    match (code, &question.scale) {
        ("2", Some(it)) => format!("2, between “{}” and “{}”", it.lowest, it.middle),
        ("4", Some(it)) => format!("4, between “{}” and “{}”", it.middle, it.highest),
        _ if label == code => code.to_owned(),
        _ => format!("{code} {label}"),
    }
}
