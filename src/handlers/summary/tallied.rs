//! Figures that know the comments they count: each comes with the link to exactly those.

use lectern_templates::figures::{Cell, Tally};

use crate::domain::public_filter::PublicFilter;
use crate::handlers::place::links;
use crate::models::figure::Figures;

/// What was counted at one place, and the path of that place.
pub struct Tallied<'a> {
    pub figures: &'a Figures,
    pub path: &'a str,
}

impl Tallied<'_> {
    /// A figure of published comments. Without a filter that means just them, there is no link.
    pub fn tally<'l>(&self, label: &'l str, count: i64, filter: Option<PublicFilter>) -> Tally<'l> {
        Tally { label, count, href: self.href(filter) }
    }

    /// The same as a cell of a table.
    pub fn cell(&self, count: i64, filter: Option<PublicFilter>) -> Cell {
        Cell { count, href: self.href(filter) }
    }

    fn href(&self, filter: Option<PublicFilter>) -> Option<String> {
        filter.map(|it| links::comments(self.path, &it))
    }
}
