//! Where the comments stand: received = pending + published + withheld + withdrawn.

use lectern_templates::figures::{Cell, Tally};
use lectern_templates::summary::{AreaFigures, Counts};

use super::tallied::Tallied;
use crate::domain::public_filter::PublicFilter;
use crate::domain::standing::Standing;
use crate::handlers::place::{Scope, labels, links};
use crate::models::figure::{Figures, NOT_GIVEN, STANDING, WITHHELD};
use crate::models::reason_code::{self, ReasonCode};

pub fn counts<'a>(it: &Tallied<'a>, reasons: &'a [ReasonCode]) -> Counts<'a> {
    let standing = |standing| of_standing(it.figures, standing);
    Counts {
        received: it.figures.received(),
        published: standing(Standing::Published),
        published_href: Some(links::comments(it.path, &PublicFilter::default())),
        pending: standing(Standing::Pending),
        withheld: standing(Standing::Withheld),
        withheld_by_reason: by_reason(it.figures, reasons),
        withdrawn: standing(Standing::Withdrawn),
    }
}

/// The areas of an initiative side by side. The summary of an area has none.
pub fn areas<'a>(scope: &'a Scope, figures: &Figures) -> Vec<AreaFigures<'a>> {
    if scope.area.is_some() {
        return Vec::new();
    }
    let path = scope.place().path();
    let areas = scope.areas.iter().map(|area| {
        let own = figures.only(area.id);
        let href = links::comments(&format!("{path}/{}", area.slug), &PublicFilter::default());
        AreaFigures {
            slug: &area.slug,
            title: &area.title,
            received: own.received(),
            published: Cell { count: of_standing(&own, Standing::Published), href: Some(href) },
            pending: of_standing(&own, Standing::Pending),
            withheld: of_standing(&own, Standing::Withheld),
            withdrawn: of_standing(&own, Standing::Withdrawn),
        }
    });
    areas.collect()
}

fn of_standing(figures: &Figures, standing: Standing) -> i64 {
    figures.n(STANDING, standing.as_str())
}

/// The reasons that were given, in the order in which moderators see them. No list of withheld comments is public.
fn by_reason<'a>(figures: &Figures, reasons: &'a [ReasonCode]) -> Vec<Tally<'a>> {
    let codes = reasons.iter().map(|it| it.code.as_str()).chain([NOT_GIVEN]);
    let tallies = codes.map(|code| {
        let label = if code == NOT_GIVEN {
            labels::NOT_GIVEN_LABEL
        } else {
            reason_code::label_of(reasons, code)
        };
        Tally { label, count: figures.n(WITHHELD, code), href: None }
    });
    tallies.filter(|it| it.count != 0).collect()
}
