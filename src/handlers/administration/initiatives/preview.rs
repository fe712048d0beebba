//! The pages of an area as commenters will see them, from the working copy.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, ContentType};
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::preview_banner;
use lectern_templates::areas::{self, AreaPage, Document};
use lectern_templates::layout::PLACE_OF_BULLETIN;
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;
use serde::Deserialize;

use super::access::{area_base, open};
use crate::app::AppState;
use crate::auth::administration::definitions::Opened;
use crate::auth::staff::Administrator;
use crate::domain::definition::AreaDefinition;
use crate::domain::standing::Standing;
use crate::error::{AppError, AppResult};
use crate::handlers::comment_form::preview;
use crate::handlers::place::{contact, period};
use crate::models::area_outcome::AreaOutcome;
use crate::models::clock;
use crate::models::figure::{Figures, STANDING};
use crate::models::period_event::PeriodEvent;

/// No form of a preview goes anywhere, and no script runs in it: one saves what is typed.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    #[serde(default)]
    step: String,
}

/// The page of the area.
pub async fn preview_area(
    administrator: Administrator,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let opened = open(&mut conn, &administrator, &path.0, Some(&path.1)).await?;
    let area = opened.definition.area(&path.1).ok_or(AppError::NotFound)?;
    let page = area_page(&mut conn, &opened, area).await?;
    let form = format!("{}/preview/comment", area_base(&path.0, &path.1));
    Ok(answer(&path, &[(form, "The form")], page))
}

/// The form of the area.
pub async fn preview_form(
    administrator: Administrator,
    path: Path<(String, String)>,
    query: Query<PreviewQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let opened = open(&mut *state.db().await?, &administrator, &path.0, Some(&path.1)).await?;
    let area = opened.definition.area(&path.1).ok_or(AppError::NotFound)?;
    let page = preview::form(&state, &opened.definition, area, &query.step);
    let own = format!("{}/preview", area_base(&path.0, &path.1));
    let mut links = vec![(own.clone(), "The page of the area")];
    if area.in_steps {
        let steps = [("1", "Step 1"), ("2", "Step 2"), ("3", "Step 3")];
        let n_steps = if area.questions.is_empty() { 2 } else { 3 };
        let step = |(number, title)| (format!("{own}/comment?step={number}"), title);
        links.extend(steps.into_iter().take(n_steps).map(step));
    }
    Ok(answer(&path, &links, page))
}

async fn area_page(
    conn: &mut AsyncPgConnection,
    opened: &Opened,
    area: &AreaDefinition,
) -> AppResult<Markup> {
    let initiative = preview::initiative(&opened.definition);
    let row = preview::area(area);
    let zone = initiative.zone();
    let now: DateTime<Utc> = clock::now(conn).await?;
    // What is there already stays: the history, the outcomes, the figures.
    let published = opened.areas.iter().find(|it| it.slug == area.slug);
    let (events, outcomes) = match published {
        Some(it) => (PeriodEvent::of(conn, it.id).await?, AreaOutcome::of(conn, it.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    let ids: Vec<_> = published.iter().map(|it| it.id).collect();
    let figures = Figures::standings(conn, &ids).await?;
    let documents = area.documents.iter();
    Ok(areas::show(&AreaPage {
        place: Place {
            initiative: InitiativeRef::from(&initiative),
            area: Some(AreaRef::from(&row)),
        },
        summary: &area.summary,
        background: &area.background,
        stated_direction: &area.stated_direction,
        documents: documents
            .map(|it| Document { title: &it.title, href: &it.url, note: None })
            .collect(),
        period: period::of(&row, zone, now),
        events: events.iter().map(|it| period::event(it, zone)).collect(),
        outcomes: outcomes.iter().map(|it| period::outcome(it, zone)).collect(),
        received: figures.received(),
        published: figures.n(STANDING, Standing::Published.as_str()),
        contact: contact(&initiative),
    }))
}

/// The page with a banner where its frame leaves room for the notice of the site.
fn answer(path: &(String, String), links: &[(String, &str)], page: Markup) -> HttpResponse {
    let banner = preview_banner(&area_base(&path.0, &path.1), links).into_string();
    let with_banner = format!("{PLACE_OF_BULLETIN}{banner}");
    let page = page.into_string().replacen(PLACE_OF_BULLETIN, &with_banner, 1);
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(page)
}
