//! What a change of a comment period does, in words.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use lectern_templates::text::count;

use crate::domain::period::{Period, PeriodChange, PeriodEventKind};
use crate::moments;

/// What was done just now.
#[must_use]
pub fn done(kind: PeriodEventKind) -> &'static str {
    match kind {
        PeriodEventKind::Opened => "The comment period is set.",
        PeriodEventKind::Extended => "The comment period is extended.",
        PeriodEventKind::ClosedEarly => "The comment period is closed.",
        PeriodEventKind::Reopened => "The comment period is open again.",
        PeriodEventKind::LateTaken => "Late comments are taken.",
        PeriodEventKind::LateRefused => "Late comments are not taken any more.",
    }
}

/// A sentence or two each.
#[must_use]
pub fn consequences(
    change: PeriodChange,
    (before, after): (&Period, &Period),
    n_followers: i64,
    zone: Tz,
) -> Vec<String> {
    let closes = moments::moment(after.closes_at, zone).words;
    let apart = how_long(before.closes_at, after.closes_at, zone);
    let afterward = if after.take_late_comments {
        "Comments that come afterward are still taken, and marked as late."
    } else {
        "Comments that come afterward are not taken. Drafts stay where they are."
    };
    let mut sentences: Vec<String> = match change {
        PeriodChange::Extend => vec![
            format!("It closes {apart} later: {closes}."),
            "Comments that are sent until then are on time.".to_owned(),
        ],
        PeriodChange::CloseEarly => vec![
            format!("It closes at once, {apart} earlier than was said."),
            afterward.to_owned(),
        ],
        PeriodChange::Reopen => vec![
            format!("It is open again at once, until {closes}."),
            "Comments that were marked as late stay so.".to_owned(),
        ],
        PeriodChange::TakeLate => vec![
            "Comments that come after the period closed are taken, and marked as late.".to_owned(),
        ],
        PeriodChange::RefuseLate => vec![
            "Comments that come after the period closed are not taken any more. Drafts stay where they are."
                .to_owned(),
        ],
    };
    if !matches!(change, PeriodChange::TakeLate | PeriodChange::RefuseLate) {
        let followers = count(n_followers, "follower", "followers");
        sentences.push(format!("{followers} will be told by mail, with the reason."));
    }
    sentences
}

/// By the clocks of the zone: two weeks are 14 days also where an hour is lost between.
fn how_long(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let local = |it: DateTime<Utc>| it.with_timezone(&zone).naive_local();
    let apart = (local(to) - local(from)).abs();
    let (days, hours) = (apart.num_days(), apart.num_hours() % 24);
    match (days, hours) {
        (0, 0) => count(minutes(apart), "minute", "minutes"),
        (0, hours) => count(hours, "hour", "hours"),
        (days, 0) => count(days, "day", "days"),
        (days, hours) => {
            format!("{} and {}", count(days, "day", "days"), count(hours, "hour", "hours"))
        }
    }
}

fn minutes(apart: TimeDelta) -> i64 {
    apart.num_minutes().max(1)
}
