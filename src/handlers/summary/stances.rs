//! Published comments by stance, and by stance and respondent kind.

use lectern_templates::figures::{CrossRow, CrossTable, Tally};

use super::tallied::Tallied;
use crate::domain::public_filter::PublicFilter;
use crate::handlers::place::labels::{self, NOT_GIVEN_LABEL};
use crate::models::figure::{NOT_GIVEN, STANCE, STANCE_BY_KIND};
use crate::models::respondent_kind::RespondentKind;

/// A bar for each stance that can be chosen. "Not given" is one only where some comment gives none.
pub fn by_stance(it: &Tallied<'_>) -> Vec<Tally<'static>> {
    let tally = |(code, label)| it.tally(label, it.figures.n(STANCE, code), Some(of_stance(code)));
    shown_stances(it).into_iter().map(tally).collect()
}

/// A row for each respondent kind that is offered or was counted, a column for each stance.
pub fn by_kind<'a>(it: &Tallied<'_>, kinds: &'a [RespondentKind]) -> CrossTable<'a> {
    let stances = shown_stances(it);
    let offered = kinds.iter().map(|it| (it.code.as_str(), it.label.as_str(), it.retired));
    let rows = offered.chain([(NOT_GIVEN, NOT_GIVEN_LABEL, true)]).filter_map(
        |(kind, label, only_if_counted)| {
            let cells: Vec<_> = stances
                .iter()
                .map(|(stance, _)| {
                    let count = it.figures.split(STANCE_BY_KIND, stance, kind);
                    it.cell(count, Some(of_kind(stance, kind)))
                })
                .collect();
            let counted = cells.iter().any(|it| it.count != 0);
            (counted || !only_if_counted).then_some(CrossRow { label, cells })
        },
    );
    CrossTable {
        row_heading: "Respondent kind",
        columns: stances.iter().map(|(_, label)| *label).collect(),
        rows: rows.collect(),
    }
}

fn shown_stances(it: &Tallied<'_>) -> Vec<(&'static str, &'static str)> {
    let shown = |code: &str| code != NOT_GIVEN || it.figures.n(STANCE, code) != 0;
    labels::stances().filter(|(code, _)| shown(code)).collect()
}

fn of_stance(code: &str) -> PublicFilter {
    PublicFilter { stance: Some(code.to_owned()), ..PublicFilter::default() }
}

fn of_kind(stance: &str, kind: &str) -> PublicFilter {
    PublicFilter { respondent_kind: Some(kind.to_owned()), ..of_stance(stance) }
}
