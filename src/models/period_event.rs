//! Events of comment periods: what changed, when, and why. The last one says when an area opens and closes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::period::{Period, PeriodEventKind};
use crate::models::announcement::{AnnouncementKind, NewAnnouncement};
use crate::models::area::AreaId;
use crate::schema::catalogue::{areas, period_events};
use crate::schema::intake::events;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct PeriodEventId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = period_events)]
pub struct PeriodEvent {
    pub id: PeriodEventId,
    pub kind: PeriodEventKind,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub reason: String,
    pub occurred_at: DateTime<Utc>,
}

impl PeriodEvent {
    /// What happened to the comment period of an area, oldest first.
    pub async fn of(conn: &mut AsyncPgConnection, area_id: AreaId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(period_events::area_id.eq(area_id))
            .order(period_events::id)
            .load(conn)
            .await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: PeriodEventId) -> QueryResult<Self> {
        Self::query().filter(period_events::id.eq(id)).first(conn).await
    }

    /// The last one, by which a change knows that nobody else came between.
    pub async fn last_id(
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
    ) -> QueryResult<Option<PeriodEventId>> {
        period_events::table
            .filter(period_events::area_id.eq(area_id))
            .select(diesel::dsl::max(period_events::id))
            .get_result::<Option<i64>>(conn)
            .await
            .map(|it| it.map(PeriodEventId))
    }
}

/// Lets the period be this one from now on, and has followers told; the earlier events stay. The caller holds the definitions.
pub async fn append(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    kind: PeriodEventKind,
    period: &Period,
    reason: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(areas::table.find(area_id))
        .set(areas::take_late_comments.eq(period.take_late_comments))
        .execute(conn)
        .await?;
    let id: PeriodEventId = diesel::insert_into(period_events::table)
        .values((
            period_events::area_id.eq(area_id),
            period_events::kind.eq(kind),
            period_events::opens_at.eq(period.opens_at),
            period_events::closes_at.eq(period.closes_at),
            period_events::reason.eq(reason),
            period_events::occurred_at.eq(now),
        ))
        .returning(period_events::id)
        .get_result(conn)
        .await?;
    if let Some(kind) = told_as(kind) {
        let closes_at = Some(period.closes_at);
        let period_event_id = Some(id.0);
        NewAnnouncement { area_id, kind, period_event_id, outcome_id: None, closes_at }
            .insert(conn)
            .await?;
    }
    diesel::insert_into(events::table)
        .values((events::kind.eq("period_changed"), events::area_id.eq(area_id)))
        .execute(conn)
        .await?;
    Ok(())
}

/// What followers are told of.
fn told_as(kind: PeriodEventKind) -> Option<AnnouncementKind> {
    match kind {
        PeriodEventKind::Extended => Some(AnnouncementKind::Extended),
        PeriodEventKind::ClosedEarly => Some(AnnouncementKind::ClosedEarly),
        PeriodEventKind::Reopened => Some(AnnouncementKind::Reopened),
        PeriodEventKind::Opened | PeriodEventKind::LateTaken | PeriodEventKind::LateRefused => None,
    }
}
