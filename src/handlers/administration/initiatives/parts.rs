//! The form of one part of an initiative: shown, and saved in the working copy.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use lectern_templates::administration::{self, DefinitionForm, Newer};
use maud::Markup;
use serde::Deserialize;

use super::access::{DoneQuery, area_base, base, open, questions_base, trail};
use super::words;
use crate::app::AppState;
use crate::auth::administration::definitions::{self, Opened, Unsaved, mark_of_part};
use crate::auth::staff::Administrator;
use crate::domain::definition::parts::{Asker, Part, rearranged};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::{Fields, Occurs};
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use crate::moments;

/// Which part an address is about.
#[derive(Debug, Deserialize)]
pub struct PartAddress {
    initiative: String,
    part: Option<String>,
    area: Option<String>,
    question: Option<String>,
}

impl PartAddress {
    fn part(self) -> AppResult<(String, Part)> {
        let part = match (self.part.as_deref(), self.area, self.question) {
            (Some("texts"), None, None) => Part::Texts,
            (Some("agency"), None, None) => Part::Agency,
            (Some("notices"), None, None) => Part::Notices,
            (Some("paperwork"), None, None) => Part::Paperwork,
            (Some("respondent-kinds"), None, None) => Part::RespondentKinds,
            (None, Some(area), None) => Part::Area(area),
            (None, None, Some(key)) => Part::Question(Asker::Everywhere, key),
            (None, Some(area), Some(key)) => Part::Question(Asker::Area(area), key),
            _ => return Err(AppError::NotFound),
        };
        Ok((self.initiative, part))
    }
}

/// Shows a part as it stands.
pub async fn show_part(
    administrator: Administrator,
    path: Path<PartAddress>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, part) = path.into_inner().part()?;
    show(&administrator, &slug, part, &query, &state).await
}

/// Saves a part.
pub async fn save_part(
    administrator: Administrator,
    path: Path<PartAddress>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, part) = path.into_inner().part()?;
    save(&administrator, &slug, part, &form, &state).await
}

/// Shows the documents of an area.
pub async fn show_documents(
    administrator: Administrator,
    path: Path<(String, String)>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, area) = path.into_inner();
    show(&administrator, &slug, Part::Documents(area), &query, &state).await
}

/// Saves the documents of an area.
pub async fn save_documents(
    administrator: Administrator,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, area) = path.into_inner();
    save(&administrator, &slug, Part::Documents(area), &form, &state).await
}

async fn show(
    administrator: &Administrator,
    slug: &str,
    part: Part,
    query: &DoneQuery,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let opened = open(&mut *state.db().await?, administrator, slug, part.area()).await?;
    let shown = Shown::of(&opened, &part)?;
    let errors = FieldErrors::default();
    Ok(page(shown.page(&shown.stands, &shown.mark(), &errors, query.words())))
}

async fn save(
    administrator: &Administrator,
    slug: &str,
    part: Part,
    form: &StrictForm,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let opened = open(&mut conn, administrator, slug, part.area()).await?;
    let shown = Shown::of(&opened, &part)?;
    let (typed, seen) = (&form.fields, form.fields.one("seen"));
    let mut errors = form.check(|name| match name {
        "seen" | "intent" => Occurs::Once,
        _ => part.occurs(name),
    });
    if seen.is_empty() {
        errors.add("", "Open this page again.");
    }
    if errors.is_empty() {
        if let Some(moved) = rearranged(typed, typed.one("intent")) {
            let notice = Some("Not saved yet. Press Save to keep the list like this.");
            return Ok(page(shown.page(&moved, seen, &errors, notice)));
        }
        let actor = Actor::Account(administrator.account.id);
        match definitions::save_part(&mut conn, actor, (slug, &part), typed).await {
            Ok(now) => return Ok(see_other(&format!("{}?done=saved", path_of(slug, &now)))),
            Err(Unsaved::Wrong(wrong)) => errors = wrong,
            Err(Unsaved::SomebodyWasFirst) => {
                let opened = open(&mut conn, administrator, slug, part.area()).await?;
                return Ok(Shown::of(&opened, &part)?.somebody_was_first(typed));
            }
            Err(Unsaved::Diesel(error)) => return Err(error.into()),
            Err(Unsaved::NotFound) => return Err(AppError::NotFound),
        }
    }
    Ok(page_with(refused(form), shown.page(typed, seen, &errors, None)))
}

