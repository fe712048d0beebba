//! Writing an area: its texts, its documents, its comment period, its questions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::questions;
use crate::domain::definition::AreaDefinition;
use crate::domain::period::event_kind;
use crate::models::area::{Area, AreaId};
use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::{area_documents, areas, period_events};
use crate::schema::intake::events;

const DEFAULT_REASON: &str = "Set by the agency";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = areas)]
struct AreaRow<'a> {
    initiative_id: InitiativeId,
    slug: &'a str,
    position: i32,
    title: &'a str,
    summary: &'a str,
    background: &'a str,
    take_late_comments: bool,
    required: &'a [String],
    in_steps: bool,
}

/// Writes one area of the initiative.
pub async fn write(
    conn: &mut AsyncPgConnection,
    initiative_id: InitiativeId,
    position: i32,
    definition: &AreaDefinition,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let row = AreaRow {
        initiative_id,
        slug: &definition.slug,
        position,
        title: &definition.title,
        summary: &definition.summary,
        background: &definition.background,
        take_late_comments: definition.take_late_comments,
        required: &definition.required,
        in_steps: definition.in_steps,
    };
    let id: AreaId = diesel::insert_into(areas::table)
        .values(&row)
        .on_conflict((areas::initiative_id, areas::slug))
        .do_update()
        .set(&row)
        .returning(areas::id)
        .get_result(conn)
        .await?;
    let area = Area::find(conn, id).await?;
    write_documents(conn, &area, definition).await?;
    write_period(conn, &area, definition, now).await?;
    questions::write(conn, id, definition).await
}

async fn write_documents(
    conn: &mut AsyncPgConnection,
    area: &Area,
    definition: &AreaDefinition,
) -> QueryResult<()> {
    let before = area.documents(conn).await?;
    let before = before.iter().map(|it| (&it.title, &it.url));
    if before.eq(definition.documents.iter().map(|it| (&it.title, &it.url))) {
        return Ok(());
    }
    diesel::delete(area_documents::table.filter(area_documents::area_id.eq(area.id)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = (1..)
        .zip(&definition.documents)
        .map(|(position, document)| {
            (
                area_documents::area_id.eq(area.id),
                area_documents::position.eq::<i32>(position),
                area_documents::title.eq(&document.title),
                area_documents::url.eq(&document.url),
            )
        })
        .collect();
    diesel::insert_into(area_documents::table).values(rows).execute(conn).await?;
    Ok(())
}

/// A changed period is a further event of its story; the earlier ones stay.
async fn write_period(
    conn: &mut AsyncPgConnection,
    area: &Area,
    definition: &AreaDefinition,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let before = area.opens_at.zip(area.closes_at);
    let Some(kind) = event_kind(before, definition.period(), now) else { return Ok(()) };
    diesel::insert_into(period_events::table)
        .values((
            period_events::area_id.eq(area.id),
            period_events::kind.eq(kind),
            period_events::opens_at.eq(definition.opens_at),
            period_events::closes_at.eq(definition.closes_at),
            period_events::reason.eq(definition.period_reason.as_deref().unwrap_or(DEFAULT_REASON)),
            period_events::occurred_at.eq(now),
        ))
        .execute(conn)
        .await?;
    diesel::insert_into(events::table)
        .values((events::kind.eq("period_changed"), events::area_id.eq(area.id)))
        .execute(conn)
        .await?;
    Ok(())
}
