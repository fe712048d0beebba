//! Comments that reach the agency in another way than through the site, as staff enter them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::attribution::Attribution;
use super::field_errors::FieldErrors;
use super::fields::{Fields, Occurs};
use super::period::Period;
use super::public_filter::parse_day;
use super::submission::{FormDefinition, Submission};
use super::text::single_line;

crate::text_enum! {
    /// How a comment reached the agency.
    pub enum Channel {
        Paper = "paper" => "On paper",
        Post = "post" => "By post",
        Email = "email" => "By email",
        Telephone = "telephone" => "By telephone",
        Hearing = "hearing" => "At a hearing",
    }
}

crate::text_enum! {
    /// How far an entry has come.
    pub enum EntryState {
        Entering = "entering" => "Being entered",
        Waiting = "waiting" => "Waiting to be checked",
        Confirmed = "confirmed" => "Confirmed",
        Discarded = "discarded" => "Discarded",
    }
}

/// The fields that the form of an entry has besides those of the comment form.
pub const OWN_FIELDS: [&str; 5] =
    ["channel", "received_on", "n_signatories", "display_name", "kept_at"];

const MOST_SIGNATORIES: i32 = 10_000_000;

/// How a comment came, besides what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub channel: Channel,
    pub received_on: NaiveDate,
    /// One comment all the same, however many signed it.
    pub n_signatories: i32,
    /// The name as it is signed.
    pub display_name: Option<String>,
    /// Where the original lies.
    pub kept_at: Option<String>,
}

/// An entry that could become a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub arrival: Arrival,
    pub submission: Submission,
}

/// The days on which a comment may have come, in the zone of its initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    today: NaiveDate,
    first: NaiveDate,
    last_on_time: NaiveDate,
    take_late_comments: bool,
}

impl Entered {
    /// Reads the form, or says everything that is wrong with it at once.
    ///
    /// # Errors
    /// A sentence for each field that needs mending.
    pub fn parse(
        fields: &Fields,
        form: &FormDefinition,
        days: Option<&Days>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let arrival = Arrival::parse(fields, days, &mut errors);
        let submission = submission(fields, form).map_err(|it| errors.append(it)).ok();
        let is_named = submission.as_ref().is_some_and(|it| it.attribution == Attribution::Named);
        if is_named && arrival.as_ref().is_some_and(|it| it.display_name.is_none()) {
            errors.add(
                "display_name",
                "Type the name as it is signed, or choose another way to show the author.",
            );
        }
        match (arrival, submission) {
            (Some(arrival), Some(submission)) if errors.is_empty() => {
                Ok(Self { arrival, submission })
            }
            _ => Err(errors),
        }
    }
}

/// What the comment says, without how it came.
///
/// # Errors
/// A sentence for each field that needs mending.
pub fn submission(fields: &Fields, form: &FormDefinition) -> Result<Submission, FieldErrors> {
    let is_said = |it: &str| !OWN_FIELDS.contains(&it) && form.occurs(it) != Occurs::Never;
    Submission::parse(&fields.retain(is_said), form)
}

impl Arrival {
    fn parse(fields: &Fields, days: Option<&Days>, errors: &mut FieldErrors) -> Option<Self> {
        let channel = Channel::parse(fields.one("channel"));
        let channel = channel.ok_or_else(|| "Choose how the comment came.".to_owned());
        let channel = errors.keep("channel", channel);
        let day = errors.keep("received_on", parse_received_on(fields.one("received_on"), days));
        let n_signatories =
            errors.keep("n_signatories", parse_signatories(fields.one("n_signatories")));
        let name =
            errors.keep("display_name", single_line(fields.one("display_name"), "The name", 80));
        let kept_at = errors.keep("kept_at", single_line(fields.one("kept_at"), "The place", 200));
        let given = |it: String| (!it.is_empty()).then_some(it);
        Some(Self {
            channel: channel?,
            received_on: day?,
            n_signatories: n_signatories?,
            display_name: given(name?),
            kept_at: given(kept_at?),
        })
    }
}

