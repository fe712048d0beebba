//! What a published comment counts in: the one place that says so, for coming in and for going out.

use serde_json::Value;

use crate::domain::question::{Question, QuestionKind};
use crate::models::figure::{self, Delta, NOT_GIVEN};
use crate::models::public_comment::PublicComment;
use crate::models::question::QuestionSet;

/// The figures that go up by one when this row enters the public record. Everything here is read off the
/// public row, so that each figure can be recomputed from the public dataset.
#[must_use]
pub fn deltas_of(row: &PublicComment, set: &QuestionSet) -> Vec<Delta> {
    let stance = row.stance.map_or(NOT_GIVEN, |it| it.as_str());
    let kind = row.respondent_kind.as_deref().unwrap_or(NOT_GIVEN);
    let plus =
        |subject: &str, bucket: &str, split: &str| Delta::plus(row.area_id, subject, bucket, split);
    let mut deltas = vec![
        plus(figure::STANCE, stance, ""),
        plus(figure::STANCE_BY_KIND, stance, kind),
        plus(figure::RECEIVED_ON, &row.received_on.to_string(), ""),
    ];
    for question in set.iter().filter(|it| it.is_countable()) {
        let Some(value) = row.answers.get(&question.key) else { continue };
        let subject = figure::answers_to(&question.key);
        deltas.push(plus(&subject, "", ""));
        let counted = buckets(question, value);
        deltas.extend(counted.into_iter().map(|(code, place)| plus(&subject, &code, &place)));
    }
    deltas
}

/// The codes of an answer; those of a ranking count by their place as well.
fn buckets(question: &Question, value: &Value) -> Vec<(String, String)> {
    let code = |text: &str| (text.to_owned(), String::new());
    match value {
        Value::Number(point) => vec![code(&point.to_string())],
        Value::String(chosen) => vec![code(chosen)],
        Value::Array(chosen) => {
            let codes = chosen.iter().filter_map(Value::as_str);
            let placed =
                codes.clone().zip(1..).map(|(it, place)| (it.to_owned(), place.to_string()));
            let is_ranking = question.kind == QuestionKind::Ranking;
            codes.map(code).chain(placed.filter(|_| is_ranking)).collect()
        }
        _ => Vec::new(),
    }
}
