//! Publishing a working copy, after a look at what that changes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use lectern_templates::administration::{self, PublishPage};
use maud::Markup;

use super::access::{base, open, trail};
use crate::app::AppState;
use crate::auth::administration::definitions::{self, Opened, Unpublished};
use crate::auth::staff::Administrator;
use crate::domain::definition::{gate, shut};
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, see_other};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use crate::models::clock;
use crate::models::definition::ApplyError;

/// Shows what publishing changes, or why it cannot be done yet.
pub async fn show_publishing(
    administrator: Administrator,
    slug: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let opened = open(&mut conn, &administrator, &slug, None).await?;
    Ok(page(view(&opened, clock::now(&mut conn).await?, None)))
}

/// Publishes what was seen.
pub async fn publish_initiative(
    administrator: Administrator,
    slug: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if !form.check_names(&["seen"]).is_empty() {
        return Err(AppError::BadRequest("This form cannot be read.".to_owned()));
    }
    let mut conn = state.db().await?;
    open(&mut conn, &administrator, &slug, None).await?;
    let actor = Actor::Account(administrator.account.id);
    let unpublished =
        match definitions::publish(&mut conn, actor, &slug, form.fields.one("seen")).await {
            Ok(()) => return Ok(see_other(&format!("{}?done=published", base(&slug)))),
            Err(Unpublished::Refused(ApplyError::Database(error))) => return Err(error.into()),
            Err(other) => other,
        };
    let opened = open(&mut conn, &administrator, &slug, None).await?;
    let (status, notice) = match unpublished {
        Unpublished::Incomplete(_) | Unpublished::Refused(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "Nothing was published.")
        }
        _ => (
            StatusCode::CONFLICT,
            "This is not what you looked at: somebody changed it meanwhile, so nothing was published. Look at it again.",
        ),
    };
    Ok(page_with(status, view(&opened, clock::now(&mut conn).await?, Some(notice))))
}

fn view(opened: &Opened, now: DateTime<Utc>, notice: Option<&str>) -> Markup {
    let it = &opened.definition;
    administration::publish(&PublishPage {
        slug: &it.slug,
        title: if it.title.is_empty() { &it.slug } else { &it.title },
        trail: trail(opened, None),
        changes: opened.changes(),
        obstacles: obstacles(opened, now),
        mark: &opened.mark(),
        notice,
    })
}

/// What the transaction would refuse, said before.
fn obstacles(opened: &Opened, now: DateTime<Utc>) -> Vec<String> {
    let problems = opened.problems();
    let mut lines: Vec<_> =
        problems.iter().map(|it| format!("{}: {}", it.key, it.message)).collect();
    if !opened.published_since().is_empty() {
        lines.push(
            "Something else was published since this working copy was begun. Take that in first, on the page of the \
             initiative."
                .to_owned(),
        );
    }
    let is_gone = |it: &&String| opened.definition.area(it).is_none();
    let gone: Vec<_> = opened.permanent.areas.iter().filter(is_gone).map(String::as_str).collect();
    if !gone.is_empty() {
        lines.push(format!(
            "Published areas cannot be removed, since their comments and their addresses stay. Missing: {}.",
            gone.join(", ")
        ));
    }
    let shut = shut(opened.published.as_ref(), &opened.definition, now);
    if !shut.is_empty() {
        let titles: Vec<_> = shut.iter().map(|it| it.title.as_str()).collect();
        let missing: Vec<_> = gate(&opened.definition).iter().map(|it| it.label()).collect();
        lines.push(format!(
            "These areas would take comments: {}. Before that, there must be: {}.",
            titles.join(", "),
            missing.join("; ")
        ));
    }
    lines
}