impl Days {
    /// Only the day of a comment on paper is known. It is on time if the period closes on that day or later.
    #[must_use]
    pub fn of(period: &Period, zone: Tz, now: DateTime<Utc>) -> Self {
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        Self {
            today: day(now),
            first: day(period.opens_at),
            // A period that closes at midnight ends with the day before.
            last_on_time: day(period.closes_at - TimeDelta::microseconds(1)),
            take_late_comments: period.take_late_comments,
        }
    }

    /// # Errors
    /// A sentence that says why no comment can have come on that day.
    pub fn check(&self, day: NaiveDate) -> Result<(), String> {
        if self.today < day {
            Err("This day is still to come.".to_owned())
        } else if day < self.first {
            Err(format!("The area opened on {}: enter that day or a later one.", self.first))
        } else if self.is_late(day) && !self.take_late_comments {
            Err(format!("The area closed on {} and takes no late comments.", self.last_on_time))
        } else {
            Ok(())
        }
    }

    #[must_use]
    pub fn is_late(&self, day: NaiveDate) -> bool {
        self.last_on_time < day
    }
}

fn parse_received_on(typed: &str, days: Option<&Days>) -> Result<NaiveDate, String> {
    let day = parse_day(typed.trim());
    let day = day.ok_or_else(|| "Enter the day as in 2026-12-01.".to_owned())?;
    days.ok_or_else(|| "This area has not opened.".to_owned())?.check(day)?;
    Ok(day)
}

fn parse_signatories(typed: &str) -> Result<i32, String> {
    let n = typed.trim().parse().ok().filter(|it| (1..=MOST_SIGNATORIES).contains(it));
    n.ok_or_else(|| "Enter how many people signed it: a whole number, at least 1.".to_owned())
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(closes_at: &str, take_late_comments: bool) -> Days {
        let (opens_at, closes_at) = (at("2026-11-02T14:00:00Z"), at(closes_at));
        let period = Period { opens_at, closes_at, take_late_comments };
        Days::of(&period, New_York, at("2026-12-10T03:00:00Z"))
    }

    #[test]
    fn a_day_is_on_time_if_the_period_closes_on_it_or_later() {
        // Noon in New York.
        let noon = days("2026-12-01T17:00:00Z", true);
        assert!(!noon.is_late(day("2026-12-01")) && noon.is_late(day("2026-12-02")));
        // Midnight there: the first second of the second of December is too late.
        let midnight = days("2026-12-02T05:00:00Z", true);
        assert!(!midnight.is_late(day("2026-12-01")) && midnight.is_late(day("2026-12-02")));
        let after = days("2026-12-02T05:00:01Z", true);
        assert!(!after.is_late(day("2026-12-02")));
    }

    #[test]
    fn no_comment_comes_tomorrow_before_the_opening_or_late_where_that_is_refused() {
        let days_of = days("2026-12-01T17:00:00Z", false);
        assert!(days_of.check(day("2026-11-01")).unwrap_err().contains("opened on 2026-11-02"));
        assert_eq!(days_of.check(day("2026-11-02")), Ok(()));
        assert_eq!(days_of.check(day("2026-12-01")), Ok(()));
        assert!(days_of.check(day("2026-12-02")).unwrap_err().contains("no late comments"));
        let late = days("2026-12-01T17:00:00Z", true);
        // It is still the ninth in New York.
        assert_eq!(late.check(day("2026-12-09")), Ok(()));
        assert!(late.check(day("2026-12-10")).unwrap_err().contains("still to come"));
    }

    #[test]
    fn signatories_are_counted_from_one() {
        for (typed, n) in [("1", Some(1)), (" 312 ", Some(312)), ("0", None), ("-3", None)] {
            assert_eq!(parse_signatories(typed).ok(), n, "{typed}");
        }
        for typed in ["", "many", "1.5", "99999999999"] {
            assert!(parse_signatories(typed).is_err(), "{typed}");
        }
    }
}
