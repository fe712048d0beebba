//! The page of an initiative.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use lectern_templates::initiatives::{self, AreaCard, InitiativePage};
use lectern_templates::place::InitiativeRef;

use super::place::caching::{self, Keep};
use super::place::{Scope, contact, period};
use crate::app::PublicState;
use crate::domain::standing::Standing;
use crate::error::AppResult;
use crate::models::area::Area;
use crate::models::figure::{Figures, STANDING};
use crate::models::initiative::Initiative;
use crate::models::moderation_policy::ModerationPolicy;

/// Shows what an initiative is about, and its areas.
pub async fn show_initiative(
    initiative: Path<String>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let scope = Scope::load(&mut conn, &initiative, None).await?;
    let policy = ModerationPolicy::latest(&mut conn, scope.initiative.id).await?;
    let figures = Figures::standings(&mut conn, &scope.area_ids()).await?;

    let page = page(&scope, &policy, &figures, Utc::now());
    Ok(caching::page(initiatives::show(&page), Keep::UntilAskedAgain))
}

fn page<'a>(
    scope: &'a Scope,
    policy: &'a ModerationPolicy,
    figures: &Figures,
    now: DateTime<Utc>,
) -> InitiativePage<'a> {
    let it = &scope.initiative;
    InitiativePage {
        initiative: InitiativeRef::from(it),
        summary: &it.summary,
        description: &it.description,
        contact: contact(it),
        docket_number: it.docket_number.as_deref(),
        agency_id: it.agency_id.as_deref(),
        omb_control_number: it.omb_control_number.as_deref(),
        paperwork_basis: it.paperwork_basis.as_deref(),
        areas: scope.areas.iter().map(|area| card(it, area, figures, now)).collect(),
        privacy_notice: &it.privacy_notice,
        moderation_policy: &policy.policy,
        received: figures.received(),
        published: figures.n(STANDING, Standing::Published.as_str()),
    }
}

fn card<'a>(
    initiative: &Initiative,
    area: &'a Area,
    figures: &Figures,
    now: DateTime<Utc>,
) -> AreaCard<'a> {
    let own = figures.only(area.id);
    AreaCard {
        slug: &area.slug,
        title: &area.title,
        summary: &area.summary,
        period: period::of(area, initiative.zone(), now),
        received: own.received(),
        published: own.n(STANDING, Standing::Published.as_str()),
    }
}
