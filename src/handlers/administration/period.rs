//! The comment period of an area, for whoever administers it: looked at, and changed after a look at what will happen.

mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, PeriodPage, PeriodPreview, TypedPeriod};
use maud::Markup;
use serde::Deserialize;

use super::area;
use crate::app::AppState;
use crate::auth::administration::periods::{self, Unchanged, WantedChange};
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::period::{Period, PeriodChange, PeriodEventKind, PeriodRefusal};
use crate::domain::{local_time, text};
use crate::error::{AppError, AppResult};
use crate::handlers::place::{Scope as Place, period};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::area::Area;
use crate::models::audit::Actor;
use crate::models::period_event::{PeriodEvent, PeriodEventId};
use crate::models::{clock, follow};

/// No period lasts longer.
const LONGEST: TimeDelta = TimeDelta::days(3660);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Shows the period, its history, and what can be changed.
pub async fn show_period(
    administrator: Administrator,
    path: Path<(String, String)>,
    query: Query<PeriodQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let shown = Shown::load(&mut *state.db().await?, &administrator, &path).await?;
    let seen = shown.last().map(|it| it.0.to_string()).unwrap_or_default();
    let fields = Fields::new(vec![("seen".to_owned(), seen)]);
    let done = PeriodEventKind::parse(&query.done).map(words::done);
    Ok(page(shown.page(&fields, &FieldErrors::default(), done)))
}

/// Says what a change will do, and makes it once that was seen.
pub async fn change_period(
    administrator: Administrator,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let shown = Shown::load(&mut conn, &administrator, &path).await?;
    let mut errors = form.check_names(&["change", "closes_at", "reason", "seen", "intent"]);
    let wanted = shown.parse(&form.fields, &mut errors);
    let (Some(wanted), true) = (wanted, errors.is_empty()) else {
        return Ok(page_with(refused(&form), shown.page(&form.fields, &errors, None)));
    };
    if shown.last() != Some(wanted.seen) {
        return Ok(shown.somebody_was_first(&form.fields));
    }
    match form.fields.one("intent") {
        "confirm" => {}
        "edit" => return Ok(page(shown.page(&form.fields, &errors, None))),
        _ => return Ok(page(shown.preview(&wanted, &form.fields))),
    }
    let actor = Actor::Account(administrator.account.id);
    let place = (&shown.place.initiative, &shown.area);
    match periods::change(&mut conn, actor, place, &wanted).await {
        Ok(()) => {
            let done = wanted.change.kind().as_str();
            Ok(see_other(&format!("{}?done={done}", shown.path)))
        }
        Err(Unchanged::SomebodyWasFirst) => {
            let now = Shown::load(&mut conn, &administrator, &path).await?;
            Ok(now.somebody_was_first(&form.fields))
        }
        Err(Unchanged::Refused(refusal)) => {
            note(&mut errors, refusal);
            Ok(page_with(refused(&form), shown.page(&form.fields, &errors, None)))
        }
        Err(Unchanged::GateIncomplete(missing)) => {
            let missing: Vec<_> = missing.iter().map(|it| it.label()).collect();
            errors.add(
                "change",
                format!(
                    "Before more comments come in, the initiative needs: {}.",
                    missing.join("; ")
                ),
            );
            Ok(page_with(refused(&form), shown.page(&form.fields, &errors, None)))
        }
        Err(Unchanged::BeyondReach) => Err(AppError::NotFound),
        Err(Unchanged::Diesel(error)) => Err(error.into()),
    }
}

/// An area within the grants, with what its page shows.
struct Shown {
    place: Place,
    area: Area,
    path: String,
    events: Vec<PeriodEvent>,
    n_followers: i64,
    now: DateTime<Utc>,
}

impl Shown {
    async fn load(
        conn: &mut AsyncPgConnection,
        administrator: &Administrator,
        address: &(String, String),
    ) -> AppResult<Self> {
        let (place, area, path) = area::find(conn, administrator, address, "period").await?;
        let events = PeriodEvent::of(conn, area.id).await?;
        let n_followers = follow::count(conn, area.id).await?;
        Ok(Self { place, area, path, events, n_followers, now: clock::now(conn).await? })
    }

    fn last(&self) -> Option<PeriodEventId> {
        self.events.last().map(|it| it.id)
    }

    fn possible(&self) -> Vec<PeriodChange> {
        let Some(period) = self.area.period() else { return Vec::new() };
        let all = PeriodChange::ALL.iter().copied();
        all.filter(|it| it.is_possible(&period, self.now)).collect()
    }

