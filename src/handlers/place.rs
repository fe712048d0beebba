//! The place that a public page is about: an initiative with all its areas, or one of them.

pub mod caching;
pub mod labels;
pub mod links;
pub mod period;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::initiatives::Contact;
use lectern_templates::place::{AreaRef, InitiativeRef, Place};

use crate::error::{AppError, AppResult};
use crate::models::area::{Area, AreaId};
use crate::models::follow::FollowedArea;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;

/// What lists and summaries of an initiative and of an area have in common.
#[derive(Debug)]
pub struct Scope {
    pub initiative: Initiative,
    /// None where the whole initiative is meant.
    pub area: Option<Area>,
    /// The areas whose comments are meant, in the initiative's order.
    pub areas: Vec<Area>,
}

impl Scope {
    /// The initiative of an address, or the area if the address names one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none of that name.
    pub async fn load(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        area: Option<&str>,
    ) -> AppResult<Self> {
        // No slug holds a NUL, and Postgres would refuse to look for one.
        if [initiative, area.unwrap_or_default()].iter().any(|it| it.contains('\0')) {
            return Err(AppError::NotFound);
        }
        if let Some(area) = area {
            let (initiative, area) = Area::find_by_slugs(conn, initiative, area).await?;
            return Ok(Self { initiative, areas: vec![area.clone()], area: Some(area) });
        }
        let initiative = Initiative::find_by_slug(conn, initiative).await?;
        let areas = Area::of(conn, initiative.id).await?;
        Ok(Self { initiative, area: None, areas })
    }

    #[must_use]
    pub fn area_ids(&self) -> Vec<AreaId> {
        self.areas.iter().map(|it| it.id).collect()
    }

    /// What the areas ask now, in their order.
    pub async fn question_sets(
        &self,
        conn: &mut AsyncPgConnection,
    ) -> QueryResult<Vec<QuestionSet>> {
        QuestionSet::latest_of(conn, &self.area_ids()).await
    }

    /// The same for views.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        Place {
            initiative: InitiativeRef::from(&self.initiative),
            area: self.area.as_ref().map(AreaRef::from),
        }
    }
}

/// Whom to ask: the agency, at the initiative's address.
#[must_use]
pub fn contact(it: &Initiative) -> Contact<'_> {
    Contact { name: &it.agency, email: &it.contact }
}

impl<'a> From<&'a Initiative> for InitiativeRef<'a> {
    fn from(it: &'a Initiative) -> Self {
        Self { slug: &it.slug, title: &it.title, demonstration: it.demonstration }
    }
}

impl<'a> From<&'a Area> for AreaRef<'a> {
    fn from(it: &'a Area) -> Self {
        Self { slug: &it.slug, title: &it.title }
    }
}

impl<'a> From<&'a FollowedArea> for Place<'a> {
    fn from(it: &'a FollowedArea) -> Self {
        let (slug, title) = (it.initiative_slug.as_str(), it.initiative_title.as_str());
        Self {
            initiative: InitiativeRef { slug, title, demonstration: false },
            area: Some(AreaRef { slug: &it.slug, title: &it.title }),
        }
    }
}
