//! A definition as the tables hold it: the current comment periods, and the latest policy and questions.

use diesel::prelude::*;
use diesel::result::Error::DeserializationError;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::definition::{
    AreaDefinition, DocumentDefinition, InitiativeDefinition, RespondentKindDefinition,
};
use crate::domain::question::Question;
use crate::models::area::Area;
use crate::models::initiative::InitiativeId;
use crate::models::moderation_policy::ModerationPolicy;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;
use crate::schema::catalogue::initiatives;

#[derive(Debug, HasQuery)]
#[diesel(table_name = initiatives)]
struct InitiativeRow {
    id: InitiativeId,
    slug: String,
    title: String,
    summary: String,
    description: String,
    demonstration: bool,
    language: String,
    time_zone: String,
    contact: String,
    agency: String,
    agency_id: Option<String>,
    docket_number: Option<String>,
    omb_control_number: Option<String>,
    paperwork_basis: Option<String>,
    privacy_notice: String,
}

/// The definition of the initiative with this slug, if there is one.
pub async fn load(
    conn: &mut AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<InitiativeDefinition>> {
    let row =
        InitiativeRow::query().filter(initiatives::slug.eq(slug)).first(conn).await.optional()?;
    let Some(row) = row else { return Ok(None) };
    let kinds = RespondentKind::of(conn, row.id).await?;
    let mut areas = Vec::new();
    for area in Area::of(conn, row.id).await? {
        areas.push(load_area(conn, area).await?);
    }
    Ok(Some(InitiativeDefinition {
        came_from: None,
        moderation_policy: ModerationPolicy::latest(conn, row.id).await?.policy,
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        description: row.description,
        demonstration: row.demonstration,
        language: row.language,
        time_zone: row.time_zone,
        contact: row.contact,
        agency: row.agency,
        agency_id: row.agency_id,
        docket_number: row.docket_number,
        omb_control_number: row.omb_control_number,
        paperwork_basis: row.paperwork_basis,
        privacy_notice: row.privacy_notice,
        respondent_kinds: kinds
            .into_iter()
            .filter(|it| !it.retired)
            .map(|it| RespondentKindDefinition { code: it.code, label: it.label })
            .collect(),
        asked_everywhere: asked_everywhere(&areas),
        areas,
    }))
}

/// The tables hold what each area asks, and not which of it every area asks: that is how their lists end alike.
fn asked_everywhere(areas: &[AreaDefinition]) -> Vec<Question> {
    let [first, others @ ..] = areas else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let is_shared = |from: &usize| {
        let end = first.questions.get(*from..).unwrap_or_default();
        others.iter().all(|it| it.questions.ends_with(end))
    };
    let n_own = (0..first.questions.len()).find(is_shared);
    n_own.and_then(|it| first.questions.get(it..)).unwrap_or_default().to_vec()
}

async fn load_area(conn: &mut AsyncPgConnection, area: Area) -> QueryResult<AreaDefinition> {
    let set = QuestionSet::latest(conn, area.id).await?;
    let documents = area.documents(conn).await?.into_iter();
    let (opens_at, closes_at) = area.opens_at.zip(area.closes_at).ok_or_else(|| {
        DeserializationError(format!("the area {} has no comment period", area.slug).into())
    })?;
    Ok(AreaDefinition {
        slug: area.slug,
        title: area.title,
        summary: area.summary,
        background: area.background,
        stated_direction: set.stated_direction,
        opens_at,
        closes_at,
        take_late_comments: area.take_late_comments,
        in_steps: area.in_steps,
        period_reason: None,
        required: area.required,
        documents: documents
            .map(|it| DocumentDefinition { title: it.title, url: it.url })
            .collect(),
        questions: set.questions.into_iter().map(|(_, it)| it).collect(),
    })
}
