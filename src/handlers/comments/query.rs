//! The query of a list: its filters, and where the page begins.

use chrono::NaiveDate;
use url::form_urlencoded;

use crate::domain::public_filter::{BadParameter, PublicFilter, Vocabulary, parse_day};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::public_comment::Position;

/// The parameter that says after which comment the page begins.
pub const AFTER: &str = "after";

/// What a list was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    pub filter: PublicFilter,
    pub after: Option<Position>,
}

impl ListQuery {
    /// Reads a query strictly. An empty value is that of a field left empty in the form of filters.
    pub fn parse(query: &str, vocabulary: &Vocabulary) -> Result<Self, BadParameter> {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let (after, pairs): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == AFTER);
        let after = match after.as_slice() {
            [] => None,
            [(_, value)] => position(value)?,
            _ => return Err(BadParameter(AFTER.to_owned())),
        };
        Ok(Self { filter: PublicFilter::parse(&pairs, vocabulary)?, after })
    }
}

/// The value of [`AFTER`] for the page that follows this comment.
#[must_use]
pub fn after(received_on: NaiveDate, number: &TrackingNumber) -> String {
    format!("{received_on}.{number}")
}

fn position(value: &str) -> Result<Option<Position>, BadParameter> {
    if value.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (day, number) = value.split_once('.')?;
        let received_on = parse_day(day)?;
        Some(Position { received_on, tracking_number: TrackingNumber::parse(number)? })
    };
    read().map(Some).ok_or_else(|| BadParameter(AFTER.to_owned()))
}

#[cfg(test)]
mod tests;
