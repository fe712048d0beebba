//! One initiative as it is being changed, with its parts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use lectern_templates::administration::{self, AreaLink, InitiativeDesk, PartLink};

use super::access::{DoneQuery, base, open_any};
use crate::app::AppState;
use crate::auth::administration::definitions::{self, Opened, Unsaved};
use crate::auth::staff::Administrator;
use crate::domain::definition::{GatePart, gate};
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, see_other};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use crate::moments;

const PARTS: [PartLink<'static>; 6] = [
    PartLink {
        path: "parts/texts",
        title: "Title and texts",
        sentence: "What the initiative is about.",
    },
    PartLink {
        path: "parts/agency",
        title: "Agency",
        sentence: "Who asks: agency, contact, docket number, language, time zone.",
    },
    PartLink {
        path: "parts/notices",
        title: "Notices",
        sentence: "The privacy notice and the moderation policy.",
    },
    PartLink {
        path: "parts/paperwork",
        title: "Paperwork",
        sentence: "The OMB control number, or why none is needed.",
    },
    PartLink {
        path: "parts/respondent-kinds",
        title: "Respondent kinds",
        sentence: "How people may describe themselves.",
    },
    PartLink {
        path: "questions",
        title: "Questions of every area",
        sentence: "Asked after an area's own questions.",
    },
];

/// Shows what is being changed, what is missing, and the way to each part within the grants.
pub async fn show_initiative(
    administrator: Administrator,
    slug: Path<String>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let opened = open_any(&mut *state.db().await?, &administrator, &slug).await?;
    let may_publish = administrator.reaches(opened.scope(None));
    let missing = gate(&opened.definition);
    let problems = opened.problems();
    let it = &opened.definition;
    Ok(page(administration::initiative(&InitiativeDesk {
        slug: &it.slug,
        title: &it.title,
        is_published: opened.published.is_some(),
        changed: opened
            .copy
            .as_ref()
            .map(|it| (it.updated_by.as_deref(), moments::moment(it.updated_at, chrono_tz::UTC))),
        published_since: opened.published_since(),
        gate: GatePart::ALL.iter().map(|it| (it.label(), !missing.contains(it))).collect(),
        problems: problems.iter().map(|it| format!("{}: {}", it.key, it.message)).collect(),
        parts: if may_publish { Vec::from(PARTS) } else { Vec::new() },
        areas: areas(&opened, &administrator),
        may_publish,
        mark: &opened.mark(),
        done: query.words(),
    })))
}

/// Takes in what was published meanwhile, or throws the working copy away.
pub async fn change_working_copy(
    administrator: Administrator,
    slug: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if !form.check_names(&["seen", "intent"]).is_empty() {
        return Err(AppError::BadRequest("This form cannot be read.".to_owned()));
    }
    let mut conn = state.db().await?;
    let actor = Actor::Account(administrator.account.id);
    let was_published = open_any(&mut conn, &administrator, &slug).await?.published.is_some();
    let seen = form.fields.one("seen");
    let (done, outcome) = match form.fields.one("intent") {
        "catch_up" => ("caught-up", definitions::catch_up(&mut conn, actor, &slug, seen).await),
        "discard" => ("discarded", definitions::discard(&mut conn, actor, &slug, seen).await),
        _ => return Err(AppError::BadRequest("Press one of the buttons.".to_owned())),
    };
    match outcome {
        Ok(()) if done == "discarded" && !was_published => Ok(see_other("/admin/initiatives")),
        Ok(()) => Ok(see_other(&format!("{}?done={done}", base(&slug)))),
        Err(Unsaved::SomebodyWasFirst) => Err(AppError::Conflict(
            "The working copy has changed since you opened the page, so nothing was done. Look at it again.".into(),
        )),
        Err(Unsaved::Diesel(error)) => Err(error.into()),
        Err(_) => Err(AppError::NotFound),
    }
}

fn areas<'a>(opened: &'a Opened, administrator: &Administrator) -> Vec<AreaLink<'a>> {
    let within = opened.definition.areas.iter();
    let within = within.filter(|it| administrator.reaches(opened.scope(Some(&it.slug))));
    within
        .map(|it| AreaLink {
            slug: &it.slug,
            title: &it.title,
            is_published: opened.permanent.areas.contains(&it.slug),
        })
        .collect()
}
