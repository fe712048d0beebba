//! What is stored of a text to find its near-copies by: an exact digest, and keys for an index.

use super::passages::CommonPassages;
use super::shingles::{mix, shingles};
use super::words::{Digest, Words};

/// Changes with anything that changes a fingerprint; those of different versions are not comparable.
pub const VERSION: i16 = 1;

/// A text of `n` shingles has this many times the root of `n` as keys: all of them up to 64.
const KEYS_FOR_ROOT: usize = 8;

/// The fingerprint of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The same for texts with the same words in the same order, and for no others.
    pub digest: Digest,
    /// Hashes of shingles, smallest first. Two texts that share shingles share keys: of both, those with the
    /// smallest hashes are taken. A letter inside of a longer text shares some as well, because the number of keys
    /// grows with the root of the length and not with the length.
    pub keys: Vec<u64>,
}

impl Fingerprint {
    #[must_use]
    pub fn of(words: &Words, passages: &CommonPassages) -> Self {
        let own = shingles(&words.tokens).into_iter().filter(|it| !passages.contains(*it));
        let mut keys: Vec<u64> = own.map(mix).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.truncate((KEYS_FOR_ROOT * KEYS_FOR_ROOT * keys.len()).isqrt());
        Self { digest: words.digest, keys }
    }
}
