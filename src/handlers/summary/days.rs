//! Published comments by the day they came.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lectern_templates::summary::Day;

use super::tallied::Tallied;
use crate::domain::public_filter::PublicFilter;
use crate::handlers::place::links;
use crate::models::figure::RECEIVED_ON;
use crate::moments;

/// Over longer spans, such as those of imports, days without a comment are left out: a page of rows that all say
/// nothing helps nobody.
const MAX_DAYS: usize = 120;

/// Every day from the first comment to the last, oldest first.
pub fn days(it: &Tallied<'_>) -> Vec<Day> {
    let counted: BTreeMap<NaiveDate, i64> = it
        .figures
        .counted(RECEIVED_ON)
        .filter(|(_, n)| *n != 0)
        .filter_map(|(day, n)| Some((day.parse().ok()?, n)))
        .collect();
    let day = |(on, count)| {
        let filter = PublicFilter { received_on: Some(on), ..PublicFilter::default() };
        Day { day: moments::day(on), count, href: Some(links::comments(it.path, &filter)) }
    };
    with_empty_days(&counted).into_iter().map(day).collect()
}

fn with_empty_days(counted: &BTreeMap<NaiveDate, i64>) -> Vec<(NaiveDate, i64)> {
    let only_counted = || counted.iter().map(|(on, n)| (*on, *n)).collect();
    let (Some(first), Some(last)) = (counted.keys().next(), counted.keys().next_back()) else {
        return Vec::new();
    };
    let all: Vec<_> = first
        .iter_days()
        .take_while(|it| it <= last)
        .take(MAX_DAYS + 1)
        .map(|on| (on, counted.get(&on).copied().unwrap_or_default()))
        .collect();
    if MAX_DAYS < all.len() { only_counted() } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(days: &[(&str, i64)]) -> BTreeMap<NaiveDate, i64> {
        days.iter().map(|(on, n)| (on.parse().unwrap(), *n)).collect()
    }

    #[test]
    fn days_on_which_nothing_came_stand_between_the_others() {
        let days = with_empty_days(&counted(&[("2026-02-27", 3), ("2026-03-01", 1)]));

        let days: Vec<_> = days.iter().map(|(on, n)| (on.to_string(), *n)).collect();
        assert_eq!(
            days,
            [("2026-02-27".into(), 3), ("2026-02-28".into(), 0), ("2026-03-01".into(), 1)]
        );
    }

    #[test]
    fn one_ancient_comment_does_not_fill_the_page_with_empty_days() {
        assert_eq!(with_empty_days(&counted(&[("0001-01-01", 1), ("2026-03-01", 1)])).len(), 2);
        assert!(with_empty_days(&BTreeMap::new()).is_empty());
    }
}