    /// Everything that is wrong is noted at once.
    fn parse(&self, fields: &Fields, errors: &mut FieldErrors) -> Option<WantedChange> {
        let change = PeriodChange::parse(fields.one("change"))
            .ok_or_else(|| "Choose what changes.".to_owned());
        let change = errors.keep("change", change);
        let closes_at = self.parse_time(change, fields, errors);
        let reason = errors.keep("reason", parse_reason(fields.one("reason")));
        let seen = fields.one("seen").parse().map(PeriodEventId);
        let seen = errors.keep("", seen.map_err(|_| "Open this page again.".to_owned()));
        let wanted =
            WantedChange { change: change?, closes_at: closes_at?, reason: reason?, seen: seen? };
        if Some(wanted.seen) == self.last() {
            self.changed(&wanted).map_err(|it| note(errors, it)).ok()?;
        }
        Some(wanted)
    }

    /// A time that the change does not ask for is left alone.
    fn parse_time(
        &self,
        change: Option<PeriodChange>,
        fields: &Fields,
        errors: &mut FieldErrors,
    ) -> Option<Option<DateTime<Utc>>> {
        if !change.is_some_and(PeriodChange::sets_time) {
            return Some(None);
        }
        let closes_at = local_time::parse(fields.one("closes_at"), self.place.initiative.zone());
        let near = |it: &DateTime<Utc>| *it < self.now + LONGEST;
        let far = || "Enter a day within the next ten years.".to_owned();
        let closes_at = closes_at.and_then(|it| if near(&it) { Ok(it) } else { Err(far()) });
        errors.keep("closes_at", closes_at).map(Some)
    }

    fn changed(&self, wanted: &WantedChange) -> Result<(Period, Period), PeriodRefusal> {
        let period = self.area.period().ok_or(PeriodRefusal::NotNow)?;
        Ok((period, period.changed(wanted.change, wanted.closes_at, self.now)?))
    }

    fn page(&self, fields: &Fields, errors: &FieldErrors, done: Option<&str>) -> Markup {
        let (zone, possible) = (self.place.initiative.zone(), self.possible());
        administration::period(&PeriodPage {
            place: self.place.place(),
            action: &self.path,
            period: period::of(&self.area, zone, self.now),
            events: self.events.iter().map(|it| period::event(it, zone)).collect(),
            changes: possible.iter().map(|it| (it.as_str(), it.label())).collect(),
            asks_time: possible.iter().any(|it| it.sets_time()),
            zone: zone.name(),
            typed: typed(fields),
            done,
            errors: summary(errors),
        })
    }

    fn preview(&self, wanted: &WantedChange, fields: &Fields) -> Markup {
        let zone = self.place.initiative.zone();
        let consequences = self.changed(wanted).ok().map(|(before, after)| {
            words::consequences(wanted.change, (&before, &after), self.n_followers, zone)
        });
        administration::period_preview(&PeriodPreview {
            place: self.place.place(),
            action: &self.path,
            change: wanted.change.label(),
            consequences: consequences.unwrap_or_default(),
            typed: typed(fields),
        })
    }

    /// The page as it stands now, with what was typed.
    fn somebody_was_first(&self, fields: &Fields) -> HttpResponse {
        let mut errors = FieldErrors::default();
        errors.add(
            "",
            "Somebody changed this comment period in the meantime, so nothing was done. Look at the history, and send \
             your change again if it is still right.",
        );
        let mut pairs: Vec<_> = fields
            .retain(|it| it != "seen")
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        pairs.extend(self.last().map(|it| ("seen".to_owned(), it.0.to_string())));
        page_with(StatusCode::CONFLICT, self.page(&Fields::new(pairs), &errors, None))
    }
}

fn note(errors: &mut FieldErrors, refusal: PeriodRefusal) {
    let field = match refusal {
        PeriodRefusal::NotNow => "change",
        PeriodRefusal::TimeMissing | PeriodRefusal::NotLater => "closes_at",
    };
    errors.add(field, refusal.to_string());
}

fn parse_reason(typed: &str) -> Result<String, String> {
    let reason = text::single_line(typed, "The reason", 500)?;
    if reason.is_empty() {
        return Err("Give the reason: everybody reads it on the page of the area.".to_owned());
    }
    Ok(reason)
}

fn typed(fields: &Fields) -> TypedPeriod<'_> {
    TypedPeriod {
        change: fields.one("change"),
        closes_at: fields.one("closes_at"),
        reason: fields.one("reason"),
        seen: fields.one("seen"),
    }
}
