//! The parts of an area: its own fields, and its documents.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::rows::{self, Row};
use super::{CHECKED, Part, Permanent, flag, one_line, optional, pair};
use crate::domain::definition::{AreaDefinition, DocumentDefinition, InitiativeDefinition};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::local_time;

/// The fields that occur once; `required` is repeated.
pub const NAMES: [&str; 10] = [
    "slug",
    "title",
    "summary",
    "background",
    "stated_direction",
    "opens_at",
    "closes_at",
    "period_reason",
    "take_late_comments",
    "steps",
];

/// The fields that a definition may leave out on a form, since a file has them under the same names.
const OF_A_FILE: [&str; 9] = [
    "slug",
    "title",
    "summary",
    "background",
    "stated_direction",
    "opens_at",
    "closes_at",
    "period_reason",
    "required",
];

pub fn pairs(definition: &InitiativeDefinition, area: &AreaDefinition) -> Vec<(String, String)> {
    let zone = zone(definition);
    let mut pairs = vec![
        pair("slug", &area.slug),
        pair("title", &area.title),
        pair("summary", &area.summary),
        pair("background", &area.background),
        pair("stated_direction", &area.stated_direction),
        pair("opens_at", typed_time(area.opens_at, zone)),
        pair("closes_at", typed_time(area.closes_at, zone)),
        pair("period_reason", area.period_reason.clone().unwrap_or_default()),
    ];
    pairs.extend(flag("take_late_comments", area.take_late_comments));
    pairs.extend(flag("steps", area.in_steps));
    pairs.extend(area.required.iter().map(|it| pair("required", it)));
    pairs
}

pub fn set(
    definition: &mut InitiativeDefinition,
    slug: &str,
    typed: &Fields,
    permanent: &Permanent,
    errors: &mut FieldErrors,
) -> Part {
    let zone = zone(definition);
    let here = Part::Area(slug.to_owned());
    let Some(area) = definition.areas.iter_mut().find(|it| it.slug == slug) else { return here };
    let one = |name: &str| typed.one(name).to_owned();
    // A script may leave it out.
    let new_slug = if typed.one("slug").is_empty() { slug.to_owned() } else { one("slug") };
    if new_slug != slug && permanent.areas.contains(slug) {
        errors.add("slug", "This area is published: its slug is its address and stays.");
        return here;
    }
    area.title = one("title");
    area.summary = one("summary");
    area.background = one("background");
    area.stated_direction = one_line(typed.one("stated_direction"));
    set_time(&mut area.opens_at, "opens_at", typed, zone, errors);
    set_time(&mut area.closes_at, "closes_at", typed, zone, errors);
    area.period_reason = optional(typed.one("period_reason"));
    area.take_late_comments = typed.one("take_late_comments") == CHECKED;
    area.in_steps = typed.one("steps") == CHECKED;
    area.required = typed.many("required").into_iter().map(str::to_owned).collect();
    area.slug.clone_from(&new_slug);
    Part::Area(new_slug)
}

pub fn field_of(rest: &str) -> Option<String> {
    OF_A_FILE.contains(&rest).then(|| rest.to_owned())
}

pub fn documents(area: &AreaDefinition) -> Vec<Row> {
    let documents = area.documents.iter();
    documents.map(|it| vec![("title", it.title.clone()), ("url", it.url.clone())]).collect()
}

pub fn set_documents(definition: &mut InitiativeDefinition, slug: &str, typed: &Fields) {
    let Some(area) = definition.areas.iter_mut().find(|it| it.slug == slug) else { return };
    let value = |row: &rows::RowPlace, name| row.value(typed, name).to_owned();
    area.documents = rows::rows(typed)
        .iter()
        .map(|row| DocumentDefinition { title: value(row, "title"), url: value(row, "url") })
        .collect();
}

fn zone(definition: &InitiativeDefinition) -> Tz {
    definition.time_zone.parse().unwrap_or(Tz::UTC)
}

fn typed_time(at: DateTime<Utc>, zone: Tz) -> String {
    if at == DateTime::<Utc>::default() { String::new() } else { local_time::typed(at, zone) }
}

/// A time that stands as it was shown stays as it is, also where it has seconds.
fn set_time(
    at: &mut DateTime<Utc>,
    name: &str,
    typed: &Fields,
    zone: Tz,
    errors: &mut FieldErrors,
) {
    let typed = typed.one(name).trim();
    if typed == typed_time(*at, zone) && !typed.is_empty() {
        return;
    }
    if let Some(parsed) = errors.keep(name, local_time::parse(typed, zone)) {
        *at = parsed;
    }
}
