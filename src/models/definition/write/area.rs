//! Writing an area: its texts, its documents, its comment period, its questions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::questions;
use crate::domain::definition::AreaDefinition;
use crate::domain::period::{Period, PeriodEventKind, event_kind};
use crate::models::area::{Area, AreaId};
use crate::models::initiative::InitiativeId;
use crate::models::period_event;
use crate::schema::catalogue::{area_documents, areas};

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
    let took_late: Option<bool> = areas::table
        .filter(areas::initiative_id.eq(initiative_id))
        .filter(areas::slug.eq(&definition.slug))
        .select(areas::take_late_comments)
        .first(conn)
        .await
        .optional()?;
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
    write_period(conn, &area, took_late, definition, now).await?;
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

/// A changed period is a further event of its story; the earlier ones stay. `took_late` is whether late comments were
/// taken before, where the area was there.
async fn write_period(
    conn: &mut AsyncPgConnection,
    area: &Area,
    took_late: Option<bool>,
    definition: &AreaDefinition,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let take_late_comments = definition.take_late_comments;
    let (opens_at, closes_at) = definition.period();
    let period = Period { opens_at, closes_at, take_late_comments };
    let late = match (took_late, take_late_comments) {
        (Some(false), true) => Some(PeriodEventKind::LateTaken),
        (Some(true), false) => Some(PeriodEventKind::LateRefused),
        _ => None,
    };
    let moved = event_kind(area.opens_at.zip(area.closes_at), definition.period(), now);
    let reason = definition.period_reason.as_deref().unwrap_or(DEFAULT_REASON);
    for kind in [moved, late].into_iter().flatten() {
        period_event::append(conn, area.id, kind, &period, reason, now).await?;
    }
    Ok(())
}
