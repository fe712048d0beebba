//! The parts of the initiative itself: its texts, its agency, its notices, its paperwork, its respondent kinds.

use super::rows::{self, Row};
use super::{CHECKED, Part, flag, one_line, optional, pair};
use crate::domain::definition::names::suggested;
use crate::domain::definition::{InitiativeDefinition, RespondentKindDefinition};
use crate::domain::fields::Fields;

/// The fields of a part; their names are the keys of a file.
pub fn names(part: &Part) -> &'static [&'static str] {
    match part {
        Part::Texts => &["title", "summary", "description"],
        Part::Agency => &[
            "agency",
            "agency_id",
            "docket_number",
            "contact",
            "language",
            "time_zone",
            "demonstration",
        ],
        Part::Notices => &["privacy_notice", "moderation_policy"],
        Part::Paperwork => &["omb_control_number", "paperwork_basis"],
        _ => &[],
    }
}

pub fn pairs(part: &Part, it: &InitiativeDefinition) -> Vec<(String, String)> {
    let option = |it: &Option<String>| it.clone().unwrap_or_default();
    match part {
        Part::Texts => vec![
            pair("title", &it.title),
            pair("summary", &it.summary),
            pair("description", &it.description),
        ],
        Part::Agency => {
            let pairs = vec![
                pair("agency", &it.agency),
                pair("agency_id", option(&it.agency_id)),
                pair("docket_number", option(&it.docket_number)),
                pair("contact", &it.contact),
                pair("language", &it.language),
                pair("time_zone", &it.time_zone),
            ];
            pairs.into_iter().chain(flag("demonstration", it.demonstration)).collect()
        }
        Part::Notices => vec![
            pair("privacy_notice", &it.privacy_notice),
            pair("moderation_policy", &it.moderation_policy),
        ],
        Part::Paperwork => vec![
            pair("omb_control_number", option(&it.omb_control_number)),
            pair("paperwork_basis", option(&it.paperwork_basis)),
        ],
        _ => Vec::new(),
    }
}

pub fn set(part: &Part, definition: &mut InitiativeDefinition, typed: &Fields) {
    let one = |name: &str| typed.one(name).to_owned();
    match part {
        Part::Texts => {
            definition.title = one("title");
            definition.summary = one("summary");
            definition.description = one("description");
        }
        Part::Agency => {
            definition.agency = one("agency");
            definition.agency_id = optional(typed.one("agency_id"));
            definition.docket_number = optional(typed.one("docket_number"));
            definition.contact = one("contact");
            definition.language = one("language");
            definition.time_zone = one("time_zone");
            definition.demonstration = typed.one("demonstration") == CHECKED;
        }
        Part::Notices => {
            definition.privacy_notice = one("privacy_notice");
            definition.moderation_policy = one("moderation_policy");
        }
        Part::Paperwork => {
            definition.omb_control_number = optional(typed.one("omb_control_number"));
            definition.paperwork_basis = optional(&one_line(typed.one("paperwork_basis")));
        }
        Part::RespondentKinds => set_respondent_kinds(definition, typed),
        _ => {}
    }
}

pub fn respondent_kinds(definition: &InitiativeDefinition) -> Vec<Row> {
    let kinds = definition.respondent_kinds.iter();
    kinds.map(|it| vec![("code", it.code.clone()), ("label", it.label.clone())]).collect()
}

fn set_respondent_kinds(definition: &mut InitiativeDefinition, typed: &Fields) {
    let mut kinds: Vec<RespondentKindDefinition> = Vec::new();
    let rows = rows::rows(typed);
    let typed_codes: Vec<&str> = rows.iter().map(|it| it.value(typed, "code")).collect();
    for row in rows {
        let label = row.value(typed, "label").to_owned();
        let code = match row.value(typed, "code") {
            "" => suggested(&label, '_', |it| {
                typed_codes.contains(&it) || kinds.iter().any(|kind| kind.code == it)
            }),
            code => code.to_owned(),
        };
        kinds.push(RespondentKindDefinition { code, label });
    }
    definition.respondent_kinds = kinds;
}
