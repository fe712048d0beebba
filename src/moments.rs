//! Times as pages and mails write them: in the zone of the initiative, which is named.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;
use lectern_templates::text::Moment;

/// A moment to the minute, such as `November 22, 2026, 5:04 PM EST`.
#[must_use]
pub fn moment(at: DateTime<Utc>, zone: Tz) -> Moment {
    let there = at.with_timezone(&zone);
    Moment {
        machine: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        words: there.format("%B %-d, %Y, %-I:%M %p %Z").to_string(),
    }
}

/// A day, such as `November 22, 2026`.
#[must_use]
pub fn day(on: NaiveDate) -> Moment {
    Moment { machine: on.to_string(), words: on.format("%B %-d, %Y").to_string() }
}
