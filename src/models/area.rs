//! Areas: the subjects of an initiative, each with its comment period.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::period::{Period, PeriodState};
use crate::models::initiative::{Initiative, InitiativeId};
use crate::schema::catalogue::{area_documents, areas, initiatives, periods};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct AreaId(pub i64);

/// An area with the period that follows from its events; one that was never opened has none.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = areas)]
#[diesel(base_query = areas::table.left_join(periods::table))]
pub struct Area {
    pub id: AreaId,
    pub initiative_id: InitiativeId,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub background: String,
    pub take_late_comments: bool,
    pub required: Vec<String>,
    /// Whether its form comes in steps and not on one page.
    pub in_steps: bool,
    #[diesel(select_expression = periods::opens_at.nullable())]
    pub opens_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = periods::closes_at.nullable())]
    pub closes_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = area_documents)]
pub struct AreaDocument {
    pub title: String,
    pub url: String,
}

impl Area {
    /// The areas of an initiative, in its order.
    pub async fn of(conn: &mut AsyncPgConnection, id: InitiativeId) -> QueryResult<Vec<Self>> {
        Self::query().filter(areas::initiative_id.eq(id)).order(areas::position).load(conn).await
    }

    /// The areas of every initiative.
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order((areas::initiative_id, areas::position)).load(conn).await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: AreaId) -> QueryResult<Self> {
        Self::query().filter(areas::id.eq(id)).first(conn).await
    }

    /// An area with its initiative, by the words of its address.
    pub async fn find_by_slugs(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        area: &str,
    ) -> QueryResult<(Initiative, Self)> {
        let initiative = Initiative::find_by_slug(conn, initiative).await?;
        let area = Self::query()
            .filter(areas::initiative_id.eq(initiative.id))
            .filter(areas::slug.eq(area))
            .first(conn)
            .await?;
        Ok((initiative, area))
    }

    /// Finds `{initiative}/{area}`, or `{area}` where only one initiative has an area of that name.
    pub async fn find_by_path(
        conn: &mut AsyncPgConnection,
        path: &str,
    ) -> anyhow::Result<(Initiative, Self)> {
        let (initiative, area) = match path.split_once('/') {
            Some((initiative, area)) => (Some(initiative), area),
            None => (None, path),
        };
        let mut matching: Vec<(String, String)> = areas::table
            .inner_join(initiatives::table)
            .filter(areas::slug.eq(area))
            .select((initiatives::slug, areas::slug))
            .order(initiatives::slug)
            .load(conn)
            .await?;
        matching.retain(|(slug, _)| initiative.is_none_or(|it| it == slug));
        match matching.as_slice() {
            [(initiative, area)] => Ok(Self::find_by_slugs(conn, initiative, area).await?),
            [] => anyhow::bail!("there is no area {path}"),
            _ => anyhow::bail!(
                "several initiatives have an area {area}: name one as initiative/{area}"
            ),
        }
    }

    pub async fn documents(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<AreaDocument>> {
        AreaDocument::query()
            .filter(area_documents::area_id.eq(self.id))
            .order(area_documents::position)
            .load(conn)
            .await
    }

    #[must_use]
    pub fn period(&self) -> Option<Period> {
        let (opens_at, closes_at) = self.opens_at.zip(self.closes_at)?;
        Some(Period { opens_at, closes_at, take_late_comments: self.take_late_comments })
    }

    /// What the period means now; an area without one has not opened.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> PeriodState {
        self.period().map_or(PeriodState::NotYetOpen, |it| it.state(now))
    }
}
