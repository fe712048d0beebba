//! The summary of an initiative or of an area. Whatever is counted on one page comes from one read, so that its
//! figures agree with one another.

mod counts;
mod days;
mod questions;
mod stances;
mod tallied;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::Utc;
use lectern_templates::summary::{self, SummaryPage};

use self::questions::Asked;
use self::tallied::Tallied;
use super::place::caching::{self, Keep};
use super::place::{Scope, links};
use crate::app::PublicState;
use crate::domain::public_filter::PublicFilter;
use crate::error::AppResult;
use crate::models::figure::Figures;
use crate::models::reason_code::ReasonCode;
use crate::models::respondent_kind::RespondentKind;
use crate::moments;

/// Shows the figures of a whole initiative.
pub async fn show_initiative_summary(
    initiative: Path<String>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    show_summary(&state, &initiative, None).await
}

/// Shows the figures of one area.
pub async fn show_area_summary(
    path: Path<(String, String)>,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    show_summary(&state, &path.0, Some(&path.1)).await
}

async fn show_summary(
    state: &PublicState,
    initiative: &str,
    area: Option<&str>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let scope = Scope::load(&mut conn, initiative, area).await?;
    let kinds = RespondentKind::of(&mut conn, scope.initiative.id).await?;
    let reasons = ReasonCode::all(&mut conn).await?;
    let sets = scope.question_sets(&mut conn).await?;
    let as_of = Utc::now();
    let figures = Figures::of(&mut conn, &scope.area_ids()).await?;

    let path = scope.place().path();
    // From the summary, the comments of the same place are one word away: a page has more than a hundred such links.
    let it = Tallied { figures: &figures, path: "." };
    let asked = Asked::alike(&sets, &figures);
    let page = SummaryPage {
        place: scope.place(),
        counts: counts::counts(&it, &reasons),
        stance: stances::by_stance(&it),
        stance_by_kind: stances::by_kind(&it, &kinds),
        questions: asked.iter().map(|asked| asked.figure(&it)).collect(),
        columns: days::columns(&it),
        days: days::days(&it),
        areas: counts::areas(&scope, &figures),
        as_of: moments::moment(as_of, scope.initiative.zone()),
        csv_href: &links::csv(&path, &PublicFilter::default()),
    };
    Ok(caching::page(summary::show(&page), Keep::AMinute))
}
