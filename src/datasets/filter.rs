//! The filter of a file, read strictly: what makes no sense is refused by name, and chooses nothing in silence.

use chrono::Datelike;

use super::selection::SelectError;
use crate::domain::public_filter::{NOT_GIVEN, PublicFilter};
use crate::domain::question::Question;
use crate::models::respondent_kind::RespondentKind;

/// Reads the pairs of a query, or of a command line. A pair without a value chooses everything, as in a form.
pub fn parse(
    pairs: &[(String, String)],
    published: &[Question],
    kinds: &[RespondentKind],
) -> Result<PublicFilter, SelectError> {
    let question = |key: &str| published.iter().find(|it| it.key == key);
    for (i, (name, value)) in pairs.iter().enumerate() {
        let repeated = pairs.iter().take(i).any(|(it, _)| it == name);
        // Bytes that are not UTF-8 came as replacement characters, which no name or value of ours has.
        let damaged =
            [name, value].iter().any(|it| it.contains([char::REPLACEMENT_CHARACTER, '\0']));
        if repeated || damaged || !is_known(name, question) {
            return Err(bad(name));
        }
    }
    let filter = PublicFilter::parse(pairs, question).map_err(SelectError::BadParameter)?;
    if let Some(code) = &filter.respondent_kind
        && code != NOT_GIVEN
        && !kinds.iter().any(|it| it.code == *code)
    {
        return Err(bad("respondent_kind"));
    }
    // Years outside these are written with a sign, which Postgres does not read.
    if filter.received_on.is_some_and(|it| !(1..=9999).contains(&it.year())) {
        return Err(bad("received_on"));
    }
    Ok(filter)
}

fn is_known<'q>(name: &str, question: impl Fn(&str) -> Option<&'q Question>) -> bool {
    let Some(answer) = name.strip_prefix("answers.") else {
        return matches!(name, "stance" | "respondent_kind" | "received_on");
    };
    let of_ranking = answer.rsplit_once('.').and_then(|(key, _)| question(key));
    question(answer).or(of_ranking).is_some()
}

fn bad(name: &str) -> SelectError {
    SelectError::BadParameter(name.to_owned())
}
