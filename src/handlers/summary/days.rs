//! Published comments by the day they came.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use lectern_templates::figures::{Columns, Span};
use lectern_templates::summary::Day;

use super::tallied::Tallied;
use crate::domain::public_filter::PublicFilter;
use crate::handlers::place::links;
use crate::models::figure::RECEIVED_ON;
use crate::moments;

/// More days than this stand together as weeks: narrower columns could not be told apart.
const MAX_DAYS: usize = 120;
/// Ten years. Over longer spans, such as one ancient import brings, weeks without a comment are left out.
const MAX_WEEKS: usize = 520;

type Counts = BTreeMap<NaiveDate, i64>;

/// The days on which comments came, oldest first, each with the list of its comments.
pub fn days(it: &Tallied<'_>) -> Vec<Day> {
    let day = |(on, count)| {
        let filter = PublicFilter { received_on: Some(on), ..PublicFilter::default() };
        Day { day: moments::day(on), count, href: Some(links::comments(it.path, &filter)) }
    };
    counted(it).into_iter().map(day).collect()
}

/// The same as a picture. None where nothing was counted.
pub fn columns(it: &Tallied<'_>) -> Option<Columns> {
    let (each, counts) = laid_out(counted(it));
    let (first, _) = counts.first()?;
    let (last, _) = counts.last()?;
    let (first, last) = (moments::day(*first), moments::day(*last));
    Some(Columns { each, first, last, counts: counts.into_iter().map(|(_, n)| n).collect() })
}

fn counted(it: &Tallied<'_>) -> Counts {
    let counted = it.figures.counted(RECEIVED_ON).filter(|(_, n)| *n != 0);
    counted.filter_map(|(day, n)| Some((day.parse().ok()?, n))).collect()
}

fn laid_out(days: Counts) -> (Span, Vec<(NaiveDate, i64)>) {
    if let Some(all) = with_gaps(&days, 1, MAX_DAYS) {
        return (Span::Day, all);
    }
    let mut weeks = Counts::new();
    for (day, n) in days {
        let first_day = day.week(Weekday::Sun).checked_first_day().unwrap_or(day);
        *weeks.entry(first_day).or_default() += n;
    }
    match with_gaps(&weeks, 7, MAX_WEEKS) {
        Some(all) => (Span::Week, all),
        None => (Span::WeekWithComments, weeks.into_iter().collect()),
    }
}

/// Every so many days from the first to the last, unless that is more than `most`.
fn with_gaps(counted: &Counts, step: usize, most: usize) -> Option<Vec<(NaiveDate, i64)>> {
    let Some((first, last)) = counted.keys().next().zip(counted.keys().next_back()) else {
        return Some(Vec::new());
    };
    let steps = first.iter_days().step_by(step).take_while(|it| it <= last).take(most + 1);
    let all: Vec<_> = steps.map(|on| (on, counted.get(&on).copied().unwrap_or_default())).collect();
    (all.len() <= most).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay_out(days: &[(&str, i64)]) -> (Span, Vec<(String, i64)>) {
        let days = days.iter().map(|(on, n)| (on.parse().unwrap(), *n)).collect();
        let (each, columns) = laid_out(days);
        (each, columns.into_iter().map(|(on, n)| (on.to_string(), n)).collect())
    }

    fn columns(columns: &[(&str, i64)]) -> Vec<(String, i64)> {
        columns.iter().map(|(on, n)| ((*on).to_owned(), *n)).collect()
    }

    #[test]
    fn days_on_which_nothing_came_stand_between_the_others() {
        let shown = lay_out(&[("2026-02-27", 3), ("2026-03-01", 1)]);

        let all = columns(&[("2026-02-27", 3), ("2026-02-28", 0), ("2026-03-01", 1)]);
        assert_eq!(shown, (Span::Day, all));
    }

    #[test]
    fn many_days_stand_together_as_weeks_that_begin_on_sunday() {
        let (each, weeks) = lay_out(&[("2026-02-28", 3), ("2026-03-01", 1), ("2026-07-04", 2)]);

        assert_eq!((each, weeks.len()), (Span::Week, 19));
        assert!(weeks.starts_with(&columns(&[("2026-02-22", 3), ("2026-03-01", 1)])));
        assert!(weeks.ends_with(&columns(&[("2026-06-21", 0), ("2026-06-28", 2)])));
    }

    #[test]
    fn one_ancient_comment_does_not_fill_the_picture_with_empty_weeks() {
        let shown = lay_out(&[("0001-01-01", 1), ("2026-03-01", 1)]);

        let all = columns(&[("0000-12-31", 1), ("2026-03-01", 1)]);
        assert_eq!(shown, (Span::WeekWithComments, all));
        assert_eq!(lay_out(&[]), (Span::Day, Vec::new()));
    }
}
