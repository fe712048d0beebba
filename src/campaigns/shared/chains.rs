//! Runs of the same words in both texts, strung together where little stands between them.
#![expect(
    clippy::indexing_slicing,
    reason = "every position was taken from the text that it indexes"
)]

use std::collections::HashMap;
use std::ops::Range;

use super::marks::Marks;
use crate::campaigns::shingles::{Shingle, n_tokens_of_shingle, shingles};
use crate::campaigns::text::Text;
use crate::campaigns::words::Token;

/// Words between two runs of one chain.
const GAP_MAX: usize = 30;
/// By how much a gap may be longer in one text than in the other.
const SKEW_MAX: usize = 15;
/// A chain of fewer words is chance or a turn of speech. In hundredths of a word, like all scores.
const SCORE_MIN: usize = 800;
/// A gap of this many words counts as edited, whatever stands in it …
const SMALL_GAP: usize = 4;
/// … and a larger one, if this share of it is the same in the same order.
const EDITED_PERCENT: usize = 34;
/// A shingle that stands in a text more often tells nothing about where to look.
const PLACES_MAX: usize = 8;
/// How many runs before one are looked at for the best to follow.
const RUNS_BACK: usize = 64;

/// The same words from `a` and from `b` on.
#[derive(Debug, Clone, Copy)]
struct Run {
    a: usize,
    b: usize,
    n: usize,
}

impl Run {
    fn in_a(self) -> Range<usize> {
        self.a..self.a + self.n
    }

    fn in_b(self) -> Range<usize> {
        self.b..self.b + self.n
    }
}

pub fn mark(a: &Text, b: &Text) -> Marks {
    let mut marks = Marks { a: vec![false; a.tokens.len()], b: vec![false; b.tokens.len()] };
    for chain in chains(a, &runs(a, b)) {
        for run in &chain {
            marks.a[run.in_a()].fill(true);
            marks.b[run.in_b()].fill(true);
        }
        for pair in chain.windows(2) {
            let [before, after] = pair else { continue };
            let (in_a, in_b) = (before.in_a().end..after.a, before.in_b().end..after.b);
            if is_edited(between(&a.tokens, &in_a), between(&b.tokens, &in_b)) {
                in_a.for_each(|it| marks.a[it] = true);
                in_b.for_each(|it| marks.b[it] = true);
            }
        }
    }
    marks
}

fn between<'a>(tokens: &'a [Token], gap: &Range<usize>) -> &'a [Token] {
    tokens.get(gap.clone()).unwrap_or_default()
}

/// All longest runs, in the order of the first text.
fn runs(a: &Text, b: &Text) -> Vec<Run> {
    let mut places: HashMap<Shingle, Vec<usize>> = HashMap::new();
    for (at, shingle) in shingles(&b.tokens).into_iter().enumerate() {
        places.entry(shingle).or_default().push(at);
    }
    let mut runs: Vec<Run> = Vec::new();
    // The last run on each diagonal.
    let mut open: HashMap<usize, usize> = HashMap::new();
    for (at, shingle) in shingles(&a.tokens).into_iter().enumerate() {
        let Some(found) = places.get(&shingle).filter(|it| it.len() <= PLACES_MAX) else {
            continue;
        };
        for other in found {
            let diagonal = at + b.tokens.len() - other;
            match open.get(&diagonal) {
                Some(run) if runs[*run].in_a().end == at => runs[*run].n += 1,
                _ => {
                    open.insert(diagonal, runs.len());
                    runs.push(Run { a: at, b: *other, n: 1 });
                }
            }
        }
    }
    for run in &mut runs {
        let last = run.a + run.n - 1;
        run.n += n_tokens_of_shingle(&a.tokens[last..]).saturating_sub(1);
    }
    runs
}

/// The best chains, each run in one of them at most.
fn chains(a: &Text, runs: &[Run]) -> Vec<Vec<Run>> {
    let links = best_links(a, runs);
    let mut order: Vec<usize> = (0..runs.len()).filter(|it| SCORE_MIN <= links[*it].0).collect();
    order.sort_by_key(|it| (std::cmp::Reverse(links[*it].0), *it));
    let mut used = vec![false; runs.len()];
    let mut chains = Vec::new();
    for last in order {
        let mut chain = Vec::new();
        let mut next = Some(last);
        while let Some(run) = next.filter(|it| !used[*it]) {
            used[run] = true;
            chain.push(runs[run]);
            next = links[run].1;
        }
        if SCORE_MIN <= chain.iter().map(|it| score(a, it.in_a())).sum::<usize>() {
            chain.reverse();
            chains.push(chain);
        }
    }
    chains
}

/// Of each run, the score of the best chain that ends with it, and the run before it there.
fn best_links(a: &Text, runs: &[Run]) -> Vec<(usize, Option<usize>)> {
    let mut links: Vec<(usize, Option<usize>)> = Vec::with_capacity(runs.len());
    for (i, run) in runs.iter().enumerate() {
        let mut best = (score(a, run.in_a()), None);
        for before in i.saturating_sub(RUNS_BACK)..i {
            let Some((overlap, gap)) = step(runs[before], *run) else { continue };
            let gained = links[before].0 + score(a, run.a + overlap..run.in_a().end);
            if best.0 < gained.saturating_sub(2 * gap) {
                best = (gained - 2 * gap, Some(before));
            }
        }
        links.push(best);
    }
    links
}

/// By how much a run overlaps the one before it, and how many words stand between them.
fn step(before: Run, run: Run) -> Option<(usize, usize)> {
    if run.a <= before.a || run.b <= before.b {
        return None;
    }
    let (end_a, end_b) = (before.in_a().end, before.in_b().end);
    let overlap = end_a.saturating_sub(run.a).max(end_b.saturating_sub(run.b));
    let (gap_a, gap_b) = (run.a + overlap - end_a, run.b + overlap - end_b);
    let near = gap_a.max(gap_b) <= GAP_MAX && gap_a.abs_diff(gap_b) <= SKEW_MAX;
    (near && overlap < run.n).then_some((overlap, gap_a.max(gap_b)))
}

/// Words that count, in hundredths.
fn score(a: &Text, range: Range<usize>) -> usize {
    range.filter(|it| !a.common[*it]).map(|it| 50 * a.tokens[it].halves()).sum()
}

fn is_edited(a: &[Token], b: &[Token]) -> bool {
    let longer = a.len().max(b.len());
    longer <= SMALL_GAP || EDITED_PERCENT * longer <= 100 * n_same_in_order(a, b)
}

/// The length of the longest common subsequence.
fn n_same_in_order(a: &[Token], b: &[Token]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for token in a {
        let mut diagonal = 0;
        for (i, other) in b.iter().enumerate() {
            let above = row[i + 1];
            row[i + 1] = if token == other { diagonal + 1 } else { above.max(row[i]) };
            diagonal = above;
        }
    }
    row[b.len()]
}
