//! Learning which passages are common.
//!
//! A passage is common where most pairs of texts that share it share little else: a heading that a docket prints above
//! each comment, a notice that all quote, a polite ending. The words of a letter are shared by texts that share the
//! rest of the letter as well, however many they are.

use std::collections::{BTreeSet, HashMap};

use super::passages::CommonPassages;
use super::shared::Shared;
use super::shingles::{Shingle, shingles};
use super::text::Text;
use super::words::{Digest, Token, Words};

/// Texts that are learnt from: those with the smallest digests, which is as good as drawn by lot.
const TEXTS_MAX: usize = 4_000;
/// What is learnt of one text.
const TOKENS_MAX: usize = 2_000;
/// A passage of fewer texts is not common.
const HOLDERS_MIN: usize = 8;
/// Texts with a passage that are compared with one another.
const HOLDERS_MAX: usize = 10;
/// A passage is common if fewer of the pairs are much the same.
const SAME_PERCENT: usize = 30;

/// Texts to learn from. Whatever the order in which they come, the same are kept.
#[derive(Debug, Default)]
pub struct Sample(BTreeSet<(Digest, Vec<Token>)>);

impl Sample {
    pub fn add(&mut self, words: &Words) {
        let full = TEXTS_MAX <= self.0.len();
        if full && self.0.last().is_some_and(|(last, _)| *last <= words.digest) {
            return;
        }
        let tokens = words.tokens.iter().take(TOKENS_MAX).copied().collect();
        if self.0.insert((words.digest, tokens)) && full {
            self.0.pop_last();
        }
    }

    /// The passages that are common among these texts.
    #[must_use]
    pub fn learn(&self) -> CommonPassages {
        let nothing = CommonPassages::default();
        let texts: Vec<Text> = self.0.iter().map(|(_, it)| Text::new(it, &nothing)).collect();
        let mut compared = Compared { texts: &texts, known: HashMap::new() };
        let holders = holders(&texts).into_iter();
        let common = holders.filter(|(_, texts)| compared.share_little_else(texts));
        common.map(|(shingle, _)| shingle).collect()
    }
}

/// The first texts that hold each shingle, of those that enough texts hold.
fn holders(texts: &[Text]) -> Vec<(Shingle, Vec<usize>)> {
    let mut holders: HashMap<Shingle, Vec<usize>> = HashMap::new();
    for (text, it) in texts.iter().enumerate() {
        for shingle in shingles(&it.tokens) {
            let found = holders.entry(shingle).or_default();
            if found.len() < HOLDERS_MAX && found.last() != Some(&text) {
                found.push(text);
            }
        }
    }
    holders.into_iter().filter(|(_, it)| HOLDERS_MIN <= it.len()).collect()
}

/// Pairs of texts, each compared once.
struct Compared<'a> {
    texts: &'a [Text],
    known: HashMap<(usize, usize), bool>,
}

impl Compared<'_> {
    fn share_little_else(&mut self, holders: &[usize]) -> bool {
        let firsts = holders.iter().enumerate();
        let pairs = firsts.flat_map(|(i, a)| holders.iter().skip(i + 1).map(move |b| (*a, *b)));
        let pairs: Vec<_> = pairs.collect();
        let n_same = pairs.iter().filter(|it| self.are_same(**it)).count();
        100 * n_same < SAME_PERCENT * pairs.len()
    }

    fn are_same(&mut self, pair: (usize, usize)) -> bool {
        let texts = self.texts;
        *self.known.entry(pair).or_insert_with(|| {
            let both = texts.get(pair.0).zip(texts.get(pair.1));
            both.is_some_and(|(a, b)| {
                let shared = Shared::roughly(a, b);
                50 <= shared.percent_of_a().max(shared.percent_of_b())
            })
        })
    }
}
