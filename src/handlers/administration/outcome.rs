//! What came of the comments on an area: written, looked at, published once.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, OutcomePage, OutcomePreview, TypedOutcome};
use maud::Markup;
use serde::Deserialize;

use super::{area, refused as refusal};
use crate::app::AppState;
use crate::auth::administration::{Refusal, outcomes};
use crate::auth::staff::Administrator;
use crate::domain::definition::is_web_address;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::text;
use crate::error::AppResult;
use crate::handlers::place::Scope as Place;
use crate::handlers::place::period::outcome as outcome_view;
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::area::{Area, AreaId};
use crate::models::area_outcome::{AreaOutcome, AreaOutcomeId, NewOutcome};
use crate::models::audit::Actor;
use crate::models::follow;

const MOST_CHARS: usize = 5_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Shows the notes, and the form for another one.
pub async fn show_outcome(
    administrator: Administrator,
    path: Path<(String, String)>,
    query: Query<OutcomeQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let shown = Shown::load(&mut *state.db().await?, &administrator, &path).await?;
    let fields = Fields::new(vec![("seen".to_owned(), shown.seen())]);
    let done = (query.done == "published").then_some("The note is published.");
    Ok(page(shown.page(&fields, &FieldErrors::default(), done)))
}

/// Shows how a note will look, and publishes it once that was seen.
pub async fn publish_outcome(
    administrator: Administrator,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let shown = Shown::load(&mut conn, &administrator, &path).await?;
    let mut errors = form.check_names(&["title", "body", "url", "seen", "intent"]);
    let note = parse(&form.fields, shown.area.id, &mut errors);
    let (Some(note), true) = (note, errors.is_empty()) else {
        return Ok(page_with(refused(&form), shown.page(&form.fields, &errors, None)));
    };
    if shown.seen() != form.fields.one("seen") {
        return Ok(shown.somebody_was_first(&form.fields));
    }
    match form.fields.one("intent") {
        "confirm" => {}
        "edit" => return Ok(page(shown.page(&form.fields, &errors, None))),
        _ => {
            let n_followers = follow::count(&mut conn, shown.area.id).await?;
            return Ok(page(shown.preview(&form.fields, n_followers)));
        }
    }
    let (actor, seen) = (Actor::Account(administrator.account.id), shown.last());
    let place = (&shown.place.initiative, &shown.area);
    match outcomes::publish(&mut conn, actor, place, &note, seen).await {
        Ok(()) => Ok(see_other(&format!("{}?done=published", shown.path))),
        Err(Refusal::Gone) => {
            let now = Shown::load(&mut conn, &administrator, &path).await?;
            Ok(now.somebody_was_first(&form.fields))
        }
        Err(other) => Err(refusal(other)),
    }
}

/// An area within the grants, with its notes.
struct Shown {
    place: Place,
    area: Area,
    path: String,
    outcomes: Vec<AreaOutcome>,
}

impl Shown {
    async fn load(
        conn: &mut AsyncPgConnection,
        administrator: &Administrator,
        address: &(String, String),
    ) -> AppResult<Self> {
        let (place, area, path) = area::find(conn, administrator, address, "outcome").await?;
        let outcomes = AreaOutcome::of(conn, area.id).await?;
        Ok(Self { place, area, path, outcomes })
    }

    fn last(&self) -> Option<AreaOutcomeId> {
        self.outcomes.first().map(|it| it.id)
    }

    fn seen(&self) -> String {
        self.last().map_or_else(|| "none".to_owned(), |it| it.0.to_string())
    }

    fn page(&self, fields: &Fields, errors: &FieldErrors, done: Option<&str>) -> Markup {
        let zone = self.place.initiative.zone();
        administration::outcome(&OutcomePage {
            place: self.place.place(),
            action: &self.path,
            outcomes: self.outcomes.iter().map(|it| outcome_view(it, zone)).collect(),
            typed: typed(fields),
            done,
            errors: summary(errors),
        })
    }

    fn preview(&self, fields: &Fields, n_followers: i64) -> Markup {
        let (place, action, typed) = (self.place.place(), &self.path, typed(fields));
        administration::outcome_preview(&OutcomePreview { place, action, n_followers, typed })
    }

    /// The page as it stands now, with what was typed.
    fn somebody_was_first(&self, fields: &Fields) -> HttpResponse {
        let mut errors = FieldErrors::default();
        errors.add(
            "",
            "Another note was published in the meantime, so nothing was done. Look at it below, and publish yours if \
             it is still needed.",
        );
        let typed = fields.retain(|it| it != "seen" && it != "intent");
        let mut pairs: Vec<_> =
            typed.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        pairs.push(("seen".to_owned(), self.seen()));
        page_with(StatusCode::CONFLICT, self.page(&Fields::new(pairs), &errors, None))
    }
}

fn parse(fields: &Fields, area_id: AreaId, errors: &mut FieldErrors) -> Option<NewOutcome> {
    let title = text::single_line(fields.one("title"), "The title", 200);
    let title = errors.keep("title", title.and_then(|it| given(it, "Give the note a title.")));
    let body = errors.keep("body", parse_body(fields.one("body")));
    let url = errors.keep("url", parse_url(fields.one("url")));
    Some(NewOutcome { area_id, title: title?, body: body?, url: url? })
}

fn parse_body(typed: &str) -> Result<String, String> {
    let body = text::with_plain_line_breaks(typed).trim().to_owned();
    if MOST_CHARS < body.chars().count() {
        return Err("The note must be 5,000 characters or fewer.".to_owned());
    }
    given(body, "Say what came of the comments.")
}

fn parse_url(typed: &str) -> Result<Option<String>, String> {
    match typed.trim() {
        "" => Ok(None),
        url if url.chars().count() <= 2_000 && is_web_address(url) => Ok(Some(url.to_owned())),
        _ => Err("Write a full address that starts with https:// or http://.".to_owned()),
    }
}

fn given(text: String, or: &str) -> Result<String, String> {
    if text.is_empty() { Err(or.to_owned()) } else { Ok(text) }
}

fn typed(fields: &Fields) -> TypedOutcome<'_> {
    TypedOutcome {
        title: fields.one("title"),
        body: fields.one("body"),
        url: fields.one("url"),
        seen: fields.one("seen"),
    }
}
