//! A text ready to be compared: its words, and which of them are of common passages.

use super::passages::CommonPassages;
use super::shingles::{n_tokens_of_shingle, shingles};
use super::words::Token;

/// A text and what of it counts.
#[derive(Debug, Clone)]
pub struct Text {
    pub(super) tokens: Vec<Token>,
    /// Of each word, whether it stands in a common passage.
    pub(super) common: Vec<bool>,
    /// How long it is without those, in halves of a word.
    pub(super) own_halves: usize,
}

impl Text {
    #[must_use]
    pub fn new(tokens: &[Token], passages: &CommonPassages) -> Self {
        let mut common = vec![false; tokens.len()];
        if !passages.is_empty() {
            for (first, shingle) in shingles(tokens).into_iter().enumerate() {
                if passages.contains(shingle) {
                    let n = n_tokens_of_shingle(tokens.get(first..).unwrap_or_default());
                    common.iter_mut().skip(first).take(n).for_each(|it| *it = true);
                }
            }
        }
        let own = tokens.iter().zip(&common).filter(|(_, is_common)| !**is_common);
        let own_halves = own.map(|(token, _)| token.halves()).sum();
        Self { tokens: tokens.to_vec(), common, own_halves }
    }

    /// How many of the words that are marked count, in halves of a word.
    pub(super) fn own_halves_of(&self, marked: &[bool]) -> usize {
        let words = self.tokens.iter().zip(&self.common).zip(marked);
        words
            .filter(|((_, common), marked)| **marked && !**common)
            .map(|((it, _), _)| it.halves())
            .sum()
    }
}
