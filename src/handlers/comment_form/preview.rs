//! The comment form of an area as a definition describes it, for administrators: the page that commenters get, from a
//! definition that is not published.

use maud::Markup;

use super::asked::Asked;
use super::page::Form;
use super::sender::{Drafts, Sender};
use crate::app::AppState;
use crate::domain::definition::{AreaDefinition, InitiativeDefinition};
use crate::models::area::{Area, AreaId};
use crate::models::initiative::{Initiative, InitiativeId};
use crate::models::question::{QuestionId, QuestionSet, QuestionSetId};
use crate::models::respondent_kind::RespondentKind;

/// No row has this number.
const NOT_STORED: i64 = 0;

/// The form, empty, as somebody sees it who is not signed in.
pub fn form(
    state: &AppState,
    definition: &InitiativeDefinition,
    area: &AreaDefinition,
    step: &str,
) -> Markup {
    let asked = asked(definition, area);
    let sender = Sender::of_preview(state);
    let drafts = Drafts { own: None, of_browser: None };
    Form::of_drafts(&asked, &sender, &drafts, None).at_step(step).page()
}

fn asked(definition: &InitiativeDefinition, area: &AreaDefinition) -> Asked {
    let questions = area.questions.iter().cloned();
    let set = QuestionSet {
        id: QuestionSetId(NOT_STORED),
        version: 1,
        stated_direction: area.stated_direction.clone(),
        questions: questions.map(|it| (QuestionId(NOT_STORED), it)).collect(),
    };
    let kinds = definition.respondent_kinds.iter();
    let kinds = kinds.map(|it| RespondentKind {
        id: NOT_STORED,
        code: it.code.clone(),
        label: it.label.clone(),
        retired: false,
    });
    Asked::new(self::initiative(definition), self::area(area), set, kinds.collect())
}

/// The initiative as its row would be.
pub fn initiative(it: &InitiativeDefinition) -> Initiative {
    Initiative {
        id: InitiativeId(NOT_STORED),
        slug: it.slug.clone(),
        title: it.title.clone(),
        summary: it.summary.clone(),
        description: it.description.clone(),
        demonstration: it.demonstration,
        time_zone: it.time_zone.clone(),
        contact: it.contact.clone(),
        agency: it.agency.clone(),
        agency_id: it.agency_id.clone(),
        docket_number: it.docket_number.clone(),
        omb_control_number: it.omb_control_number.clone(),
        paperwork_basis: it.paperwork_basis.clone(),
        privacy_notice: it.privacy_notice.clone(),
    }
}

/// The area as its row would be; without a period where none is set.
pub fn area(it: &AreaDefinition) -> Area {
    Area {
        id: AreaId(NOT_STORED),
        initiative_id: InitiativeId(NOT_STORED),
        slug: it.slug.clone(),
        title: it.title.clone(),
        summary: it.summary.clone(),
        background: it.background.clone(),
        take_late_comments: it.take_late_comments,
        required: it.required.clone(),
        in_steps: it.in_steps,
        opens_at: it.has_period().then_some(it.opens_at),
        closes_at: it.has_period().then_some(it.closes_at),
    }
}