/// A part as it stands in the working copy.
struct Shown<'a> {
    opened: &'a Opened,
    part: &'a Part,
    stands: Fields,
}

impl<'a> Shown<'a> {
    fn of(opened: &'a Opened, part: &'a Part) -> AppResult<Self> {
        let stands = part.fields(&opened.definition).ok_or(AppError::NotFound)?;
        Ok(Self { opened, part, stands })
    }

    fn mark(&self) -> String {
        mark_of_part(&self.stands)
    }

    fn page(&self, typed: &Fields, seen: &str, errors: &FieldErrors, done: Option<&str>) -> Markup {
        self.page_beside(typed, seen, errors, done, None)
    }

    fn page_beside(
        &self,
        typed: &Fields,
        seen: &str,
        errors: &FieldErrors,
        done: Option<&str>,
        newer: Option<Newer<'_>>,
    ) -> Markup {
        let slug = &self.opened.definition.slug;
        let words = words::of_part(self.opened, self.part);
        let mut trail = trail(self.opened, self.part.area());
        if let Part::Area(_) = self.part {
            trail.pop();
        }
        administration::definition_form(&DefinitionForm {
            title: &words.title,
            trail,
            lead: &words.lead,
            action: &path_of(slug, self.part),
            fields: words::fields(&words, typed),
            rows: words::rows(&words, typed, |code| self.is_fixed(typed, code)),
            seen,
            links: self.links(),
            done,
            newer,
            errors: summary(errors),
        })
    }

    /// Whether the code of a row was published once.
    fn is_fixed(&self, typed: &Fields, code: &str) -> bool {
        let permanent = &self.opened.permanent;
        // A new row may not hide behind a code that is typed: it has to stand in the list already.
        let stands = self.stands.iter().any(|(name, it)| name.ends_with(".code") && it == code);
        let once = typed.iter().filter(|(name, it)| name.ends_with(".code") && *it == code).count();
        let is_permanent = match self.part {
            Part::RespondentKinds => permanent.respondent_kinds.contains(code),
            Part::Question(asker, key) => permanent.has_option(asker, key, code),
            _ => false,
        };
        is_permanent && stands && once == 1
    }

    fn links(&self) -> Vec<(String, &'static str)> {
        let slug = &self.opened.definition.slug;
        match self.part {
            Part::Area(area) => {
                let own = area_base(slug, area);
                vec![
                    (format!("{own}/questions"), "Questions"),
                    (format!("{own}/documents"), "Documents"),
                    (format!("{own}/preview"), "Preview"),
                ]
            }
            Part::Question(asker, _) => {
                let mut links = vec![(questions_base(slug, asker), "All questions of this list")];
                if let Some(area) = asker.area() {
                    let form = format!("{}/preview/comment", area_base(slug, area));
                    links.push((form, "Preview of the form"));
                }
                links
            }
            _ => Vec::new(),
        }
    }

    /// What was typed, beside what stands now; saving once more overwrites that, knowingly.
    fn somebody_was_first(&self, typed: &Fields) -> HttpResponse {
        let copy = self.opened.copy.as_ref();
        let newer = Newer {
            by: copy.and_then(|it| it.updated_by.as_deref()),
            at: copy.map(|it| moments::moment(it.updated_at, chrono_tz::UTC)),
            fields: words::differences(
                &words::of_part(self.opened, self.part),
                &self.stands,
                typed,
            ),
        };
        let errors = FieldErrors::default();
        let page = self.page_beside(typed, &self.mark(), &errors, None, Some(newer));
        page_with(StatusCode::CONFLICT, page)
    }
}

/// The address of a part.
fn path_of(slug: &str, part: &Part) -> String {
    match part {
        Part::Texts => format!("{}/parts/texts", base(slug)),
        Part::Agency => format!("{}/parts/agency", base(slug)),
        Part::Notices => format!("{}/parts/notices", base(slug)),
        Part::Paperwork => format!("{}/parts/paperwork", base(slug)),
        Part::RespondentKinds => format!("{}/parts/respondent-kinds", base(slug)),
        Part::Area(area) => area_base(slug, area),
        Part::Documents(area) => format!("{}/documents", area_base(slug, area)),
        Part::Question(asker, key) => format!("{}/{key}", questions_base(slug, asker)),
    }
}
