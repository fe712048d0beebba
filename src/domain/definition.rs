//! Initiative definitions: everything about an initiative that a file can say, before anybody has commented.
//!
//! A file is read by [`parse()`], compared by [`changes()`], and applied by `models::definition`.

mod area;
mod as_toml;
mod changes;
mod gate;
mod merge;
mod names;
mod parse;
pub mod parts;
mod question;
mod table;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::question::Question;
use super::submission::canonical_json;

pub use area::is_web_address;
pub use changes::changes;
pub use gate::{GatePart, gate, shut};
pub use merge::merged;
pub use parse::{parse, read};

/// Words that stand in the place of an area's slug in an address.
pub const RESERVED_AREA_SLUGS: [&str; 7] =
    ["comment", "comments", "summary", "dataset", "data", "follow", "documents"];

/// An initiative as its file or its rows describe it. Its JSON holds what the initiative is, and nothing
/// about the file: that is what the digest is taken of.
#[derive(Debug, Clone, Serialize)]
pub struct InitiativeDefinition {
    /// The digest of the definition that the file was made from, if it says so.
    #[serde(skip)]
    pub came_from: Option<String>,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub demonstration: bool,
    pub language: String,
    /// A name of the time zone database.
    pub time_zone: String,
    pub contact: String,
    pub agency: String,
    pub agency_id: Option<String>,
    pub docket_number: Option<String>,
    pub omb_control_number: Option<String>,
    /// Why the questions need no such number. Left out where nothing is said: definitions from before have the same
    /// digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paperwork_basis: Option<String>,
    pub privacy_notice: String,
    pub moderation_policy: String,
    /// The kinds on offer: retired ones are in no definition.
    pub respondent_kinds: Vec<RespondentKindDefinition>,
    pub areas: Vec<AreaDefinition>,
    /// The questions that each area asks after its own: they are among those of the areas as well.
    #[serde(skip)]
    pub asked_everywhere: Vec<Question>,
}

/// How people may describe themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RespondentKindDefinition {
    pub code: String,
    pub label: String,
}

/// One subject of the initiative.
#[derive(Debug, Clone, Serialize)]
pub struct AreaDefinition {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub background: String,
    pub stated_direction: String,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub take_late_comments: bool,
    /// Whether the form comes in steps. Left out where it does not: definitions from before have the same digest.
    #[serde(rename = "steps", skip_serializing_if = "std::ops::Not::not")]
    pub in_steps: bool,
    /// Why the comment period is what it is: kept beside the change, if there is one.
    #[serde(skip)]
    pub period_reason: Option<String>,
    /// Fields that may not stay empty: a field of the form, or the key of a question.
    pub required: Vec<String>,
    pub documents: Vec<DocumentDefinition>,
    /// The area's own questions, then those that the file asks in every area.
    pub questions: Vec<Question>,
}

/// A supporting document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentDefinition {
    pub title: String,
    pub url: String,
}

/// Something that is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DefinitionError {
    /// Counted from 1.
    pub line: usize,
    /// Dotted, with slugs, keys and codes for places in lists; empty where the file is no TOML.
    pub key: String,
    pub message: String,
}

impl InitiativeDefinition {
    /// SHA-256 of the canonical JSON, in hex: two definitions with one digest are the same.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(canonical_json(&json!(self))))
    }

    /// One that says nothing yet: where an administrator begins.
    #[must_use]
    pub fn empty(slug: &str) -> Self {
        let empty = String::new;
        Self {
            came_from: None,
            slug: slug.to_owned(),
            title: empty(),
            summary: empty(),
            description: empty(),
            demonstration: false,
            language: "en".to_owned(),
            time_zone: "America/New_York".to_owned(),
            contact: empty(),
            agency: empty(),
            agency_id: None,
            docket_number: None,
            omb_control_number: None,
            paperwork_basis: None,
            privacy_notice: empty(),
            moderation_policy: empty(),
            respondent_kinds: Vec::new(),
            areas: Vec::new(),
            asked_everywhere: Vec::new(),
        }
    }

    /// What an area asks besides the questions of every area.
    #[must_use]
    pub fn own_questions<'a>(&self, area: &'a AreaDefinition) -> &'a [Question] {
        area.questions.strip_suffix(self.asked_everywhere.as_slice()).unwrap_or(&area.questions)
    }

    /// The area with this slug.
    #[must_use]
    pub fn area(&self, slug: &str) -> Option<&AreaDefinition> {
        self.areas.iter().find(|it| it.slug == slug)
    }
}

impl AreaDefinition {
    /// Whether somebody set a comment period.
    #[must_use]
    pub fn has_period(&self) -> bool {
        ![self.opens_at, self.closes_at].contains(&DateTime::default())
    }

    /// From when until when comments are on time.
    #[must_use]
    pub fn period(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.opens_at, self.closes_at)
    }
}
