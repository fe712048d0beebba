//! How much of two texts is the same.
//!
//! Runs of the same words are strung to chains; then one alignment word by word finds what was edited all over.
//! Both are blind to where in the text a shared part stands, and to what stands before, between and after.

mod alignment;
mod chains;
mod marks;

use std::cmp::Ordering;

use super::text::Text;
use marks::Marks;

/// From this share on, alignment word by word could add nothing that matters.
const ENOUGH_PERCENT: usize = 80;

/// Both texts are the same for this share at least, counted by either.
const ALIKE_PERCENT: usize = 65;
const ALIKE_HALVES: usize = 24;

/// The shorter one stands in the longer for this share at least …
const CONTAINED_PERCENT: usize = 80;
/// … and is this share of it at least.
const CONTAINS_PERCENT: usize = 25;
const CONTAINED_HALVES: usize = 30;

/// What two texts share, in halves of a word; what belongs to common passages is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    pub of_a: usize,
    pub of_b: usize,
    n_a: usize,
    n_b: usize,
}

/// How two texts hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Each is mostly the other. More than half of both: no text is alike to two letters that have nothing in common.
    Alike,
    /// One is a part of the other, which adds more of its own. It may be a part of many that have nothing in common.
    Contained,
    Apart,
}

impl Shared {
    /// Compares with alignment.
    #[must_use]
    pub fn of(a: &Text, b: &Text) -> Self {
        let mut marks = chains::mark(a, b);
        let found = Self::count(a, b, &marks);
        if ENOUGH_PERCENT <= found.percent_of_a().min(found.percent_of_b()) {
            return found;
        }
        alignment::mark(a, b, &mut marks);
        Self::count(a, b, &marks)
    }

    /// Compares by chains alone, which is quicker and does not see what was edited all over.
    #[must_use]
    pub fn roughly(a: &Text, b: &Text) -> Self {
        Self::count(a, b, &chains::mark(a, b))
    }

    #[must_use]
    pub fn link(self) -> Link {
        let halves = self.of_a.min(self.of_b);
        let (short, long) = match self.n_a.cmp(&self.n_b) {
            Ordering::Less | Ordering::Equal => (self.percent_of_a(), self.percent_of_b()),
            Ordering::Greater => (self.percent_of_b(), self.percent_of_a()),
        };
        if ALIKE_HALVES <= halves && ALIKE_PERCENT <= short.min(long) {
            Link::Alike
        } else if CONTAINED_HALVES <= halves
            && CONTAINED_PERCENT <= short
            && CONTAINS_PERCENT <= long
        {
            Link::Contained
        } else {
            Link::Apart
        }
    }

    #[must_use]
    pub fn percent_of_a(self) -> usize {
        100 * self.of_a / self.n_a.max(1)
    }

    #[must_use]
    pub fn percent_of_b(self) -> usize {
        100 * self.of_b / self.n_b.max(1)
    }

    fn count(a: &Text, b: &Text, marks: &Marks) -> Self {
        let (of_a, of_b) = (a.own_halves_of(&marks.a), b.own_halves_of(&marks.b));
        Self { of_a, of_b, n_a: a.own_halves, n_b: b.own_halves }
    }
}
