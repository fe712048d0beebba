//! Initiatives: the programmes on which comment is invited.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::schema::catalogue::initiatives;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct InitiativeId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = initiatives)]
pub struct Initiative {
    pub id: InitiativeId,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub demonstration: bool,
    pub time_zone: String,
    pub contact: String,
    pub agency: String,
    pub agency_id: Option<String>,
    pub docket_number: Option<String>,
    pub omb_control_number: Option<String>,
    pub paperwork_basis: Option<String>,
    pub privacy_notice: String,
}

impl Initiative {
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order(initiatives::title).load(conn).await
    }

    pub async fn find_by_slug(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Self> {
        Self::query().filter(initiatives::slug.eq(slug)).first(conn).await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: InitiativeId) -> QueryResult<Self> {
        Self::query().filter(initiatives::id.eq(id)).first(conn).await
    }

    /// The zone in which its times are shown. It was checked when the definition was applied.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::UTC)
    }

    /// The day that a moment falls on, as the initiative counts days.
    #[must_use]
    pub fn day_of(&self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone()).date_naive()
    }
}
