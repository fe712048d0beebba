//! Initiatives, made and changed by administrators: each has a working copy, which is published as a whole.

mod access;
pub mod desk;
pub mod file;
pub mod lists;
pub mod parts;
pub mod preview;
pub mod publishing;
mod words;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, BeginForm, InitiativeRow, InitiativesPage};
use lectern_templates::form::Choice;
use maud::Markup;

use crate::app::AppState;
use crate::auth::administration::definitions::{self, Unsaved};
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::area::Area;
use crate::models::audit::Actor;
use crate::models::grant::Scope;
use crate::models::initiative::Initiative;
use crate::models::working_copy::WorkingCopy;

/// Lists the initiatives within the grants, published or begun.
pub async fn list_initiatives(
    administrator: Administrator,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let shown = Shown::load(&mut *state.db().await?, administrator).await?;
    Ok(page(shown.page(&Fields::default(), &FieldErrors::default())))
}

/// Begins a new initiative: only for those who look after everything.
pub async fn begin_initiative(
    administrator: Administrator,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let actor = Actor::Account(administrator.account.id);
    let shown = Shown::load(&mut conn, administrator).await?;
    let mut errors = form.check_names(&["slug", "title", "copy_of"]);
    let copy_of = Some(form.fields.one("copy_of")).filter(|it| !it.is_empty());
    if copy_of.is_some_and(|it| !shown.rows.contains_key(it)) {
        errors.add("copy_of", "There is no such initiative.");
    }
    if errors.is_empty() {
        let (slug, title) = (form.fields.one("slug").trim(), form.fields.one("title"));
        match definitions::begin(&mut conn, actor, slug, title, copy_of).await {
            Ok(()) => return Ok(see_other(&format!("/admin/initiatives/{slug}?done=begun"))),
            Err(Unsaved::Wrong(wrong)) => errors = wrong,
            Err(Unsaved::Diesel(error)) => return Err(error.into()),
            Err(_) => return Err(AppError::NotFound),
        }
    }
    Ok(page_with(refused(&form), shown.page(&form.fields, &errors)))
}

/// What there is within the grants, by slug.
struct Shown {
    administrator: Administrator,
    rows: BTreeMap<String, Row>,
}

struct Row {
    title: String,
    is_published: bool,
    has_changes: bool,
}

impl Shown {
    async fn load(conn: &mut AsyncPgConnection, administrator: Administrator) -> AppResult<Self> {
        let areas = Area::all(conn).await?;
        let mut rows = BTreeMap::new();
        for it in Initiative::all(conn).await? {
            let mut own = areas.iter().filter(|area| area.initiative_id == it.id);
            let is_reached = administrator.reaches(Scope::Initiative(it.id))
                || own.any(|area| administrator.reaches(Scope::Area(it.id, area.id)));
            if is_reached {
                let row = Row { title: it.title, is_published: true, has_changes: false };
                rows.insert(it.slug, row);
            }
        }
        for copy in WorkingCopy::all(conn).await? {
            if let Some(row) = rows.get_mut(&copy.slug) {
                row.has_changes = true;
            } else if administrator.is_for_everything() {
                let title = copy.definition().title;
                let row = Row { title, is_published: false, has_changes: true };
                rows.insert(copy.slug, row);
            }
        }
        Ok(Self { administrator, rows })
    }

    fn page(&self, typed: &Fields, errors: &FieldErrors) -> Markup {
        let rows = self.rows.iter();
        let others = rows.clone().map(|(slug, it)| Choice { value: slug, label: it.name(slug) });
        administration::initiatives(&InitiativesPage {
            rows: rows
                .map(|(slug, it)| InitiativeRow {
                    slug,
                    title: &it.title,
                    is_published: it.is_published,
                    has_changes: it.has_changes,
                })
                .collect(),
            begin: self.administrator.is_for_everything().then(|| BeginForm {
                slug: typed.one("slug"),
                title: typed.one("title"),
                copy_of: typed.one("copy_of"),
                others: others.collect(),
            }),
            errors: summary(errors),
        })
    }
}

impl Row {
    fn name<'a>(&'a self, slug: &'a str) -> &'a str {
        if self.title.is_empty() { slug } else { &self.title }
    }
}
