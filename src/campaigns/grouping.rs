//! Comments into campaigns, one at a time as they arrive.
//!
//! A comment with the words of an earlier one is a copy. Any other is compared with a bounded number of texts that have
//! keys in common with it. Texts that are alike form a *set*. A smaller set hangs on the larger one whose exemplar its own
//! exemplar contains or is contained in, on one at most: so a comment that quotes two letters joins one of them and makes
//! no bridge. Sizes, exemplars and what hangs on what follow from the comments that are there, not from their order.

mod components;
mod index;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::fingerprint::Fingerprint;
use super::passages::CommonPassages;
use super::shared::{Link, Shared};
use super::text::Text;
use super::words::{Digest, Words};
use components::Components;
use index::Index;

pub use index::TextId;

/// A text of fewer words forms no campaign.
pub const WORDS_MIN: usize = 15;
/// Texts that a new one is compared with.
const COMPARED_MAX: usize = 24;
/// Of these, how many of one set: what is not alike to these is hardly alike to the rest.
const COMPARED_OF_SET: usize = 8;

/// Comments and how they hang together.
#[derive(Debug, Default)]
pub struct Grouping {
    passages: CommonPassages,
    texts: Vec<Grouped>,
    by_digest: HashMap<Digest, TextId>,
    index: Index,
    alike: Components,
    /// Pairs of which one contains the other.
    contained: Vec<(TextId, TextId)>,
}

/// A text of one or more comments that have the same words.
#[derive(Debug)]
struct Grouped {
    text: Text,
    digest: Digest,
    n_comments: usize,
}

impl Grouping {
    /// Groups under these common passages.
    #[must_use]
    pub fn under(passages: CommonPassages) -> Self {
        Self { passages, ..Self::default() }
    }

    /// Takes a comment in. Copies have one id; a text that is too short for a campaign has none.
    pub fn add(&mut self, words: &Words) -> Option<TextId> {
        if words.n_words() < WORDS_MIN {
            return None;
        }
        if let Some(text) = self.by_digest.get(&words.digest) {
            self.texts.get_mut(*text)?.n_comments += 1;
            return Some(*text);
        }
        let text = self.texts.len();
        let fingerprint = Fingerprint::of(words, &self.passages);
        let candidates = self.index.candidates(&fingerprint.keys, |it| self.digest(it));
        self.texts.push(Grouped {
            text: Text::new(&words.tokens, &self.passages),
            digest: words.digest,
            n_comments: 1,
        });
        self.alike.push();
        self.by_digest.insert(words.digest, text);
        self.index.insert(&fingerprint.keys, text, words.digest);
        self.link(text, candidates);
        Some(text)
    }

    /// The exemplar of the campaign that each text is in; of a text that is alone, itself.
    #[must_use]
    pub fn exemplars(&self) -> Vec<TextId> {
        let sets = self.sets();
        let hangs_on = self.hangs_on(&sets);
        let exemplar = |text| {
            let mut set = self.alike.of(text);
            while let Some(larger) = hangs_on.get(&set) {
                set = *larger;
            }
            sets.get(&set).map_or(text, |it| it.exemplar)
        };
        (0..self.texts.len()).map(exemplar).collect()
    }

    #[must_use]
    pub fn n_texts(&self) -> usize {
        self.texts.len()
    }

    fn link(&mut self, text: TextId, candidates: Vec<TextId>) {
        let mut compared: HashMap<usize, usize> = HashMap::new();
        let mut n_left = COMPARED_MAX;
        for other in candidates {
            let set = self.alike.of(other);
            let n_of_set = compared.entry(set).or_default();
            if set == self.alike.of(text) || COMPARED_OF_SET <= *n_of_set {
                continue;
            }
            *n_of_set += 1;
            match self.shared(text, other).map(Shared::link) {
                Some(Link::Alike) => self.alike.join(text, other),
                Some(Link::Contained) => self.contained.push((text, other)),
                _ => {}
            }
            n_left -= 1;
            if n_left == 0 {
                return;
            }
        }
    }

    /// The sets of texts that are alike, by the text that stands for each.
    fn sets(&self) -> HashMap<TextId, Set> {
        let mut sets: HashMap<TextId, Set> = HashMap::new();
        for (text, it) in self.texts.iter().enumerate() {
            let rank = (it.n_comments, Reverse(it.text.tokens.len()), Reverse(it.digest));
            let set = sets.entry(self.alike.of(text)).or_insert(Set {
                n_comments: 0,
                exemplar: text,
                rank,
            });
            set.n_comments += it.n_comments;
            if set.rank < rank {
                (set.exemplar, set.rank) = (text, rank);
            }
        }
        sets
    }

    /// On which larger set each set hangs. Sizes are all different once ties are broken, so there is no circle.
    fn hangs_on(&self, sets: &HashMap<TextId, Set>) -> HashMap<TextId, TextId> {
        let of = |(a, b): &(TextId, TextId)| [self.alike.of(*a), self.alike.of(*b)];
        let size = |set: &TextId| sets.get(set).map(|it| (it.n_comments, it.rank));
        let pairs: BTreeSet<[TextId; 2]> = self
            .contained
            .iter()
            .map(of)
            .filter(|[a, b]| a != b)
            .map(|[a, b]| if size(&a) < size(&b) { [a, b] } else { [b, a] })
            .collect();
        let mut best: HashMap<TextId, (usize, Digest, TextId)> = HashMap::new();
        for [small, large] in pairs {
            let exemplars = sets.get(&small).zip(sets.get(&large));
            let Some((a, b)) = exemplars.map(|(a, b)| (a.exemplar, b.exemplar)) else { continue };
            let shared = self.shared(a, b).filter(|it| it.link() != Link::Apart);
            let Some(shared) = shared else { continue };
            let this = (shared.of_a.min(shared.of_b), self.digest(b), large);
            if best.get(&small).is_none_or(|it| (it.0, it.1) < (this.0, this.1)) {
                best.insert(small, this);
            }
        }
        best.into_iter().map(|(small, (_, _, large))| (small, large)).collect()
    }

    fn shared(&self, a: TextId, b: TextId) -> Option<Shared> {
        let (a, b) = self.texts.get(a).zip(self.texts.get(b))?;
        // Always the same one first, so that the order of arrival makes no difference.
        let (a, b) = if a.digest < b.digest { (a, b) } else { (b, a) };
        Some(Shared::of(&a.text, &b.text))
    }

    fn digest(&self, text: TextId) -> Digest {
        self.texts.get(text).map_or(Digest([0; 32]), |it| it.digest)
    }
}

/// Texts that are alike. Ranks order texts by copies, then the shorter first, then by digest.
#[derive(Debug)]
struct Set {
    n_comments: usize,
    exemplar: TextId,
    rank: (usize, Reverse<usize>, Reverse<Digest>),
}
