//! Reading a file: everything that is wrong is said at once, with its line and its key.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::area::areas;
use super::names::{code, note_repeated, slug};
use super::question::questions;
use super::table::{Findings, Table};
use super::{DefinitionError, InitiativeDefinition, RespondentKindDefinition};
use crate::domain::email::EmailAddress;

const MAX_SYNTAX_ERRORS: usize = 10;

/// Reads an initiative file.
///
/// # Errors
/// Everything that is wrong with the file, in its order, up to a hundred mistakes. Where it is no TOML, the first lines that are not
/// are said alone, since the rest cannot be judged before they are mended.
pub fn parse(text: &str) -> Result<InitiativeDefinition, Vec<DefinitionError>> {
    let (definition, errors) = read(text);
    if errors.is_empty() { Ok(definition) } else { Err(errors) }
}

/// The same with what could be read where something is wrong: what is empty or missing is empty.
#[must_use]
pub fn read(text: &str) -> (InitiativeDefinition, Vec<DefinitionError>) {
    let findings = Findings::new(text);
    let (root, syntax_errors) = DeTable::parse_recoverable(text);
    let definition = initiative(Table::root(&findings, root.get_ref()));
    if syntax_errors.is_empty() {
        return (definition, findings.into_errors());
    }
    let findings = Findings::new(text);
    for error in syntax_errors {
        let start = error.span().map_or(0, |it| it.start);
        findings.note(start, "", format!("This is not valid TOML: {}.", error.message()));
    }
    // What follows a mistake is mostly its echo: in its line, or to the end after a missing quotation mark.
    let mut errors = findings.into_errors();
    errors.dedup_by_key(|it| it.line);
    errors.truncate(MAX_SYNTAX_ERRORS);
    (definition, errors)
}

fn initiative(mut root: Table<'_>) -> InitiativeDefinition {
    let asked_everywhere = questions(&mut root, &[]);
    let definition = InitiativeDefinition {
        came_from: came_from(&mut root),
        slug: slug(&mut root),
        title: root.line("title", 200),
        summary: root.line("summary", 500),
        description: root.paragraphs("description", 20_000),
        demonstration: root.flag("demonstration"),
        language: language(&mut root),
        time_zone: time_zone(&mut root),
        contact: contact(&mut root),
        agency: root.line("agency", 200),
        agency_id: root.optional_line("agency_id", 60),
        docket_number: root.optional_line("docket_number", 100),
        omb_control_number: root.optional_line("omb_control_number", 60),
        paperwork_basis: root.optional_line("paperwork_basis", 500),
        privacy_notice: root.paragraphs("privacy_notice", 50_000),
        moderation_policy: root.paragraphs("moderation_policy", 50_000),
        respondent_kinds: respondent_kinds(&mut root),
        areas: areas(&mut root, &asked_everywhere),
        asked_everywhere,
    };
    root.finish("An initiative");
    definition
}

fn came_from(root: &mut Table<'_>) -> Option<String> {
    let digest = root.optional_line("came_from", 64)?;
    if digest.len() != 64 || !digest.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
        root.wrong("came_from", "Write a digest of 64 digits and letters from a to f.");
    }
    Some(digest)
}

fn language(root: &mut Table<'_>) -> String {
    let language = root.line("language", 35);
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default();
    let is_tag = matches!(first.len(), 2 | 3)
        && first.bytes().all(|it| it.is_ascii_lowercase())
        && parts.all(|it| {
            (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
        });
    if !language.is_empty() && !is_tag {
        root.wrong("language", "Write a language tag such as \"en\".");
    }
    language
}

fn time_zone(root: &mut Table<'_>) -> String {
    let time_zone = root.line("time_zone", 60);
    if !time_zone.is_empty() && time_zone.parse::<chrono_tz::Tz>().is_err() {
        root.wrong("time_zone", "Write a time zone by its name, such as \"America/New_York\".");
    }
    time_zone
}

fn contact(root: &mut Table<'_>) -> String {
    let contact = root.line("contact", 254);
    if contact.is_empty() {
        return contact;
    }
    match EmailAddress::parse(&contact) {
        Ok(address) => address.as_str().to_owned(),
        Err(message) => {
            root.wrong("contact", message);
            contact
        }
    }
}

fn respondent_kinds(root: &mut Table<'_>) -> Vec<RespondentKindDefinition> {
    let mut codes = BTreeSet::new();
    let tables = root.tables("respondent_kinds", "code").into_iter();
    let kinds = tables.map(|mut table| {
        let code = code(&mut table, "code");
        note_repeated(&table, "code", &code, &mut codes, "respondent kind");
        let label = table.line("label", 200);
        table.finish("A respondent kind");
        RespondentKindDefinition { code, label }
    });
    kinds.collect()
}
