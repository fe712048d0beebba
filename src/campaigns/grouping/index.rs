//! Which texts have a key: the shape of a table `(key, digest, text)` that is read by key, smallest digests first.

use std::collections::HashMap;

use crate::campaigns::words::Digest;

/// A text among those of one grouping.
pub type TextId = usize;

/// How many texts are looked at for each key, however many have it.
const TEXTS_FOR_KEY: usize = 32;

/// Most keys are of one text, so the first is kept apart, in less room.
#[derive(Debug, Default)]
pub struct Index {
    first: HashMap<u64, u32>,
    more: HashMap<u64, Vec<(Digest, u32)>>,
}

impl Index {
    pub fn insert(&mut self, keys: &[u64], text: TextId, digest: Digest) {
        let Ok(text) = u32::try_from(text) else { return };
        for key in keys {
            if !self.first.contains_key(key) {
                self.first.insert(*key, text);
                continue;
            }
            let more = self.more.entry(*key).or_default();
            let at = more.partition_point(|(it, _)| *it < digest);
            more.insert(at, (digest, text));
            more.truncate(TEXTS_FOR_KEY);
        }
    }

    /// The texts that share keys with these, those that share the most and the rarest first. `digest_of` breaks ties.
    pub fn candidates(&self, keys: &[u64], digest_of: impl Fn(TextId) -> Digest) -> Vec<TextId> {
        let mut votes: HashMap<u32, (u32, u32)> = HashMap::new();
        for key in keys {
            let more = self.more.get(key).map(Vec::as_slice).unwrap_or_default();
            let weight = 100 / (more.len() as u32 + 1).isqrt();
            for text in self.first.get(key).into_iter().chain(more.iter().map(|(_, it)| it)) {
                let (n, sum) = votes.entry(*text).or_default();
                (*n, *sum) = (*n + 1, *sum + weight);
            }
        }
        // One key of many is chance; a short text has few, and one is much.
        let n_min = if keys.len() < 30 { 1 } else { 2 };
        let mut found: Vec<_> = votes.into_iter().filter(|(_, (n, _))| n_min <= *n).collect();
        found.sort_by_key(|(text, (_, sum))| (std::cmp::Reverse(*sum), digest_of(*text as usize)));
        found.into_iter().map(|(text, _)| text as usize).collect()
    }
}
