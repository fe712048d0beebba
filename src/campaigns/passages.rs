//! Common passages: what many texts share that share nothing else, such as a heading of the docket or a quoted notice.

use std::collections::HashSet;

use super::shingles::Shingle;

/// The shingles of all common passages. Comments are grouped under one such set; another set means grouping anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommonPassages(HashSet<Shingle>);

impl CommonPassages {
    #[must_use]
    pub fn contains(&self, shingle: Shingle) -> bool {
        self.0.contains(&shingle)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In no order.
    pub fn iter(&self) -> impl Iterator<Item = Shingle> {
        self.0.iter().copied()
    }
}

impl FromIterator<Shingle> for CommonPassages {
    fn from_iter<I: IntoIterator<Item = Shingle>>(shingles: I) -> Self {
        Self(shingles.into_iter().collect())
    }
}
