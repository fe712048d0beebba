//! Codes for events at which many people share a network.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{
    self, EventCodeRow, EventCodesPage, EventState, TypedEvent,
};
use serde::Deserialize;

use crate::app::AppState;
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::{local_time, text};
use crate::error::AppResult;
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::limits::events;
use crate::models::event_code::{EventRow, NewEvent};
use crate::models::initiative::Initiative;
use crate::moments;

/// More than are ever of interest; older ones are in the audit log.
const N_SHOWN: i64 = 100;
/// A quota beyond which no network is one event.
const MOST_PER_MINUTE: i32 = 100_000;

#[derive(Debug, Default, Deserialize)]
pub struct DoneQuery {
    #[serde(default)]
    done: String,
}

/// The events, and the form for another one.
pub async fn show_event_codes(
    administrator: Administrator,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let notice = match query.done.as_str() {
        "made" => Some("The code was made. It stands first in the list."),
        "ended" => Some("The event was ended."),
        _ => None,
    };
    let mut conn = state.db().await?;
    let shown = Shown::load(&state, &mut conn).await?;
    let fields = Fields::new(vec![("per_minute".to_owned(), "600".to_owned())]);
    Ok(page(shown.page(&fields, &FieldErrors::default(), notice)))
}

/// Makes an event and its code.
pub async fn create_event_code(
    administrator: Administrator,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut errors = form.check_names(&["name", "valid_from", "valid_until", "per_minute"]);
    let mut conn = state.db().await?;
    let shown = Shown::load(&state, &mut conn).await?;
    let event = parse(&form.fields, shown.zone, &mut errors);
    let (Some(event), true) = (event, errors.is_empty()) else {
        return Ok(page_with(refused(&form), shown.page(&form.fields, &errors, None)));
    };
    let made = events::create(&state, &mut conn, administrator.account.id, &event).await?;
    if made.is_none() {
        errors.add("valid_until", "The event must end after it begins, and not be over yet.");
        let again = shown.page(&form.fields, &errors, None);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, again));
    }
    Ok(see_other("/admin/event-codes?done=made"))
}

/// Ends an event now. One that is over already stays as it is.
pub async fn end_event_code(
    administrator: Administrator,
    path: Path<i64>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let event = EventRow::find(&mut conn, *path).await?;
    events::end(&state, &mut conn, administrator.account.id, event.id).await?;
    Ok(see_other("/admin/event-codes?done=ended"))
}

/// What the page shows besides what was typed.
struct Shown {
    zone: Tz,
    now: DateTime<Utc>,
    events: Vec<(EventRow, Option<String>)>,
}

impl Shown {
    async fn load(state: &AppState, conn: &mut AsyncPgConnection) -> AppResult<Self> {
        // Administrators think in the time of what they administer.
        let zone = Initiative::all(conn).await?.first().map_or(Tz::UTC, Initiative::zone);
        let events = EventRow::newest(conn, N_SHOWN).await?;
        let with_code = |it: EventRow| {
            let code = events::code_of(state, &it);
            (it, code)
        };
        Ok(Self { zone, now: Utc::now(), events: events.into_iter().map(with_code).collect() })
    }

    fn page(&self, fields: &Fields, errors: &FieldErrors, notice: Option<&str>) -> maud::Markup {
        administration::event_codes(&EventCodesPage {
            typed: TypedEvent {
                name: fields.one("name"),
                valid_from: fields.one("valid_from"),
                valid_until: fields.one("valid_until"),
                per_minute: fields.one("per_minute"),
            },
            errors: summary(errors),
            notice,
            zone: self.zone.name(),
            rows: self.events.iter().map(|(event, code)| self.row(event, code.clone())).collect(),
        })
    }

    fn row<'a>(&self, event: &'a EventRow, code: Option<String>) -> EventCodeRow<'a> {
        let state = match event.ended_at {
            None if self.now < event.valid_from => EventState::ToCome,
            None if self.now < event.valid_until => EventState::On,
            _ => EventState::Over,
        };
        EventCodeRow {
            id: event.id,
            name: &event.name,
            code,
            per_minute: event.per_minute.into(),
            from: moments::moment(event.valid_from, self.zone),
            until: moments::moment(event.ended_at.unwrap_or(event.valid_until), self.zone),
            state,
        }
    }
}

fn parse(fields: &Fields, zone: Tz, errors: &mut FieldErrors) -> Option<NewEvent> {
    let name = errors.keep("name", parse_name(fields.one("name")));
    let from = match fields.one("valid_from").trim() {
        "" => Some(None),
        typed => errors.keep("valid_from", parse_time(typed, zone)).map(Some),
    };
    let until = errors.keep("valid_until", parse_time(fields.one("valid_until"), zone));
    let per_minute = errors.keep("per_minute", parse_quota(fields.one("per_minute")));
    Some(NewEvent { name: name?, per_minute: per_minute?, valid_from: from?, valid_until: until? })
}

fn parse_name(typed: &str) -> Result<String, String> {
    let name = text::single_line(typed, "The name", 120)?;
    if name.is_empty() { Err("Enter a name for the event.".to_owned()) } else { Ok(name) }
}

fn parse_time(typed: &str, zone: Tz) -> Result<DateTime<Utc>, String> {
    let at = local_time::parse(typed, zone)?;
    let near = (Utc::now() - at).num_days().unsigned_abs() < 3660;
    if near { Ok(at) } else { Err("Enter a day within the next ten years.".to_owned()) }
}

fn parse_quota(typed: &str) -> Result<i32, String> {
    let quota = typed.trim().parse().ok().filter(|it| (1..=MOST_PER_MINUTE).contains(it));
    quota.ok_or_else(|| "Enter a whole number from 1 to 100000.".to_owned())
}
