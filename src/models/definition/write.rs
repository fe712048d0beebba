//! Writing a definition: rows are matched by slug or code, and only what differs is touched.

mod area;
mod questions;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::definition::{InitiativeDefinition, RespondentKindDefinition};
use crate::models::initiative::InitiativeId;
use crate::models::moderation_policy::ModerationPolicy;
use crate::schema::catalogue::{initiatives, moderation_policies, respondent_kinds};

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = initiatives, treat_none_as_null = true)]
struct InitiativeRow<'a> {
    slug: &'a str,
    title: &'a str,
    summary: &'a str,
    description: &'a str,
    demonstration: bool,
    language: &'a str,
    time_zone: &'a str,
    contact: &'a str,
    agency: &'a str,
    agency_id: Option<&'a str>,
    docket_number: Option<&'a str>,
    omb_control_number: Option<&'a str>,
    paperwork_basis: Option<&'a str>,
    privacy_notice: &'a str,
    definition_digest: String,
}

/// Writes every part of the definition. The caller holds a transaction and the lock.
pub async fn write(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let row = InitiativeRow::from(definition);
    let id: InitiativeId = diesel::insert_into(initiatives::table)
        .values(&row)
        .on_conflict(initiatives::slug)
        .do_update()
        .set(&row)
        .returning(initiatives::id)
        .get_result(conn)
        .await?;
    write_policy(conn, id, &definition.moderation_policy).await?;
    write_respondent_kinds(conn, id, &definition.respondent_kinds).await?;
    for (position, area) in (1..).zip(&definition.areas) {
        area::write(conn, id, position, area, now).await?;
    }
    Ok(())
}

/// A policy is never edited: decisions were taken under it.
async fn write_policy(
    conn: &mut AsyncPgConnection,
    id: InitiativeId,
    policy: &str,
) -> QueryResult<()> {
    let latest = ModerationPolicy::latest(conn, id).await.optional()?;
    if latest.as_ref().is_some_and(|it| it.policy == policy) {
        return Ok(());
    }
    diesel::insert_into(moderation_policies::table)
        .values((
            moderation_policies::initiative_id.eq(id),
            moderation_policies::version.eq(latest.map_or(1, |it| it.version + 1)),
            moderation_policies::policy.eq(policy),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Retires every kind, and then offers those that are listed: also one that was retired before.
async fn write_respondent_kinds(
    conn: &mut AsyncPgConnection,
    id: InitiativeId,
    kinds: &[RespondentKindDefinition],
) -> QueryResult<()> {
    diesel::update(respondent_kinds::table.filter(respondent_kinds::initiative_id.eq(id)))
        .set(respondent_kinds::retired.eq(true))
        .execute(conn)
        .await?;
    for (position, kind) in (1..).zip(kinds) {
        let offered = (
            respondent_kinds::label.eq(&kind.label),
            respondent_kinds::position.eq::<i32>(position),
            respondent_kinds::retired.eq(false),
        );
        diesel::insert_into(respondent_kinds::table)
            .values((
                respondent_kinds::initiative_id.eq(id),
                respondent_kinds::code.eq(&kind.code),
                offered,
            ))
            .on_conflict((respondent_kinds::initiative_id, respondent_kinds::code))
            .do_update()
            .set(offered)
            .execute(conn)
            .await?;
    }
    Ok(())
}

impl<'a> From<&'a InitiativeDefinition> for InitiativeRow<'a> {
    fn from(it: &'a InitiativeDefinition) -> Self {
        Self {
            slug: &it.slug,
            title: &it.title,
            summary: &it.summary,
            description: &it.description,
            demonstration: it.demonstration,
            language: &it.language,
            time_zone: &it.time_zone,
            contact: &it.contact,
            agency: &it.agency,
            agency_id: it.agency_id.as_deref(),
            docket_number: it.docket_number.as_deref(),
            omb_control_number: it.omb_control_number.as_deref(),
            paperwork_basis: it.paperwork_basis.as_deref(),
            privacy_notice: &it.privacy_notice,
            definition_digest: it.digest(),
        }
    }
}
