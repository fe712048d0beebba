//! Outcomes: what came of the comments on an area, in notes of the agency. A note is published once and stays.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::models::area::AreaId;
use crate::schema::catalogue::area_outcomes;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct AreaOutcomeId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = area_outcomes)]
pub struct AreaOutcome {
    pub id: AreaOutcomeId,
    pub title: String,
    pub body: String,
    pub url: Option<String>,
    pub published_at: DateTime<Utc>,
}

/// A note as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = area_outcomes)]
pub struct NewOutcome {
    pub area_id: AreaId,
    pub title: String,
    pub body: String,
    pub url: Option<String>,
}

impl NewOutcome {
    pub async fn insert(&self, conn: &mut AsyncPgConnection) -> QueryResult<AreaOutcomeId> {
        diesel::insert_into(area_outcomes::table)
            .values(self)
            .returning(area_outcomes::id)
            .get_result(conn)
            .await
    }
}

impl AreaOutcome {
    /// The notes on an area, newest first.
    pub async fn of(conn: &mut AsyncPgConnection, area_id: AreaId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(area_outcomes::area_id.eq(area_id))
            .order(area_outcomes::id.desc())
            .load(conn)
            .await
    }

    /// The last note, by which another one knows that nobody else came between.
    pub async fn last_id(
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
    ) -> QueryResult<Option<AreaOutcomeId>> {
        area_outcomes::table
            .filter(area_outcomes::area_id.eq(area_id))
            .select(diesel::dsl::max(area_outcomes::id))
            .get_result::<Option<i64>>(conn)
            .await
            .map(|it| it.map(AreaOutcomeId))
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: AreaOutcomeId) -> QueryResult<Self> {
        Self::query().filter(area_outcomes::id.eq(id)).first(conn).await
    }
}
