//! The page of an area.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::Utc;
use lectern_templates::areas::{self, AreaPage, Document};

use super::place::caching::{self, Keep};
use super::place::{Scope, contact, period};
use crate::app::PublicState;
use crate::domain::standing::Standing;
use crate::error::{AppError, AppResult};
use crate::models::area::AreaDocument;
use crate::models::area_outcome::AreaOutcome;
use crate::models::figure::{Figures, STANDING};
use crate::models::period_event::PeriodEvent;

/// Shows the background, the stated direction and the comment period of an area.
pub async fn show_area(
    path: Path<(String, String)>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let scope = Scope::load(&mut conn, &path.0, Some(&path.1)).await?;
    let area = scope.area.as_ref().ok_or(AppError::NotFound)?;
    let documents = area.documents(&mut conn).await?;
    let events = PeriodEvent::of(&mut conn, area.id).await?;
    let outcomes = AreaOutcome::of(&mut conn, area.id).await?;
    let asked = scope.question_sets(&mut conn).await?;
    let figures = Figures::standings(&mut conn, &[area.id]).await?;

    let zone = scope.initiative.zone();
    let page = AreaPage {
        place: scope.place(),
        summary: &area.summary,
        background: &area.background,
        stated_direction: asked.first().map_or("", |it| &it.stated_direction),
        documents: documents.iter().map(Document::from).collect(),
        period: period::of(area, zone, Utc::now()),
        events: events.iter().map(|it| period::event(it, zone)).collect(),
        outcomes: outcomes.iter().map(|it| period::outcome(it, zone)).collect(),
        received: figures.received(),
        published: figures.n(STANDING, Standing::Published.as_str()),
        contact: contact(&scope.initiative),
    };
    Ok(caching::page(areas::show(&page), Keep::UntilAskedAgain))
}

impl<'a> From<&'a AreaDocument> for Document<'a> {
    fn from(it: &'a AreaDocument) -> Self {
        Self { title: &it.title, href: &it.url, note: None }
    }
}
