//! The query of a list: its filters, and where the page begins.

use chrono::{Datelike, NaiveDate};
use url::form_urlencoded;

use crate::domain::public_filter::{NOT_GIVEN, PublicFilter};
use crate::domain::question::Question;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::AppError;
use crate::models::public_comment::Position;
use crate::models::respondent_kind::RespondentKind;

/// The parameter that says after which comment the page begins.
pub const AFTER: &str = "after";
const N_SHOWN_CHARS: usize = 60;

/// What a list was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    pub filter: PublicFilter,
    pub after: Option<Position>,
}

/// The parameter that a list does not know, or whose value it does not, or that came twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadParameter(pub String);

impl ListQuery {
    /// Reads a query strictly. An empty value is that of a field left empty in the form of filters.
    pub fn parse<'q>(
        query: &str,
        kinds: &[RespondentKind],
        question: impl Fn(&str) -> Option<&'q Question>,
    ) -> Result<Self, BadParameter> {
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        check_names(&pairs, &question)?;
        let after = pairs.extract_if(.., |(name, _)| name == AFTER).next();
        let filter = PublicFilter::parse(&pairs, question).map_err(BadParameter)?;
        check_values(&filter, kinds)?;
        Ok(Self { filter, after: after.map(|(_, it)| position(&it)).transpose()?.flatten() })
    }
}

/// The value of [`AFTER`] for the page that follows this comment.
#[must_use]
pub fn after(received_on: NaiveDate, number: &TrackingNumber) -> String {
    format!("{received_on}.{number}")
}

impl From<BadParameter> for AppError {
    fn from(it: BadParameter) -> Self {
        let shown: String =
            it.0.chars().filter(|it| !it.is_control()).take(N_SHOWN_CHARS).collect();
        Self::BadRequest(format!(
            "The part “{shown}” of this address cannot be read: this list has no such filter, the filter has no \
             such value, or it was given twice. Take it away or correct it."
        ))
    }
}

fn check_names<'q>(
    pairs: &[(String, String)],
    question: &impl Fn(&str) -> Option<&'q Question>,
) -> Result<(), BadParameter> {
    for (i, (name, value)) in pairs.iter().enumerate() {
        let repeated = pairs.iter().take(i).any(|(it, _)| it == name);
        // Bytes that are not UTF-8 were replaced, and no name or value of ours has the replacement.
        let damaged =
            [name, value].iter().any(|it| it.contains([char::REPLACEMENT_CHARACTER, '\0']));
        if !is_known(name, question) || repeated || damaged {
            return Err(BadParameter(name.clone()));
        }
    }
    Ok(())
}

/// Asked even of a parameter without a value, which filters nothing.
fn is_known<'q>(name: &str, question: &impl Fn(&str) -> Option<&'q Question>) -> bool {
    let Some(answer) = name.strip_prefix("answers.") else {
        return matches!(name, "stance" | "respondent_kind" | "received_on" | AFTER);
    };
    let key_of_ranking = answer.rsplit_once('.').map(|(key, _)| key);
    [Some(answer), key_of_ranking].into_iter().flatten().any(|it| question(it).is_some())
}

/// What only this list can check: whether the initiative has the kind, and whether the database has the day.
fn check_values(filter: &PublicFilter, kinds: &[RespondentKind]) -> Result<(), BadParameter> {
    if let Some(kind) = &filter.respondent_kind
        && kind != NOT_GIVEN
        && !kinds.iter().any(|it| it.code == *kind)
    {
        return Err(BadParameter("respondent_kind".to_owned()));
    }
    if filter.received_on.is_some_and(|it| !is_plain(it)) {
        return Err(BadParameter("received_on".to_owned()));
    }
    Ok(())
}

fn position(value: &str) -> Result<Option<Position>, BadParameter> {
    if value.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (day, number) = value.split_once('.')?;
        let received_on = day.parse().ok().filter(|it| is_plain(*it))?;
        Some(Position { received_on, tracking_number: TrackingNumber::parse(number)? })
    };
    read().map(Some).ok_or_else(|| BadParameter(AFTER.to_owned()))
}

/// Years outside these are written with a sign, which Postgres does not read.
fn is_plain(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

#[cfg(test)]
mod tests;
