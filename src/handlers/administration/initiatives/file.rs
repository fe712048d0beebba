//! A definition as a file: out of the portal, and in the place of the working copy.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path, Query};
use lectern_templates::administration::{self, DefinitionFile};
use maud::Markup;
use serde::Deserialize;

use super::access::{base, open, trail};
use crate::app::AppState;
use crate::auth::administration::definitions::{self, Opened, Unsaved};
use crate::auth::staff::Administrator;
use crate::domain::definition::{DefinitionError, InitiativeDefinition, parse};
use crate::domain::field_errors::FieldErrors;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileQuery {
    #[serde(default)]
    state: FileState,
}

/// Which definition is downloaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    #[default]
    Working,
    Published,
}

/// The working copy, or what is published, as `lectern initiative apply` reads it.
pub async fn download_definition(
    administrator: Administrator,
    slug: Path<String>,
    query: Query<FileQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let opened = open(&mut *state.db().await?, &administrator, &slug, None).await?;
    let published = opened.published;
    let came_from = match (query.state, &opened.copy) {
        (FileState::Working, Some(copy)) => copy.came_from(),
        _ => published.clone(),
    };
    let came_from = came_from.as_ref().map(InitiativeDefinition::digest);
    let definition = match query.state {
        FileState::Working => opened.definition,
        FileState::Published => published.ok_or(AppError::NotFound)?,
    };
    let name = format!("attachment; filename=\"{}.toml\"", definition.slug);
    let file = InitiativeDefinition { came_from, ..definition }.to_toml();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/toml; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(file))
}

/// Shows where a file is pasted.
pub async fn show_file_form(
    administrator: Administrator,
    slug: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let opened = open(&mut *state.db().await?, &administrator, &slug, None).await?;
    Ok(page(view(&opened, "", &[], &FieldErrors::default())))
}

/// Puts a file in the place of the working copy.
pub async fn take_file(
    administrator: Administrator,
    slug: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let opened = open(&mut conn, &administrator, &slug, None).await?;
    let mut errors = form.check_names(&["definition", "seen"]);
    let typed = form.fields.one("definition");
    let (definition, wrong) = match parse(typed) {
        Ok(definition) => (Some(definition), Vec::new()),
        Err(wrong) => (None, wrong),
    };
    if !wrong.is_empty() {
        errors.add(
            "definition",
            "The file has mistakes, which are listed below. Nothing was changed.",
        );
    }
    match definition {
        Some(it) if it.slug != *slug => {
            errors.add(
                "definition",
                format!("The file is about “{}”: its slug must be “{slug}”.", it.slug),
            );
        }
        Some(it) if errors.is_empty() => {
            let actor = Actor::Account(administrator.account.id);
            let it = InitiativeDefinition { came_from: None, ..it };
            match definitions::replace(&mut conn, actor, &it, form.fields.one("seen")).await {
                Ok(()) => return Ok(see_other(&format!("{}?done=saved", base(&slug)))),
                Err(Unsaved::SomebodyWasFirst) => {
                    let now = open(&mut conn, &administrator, &slug, None).await?;
                    errors.add("", "Somebody changed the working copy meanwhile, so nothing was done. Look at it, and put the file in its place again if that is still right.");
                    return Ok(page_with(StatusCode::CONFLICT, view(&now, typed, &[], &errors)));
                }
                Err(Unsaved::Diesel(error)) => return Err(error.into()),
                Err(_) => return Err(AppError::NotFound),
            }
        }
        _ => {}
    }
    Ok(page_with(refused(&form), view(&opened, typed, &wrong, &errors)))
}

fn view(opened: &Opened, typed: &str, wrong: &[DefinitionError], errors: &FieldErrors) -> Markup {
    let line = |it: &DefinitionError| match it.key.as_str() {
        "" => format!("Line {}: {}", it.line, it.message),
        key => format!("Line {}: {key}: {}", it.line, it.message),
    };
    administration::definition_file(&DefinitionFile {
        slug: &opened.definition.slug,
        trail: trail(opened, None),
        definition: typed,
        seen: &opened.mark(),
        wrong: wrong.iter().map(line).collect(),
        errors: summary(errors),
    })
}
