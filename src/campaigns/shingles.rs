//! Shingles: three words in a row as one number.

use super::words::Token;

/// The length of a shingle in halves of a word: three words, or six characters without spaces.
const SHINGLE_HALVES: usize = 6;

/// A hash of three words in a row.
pub type Shingle = u64;

/// The shingle that begins at each word, as far as there are enough words after it.
#[must_use]
pub fn shingles(tokens: &[Token]) -> Vec<Shingle> {
    let mut found = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let n @ 1.. = n_tokens_of_shingle(rest) {
        let words = rest.iter().take(n);
        found.push(words.fold(0x9E37_79B9_7F4A_7C15, |hash, it| mix(hash ^ u64::from(it.bits()))));
        rest = rest.get(1..).unwrap_or_default();
    }
    found
}

/// How many tokens the first shingle has, 0 if there are too few.
#[must_use]
pub fn n_tokens_of_shingle(tokens: &[Token]) -> usize {
    let mut halves = 0;
    for (i, token) in tokens.iter().enumerate() {
        halves += token.halves();
        if SHINGLE_HALVES <= halves {
            return i + 1;
        }
    }
    0
}

/// Spreads a number over all numbers: the finalizer of `SplitMix64`, which never changes.
#[must_use]
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
