//! Local alignment word by word (Smith and Waterman): what was edited all over leaves few runs and still lines up.
#![expect(
    clippy::indexing_slicing,
    reason = "every position was taken from the text that it indexes"
)]

use std::collections::HashMap;

use super::marks::Marks;
use crate::campaigns::text::Text;
use crate::campaigns::words::{Kind, Token};

/// Above this many pairs of words chains have to do; texts that long have enough of them.
const CELLS_MAX: usize = 160_000;
/// Texts that have a smaller share of words in common, in whatever order, are not aligned.
const SAME_WORDS_PERCENT: i32 = 45;
/// What a word costs that the other text lacks.
const MISS: i32 = 30;
/// What a word of a common passage is worth: it keeps its place and proves nothing.
const COMMON: i32 = 5;
/// An alignment that is worth less is chance: four long words, all misses paid.
const WORTH_MIN: i32 = 400;
/// Two words that line up cover what stands between them up to this length.
const HOP_MAX: usize = 8;

/// How a cell was reached.
#[derive(Debug, Clone, Copy)]
enum Way {
    Start,
    Same,
    Other,
    OnlyA,
    OnlyB,
}

/// Adds to the marks what lines up.
pub fn mark(a: &Text, b: &Text, marks: &mut Marks) {
    let n_cells = a.tokens.len() * b.tokens.len();
    if n_cells == 0 || CELLS_MAX < n_cells || !have_words_in_common(a, b) {
        return;
    }
    let pairs = align(a, b);
    for (at_a, at_b) in &pairs {
        marks.a[*at_a] = true;
        marks.b[*at_b] = true;
    }
    for pair in pairs.windows(2) {
        let [(from_a, from_b), (to_a, to_b)] = *pair else { continue };
        if (to_a - from_a).max(to_b - from_b) <= HOP_MAX {
            marks.a[from_a..to_a].fill(true);
            marks.b[from_b..to_b].fill(true);
        }
    }
}

fn have_words_in_common(a: &Text, b: &Text) -> bool {
    let mut left: HashMap<Token, u32> = HashMap::new();
    own(b).for_each(|it| *left.entry(it).or_default() += 1);
    let mut both = 0;
    for token in own(a) {
        if let Some(n) = left.get_mut(&token).filter(|it| 0 < **it) {
            *n -= 1;
            both += worth(token);
        }
    }
    let of = |text| own(text).map(worth).sum::<i32>();
    SAME_WORDS_PERCENT * of(a).min(of(b)) <= 100 * both
}

/// The pairs of words of the best alignment, in order.
fn align(a: &Text, b: &Text) -> Vec<(usize, usize)> {
    let width = b.tokens.len();
    let mut row = vec![0; width + 1];
    let mut ways = vec![Way::Start; a.tokens.len() * width];
    let (mut best, mut end) = (0, (0, 0));
    for (i, token) in a.tokens.iter().enumerate() {
        let gain = if a.common[i] { COMMON } else { worth(*token) };
        let mut diagonal = 0;
        for (j, other) in b.tokens.iter().enumerate() {
            let (step, way) = if token == other { (gain, Way::Same) } else { (-MISS, Way::Other) };
            let mut cell = (0, Way::Start);
            let reached = [
                (diagonal + step, way),
                (row[j + 1] - MISS, Way::OnlyA),
                (row[j] - MISS, Way::OnlyB),
            ];
            for it in reached {
                if cell.0 < it.0 {
                    cell = it;
                }
            }
            diagonal = row[j + 1];
            (row[j + 1], ways[i * width + j]) = cell;
            if best < cell.0 {
                (best, end) = (cell.0, (i, j));
            }
        }
    }
    if best < WORTH_MIN { Vec::new() } else { walk_back(&ways, width, end) }
}

fn walk_back(ways: &[Way], width: usize, end: (usize, usize)) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut at = Some(end);
    while let Some((i, j)) = at {
        let way = ways[i * width + j];
        if matches!(way, Way::Same) {
            pairs.push((i, j));
        }
        at = match way {
            Way::Start => None,
            Way::Same | Way::Other => i.checked_sub(1).zip(j.checked_sub(1)),
            Way::OnlyA => i.checked_sub(1).map(|it| (it, j)),
            Way::OnlyB => j.checked_sub(1).map(|it| (i, it)),
        };
    }
    pairs.reverse();
    pairs
}

fn own(text: &Text) -> impl Iterator<Item = Token> {
    text.tokens.iter().zip(&text.common).filter(|(_, common)| !**common).map(|(token, _)| *token)
}

/// What it proves that both texts have this word.
fn worth(token: Token) -> i32 {
    match token.kind() {
        Kind::Unspaced => 35,
        Kind::Short => 40,
        Kind::Middle => 70,
        Kind::Long => 100,
    }
}
