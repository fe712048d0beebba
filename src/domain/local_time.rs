//! Days and times as people type them: in the zone of an initiative, where the clocks may be put forward and back.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

const FORM: &str = "%Y-%m-%d %H:%M";
/// Years that files and the database write as they are typed.
const YEARS: RangeInclusive<i32> = 1900..=9999;

/// The moment of a typed time such as `2026-12-01 18:00`. Where it comes twice that day, it has to say which one:
/// `2026-11-01 01:30 EST`.
///
/// # Errors
/// A sentence that says what to change.
pub fn parse(typed: &str, zone: Tz) -> Result<DateTime<Utc>, String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (there, named) = match words.as_slice() {
        [day, time] => (format!("{day} {time}"), None),
        [day, time, named] => (format!("{day} {time}"), Some(*named)),
        _ => return Err(hint()),
    };
    let there = NaiveDateTime::parse_from_str(&there, FORM).map_err(|_| hint())?;
    if !YEARS.contains(&there.year()) {
        return Err(hint());
    }
    let is_named = |it: &DateTime<Tz>| named.is_none_or(|named| abbreviation(it) == named);
    match zone.from_local_datetime(&there) {
        LocalResult::Single(it) if is_named(&it) => Ok(it.to_utc()),
        LocalResult::Single(it) => {
            Err(format!("The time there is {} on that day. Leave the zone out.", abbreviation(&it)))
        }
        LocalResult::Ambiguous(first, second) => match (is_named(&first), is_named(&second)) {
            (true, false) => Ok(first.to_utc()),
            (false, true) => Ok(second.to_utc()),
            _ => Err(twice(there, zone, &first, &second)),
        },
        LocalResult::None => Err(format!(
            "There is no {} on {} in {}: the clocks are put forward then. Enter another time.",
            there.format("%H:%M"),
            there.format("%Y-%m-%d"),
            zone.name()
        )),
    }
}

/// The same moment as it is typed.
#[must_use]
pub fn typed(at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let words = there.format(FORM).to_string();
    match zone.from_local_datetime(&there.naive_local()) {
        LocalResult::Ambiguous(..) => format!("{words} {}", abbreviation(&there)),
        _ => words,
    }
}

fn abbreviation(it: &DateTime<Tz>) -> String {
    it.format("%Z").to_string()
}

fn hint() -> String {
    "Enter a day and a time, such as 2026-12-01 18:00.".to_owned()
}

fn twice(there: NaiveDateTime, zone: Tz, first: &DateTime<Tz>, second: &DateTime<Tz>) -> String {
    let words = there.format(FORM);
    format!(
        "This time comes twice in {}, because the clocks are put back. Enter {words} {} for the first one, or \
         {words} {} for the second.",
        zone.name(),
        abbreviation(first),
        abbreviation(second)
    )
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn utc(typed: &str) -> String {
        parse(typed, New_York).unwrap().format(FORM).to_string()
    }

    #[test]
    fn a_time_is_that_of_the_zone_in_winter_and_in_summer() {
        assert_eq!(utc(" 2026-12-01  18:00 "), "2026-12-01 23:00");
        assert_eq!(utc("2026-07-01 18:00"), "2026-07-01 22:00");
        assert_eq!(utc("2026-07-01 18:00 EDT"), "2026-07-01 22:00");
        assert!(parse("2026-07-01 18:00 EST", New_York).unwrap_err().contains("EDT"));
    }

    #[test]
    fn a_time_that_comes_twice_has_to_say_which_one() {
        let error = parse("2026-11-01 01:30", New_York).unwrap_err();
        assert!(error.contains("2026-11-01 01:30 EDT for the first"), "{error}");
        assert_eq!(utc("2026-11-01 01:30 EDT"), "2026-11-01 05:30");
        assert_eq!(utc("2026-11-01 01:30 EST"), "2026-11-01 06:30");
        assert!(parse("2026-11-01 01:30 CET", New_York).is_err());
        for words in ["2026-11-01 01:30 EDT", "2026-11-01 01:30 EST", "2026-11-01 03:30"] {
            assert_eq!(typed(parse(words, New_York).unwrap(), New_York), words);
        }
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_is_refused_and_so_is_what_is_none() {
        let error = parse("2027-03-14 02:30", New_York).unwrap_err();
        assert!(error.contains("no 02:30 on 2027-03-14 in America/New_York"), "{error}");
        let no_times = ["", "tomorrow", "2026-12-01", "2026-13-01 18:00", "2026-12-01 18:00 a b"];
        let no_years = ["0000-01-01 00:00", "-0001-01-01 00:00", "+99999-01-01 00:00"];
        for bad in no_times.into_iter().chain(no_years) {
            assert!(
                parse(bad, New_York).unwrap_err().contains("such as 2026-12-01 18:00"),
                "{bad}"
            );
        }
    }
}
