//! The home page: the initiatives that one can comment on.

use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use lectern_templates::home::{self, HomePage, InitiativeCard};

use super::place::caching::{self, Keep};
use crate::app::PublicState;
use crate::domain::period::PeriodState;
use crate::domain::standing::Standing;
use crate::error::AppResult;
use crate::models::area::Area;
use crate::models::figure::{Figures, STANDING};
use crate::models::initiative::Initiative;

/// Shows every initiative with its figures.
pub async fn show_home(state: Data<PublicState>) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let initiatives = Initiative::all(&mut conn).await?;
    let areas = Area::all(&mut conn).await?;
    let area_ids: Vec<_> = areas.iter().map(|it| it.id).collect();
    let figures = Figures::standings(&mut conn, &area_ids).await?;

    let now = Utc::now();
    let page = HomePage {
        initiatives: initiatives.iter().map(|it| card(it, &areas, &figures, now)).collect(),
    };
    Ok(caching::page(home::show(&page), Keep::UntilAskedAgain))
}

fn card<'a>(
    it: &'a Initiative,
    areas: &[Area],
    figures: &Figures,
    now: DateTime<Utc>,
) -> InitiativeCard<'a> {
    let mut card = InitiativeCard {
        slug: &it.slug,
        title: &it.title,
        summary: &it.summary,
        demonstration: it.demonstration,
        areas: 0,
        areas_open: 0,
        received: 0,
        published: 0,
    };
    for area in areas.iter().filter(|area| area.initiative_id == it.id) {
        let own = figures.only(area.id);
        card.areas += 1;
        card.areas_open += i64::from(area.state(now) == PeriodState::Open);
        card.received += own.received();
        card.published += own.n(STANDING, Standing::Published.as_str());
    }
    card
}
