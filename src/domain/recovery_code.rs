//! Recovery codes: kept on paper for the day when the app is gone, each good for once.

use std::fmt;

use rand::RngExt;
use sha2::{Digest, Sha256};

/// Digits and letters that nobody confuses, in the order of Crockford's base 32.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Twenty-four of five bits each: 120 bits, so that a plain digest of it can stand in the database.
const N_LETTERS: usize = 24;
const N_IN_GROUP: usize = 4;

/// How many are made at a time.
pub const N_CODES: usize = 10;

#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    #[must_use]
    pub fn random() -> Self {
        let mut rng = rand::rng();
        let letters =
            (0..N_LETTERS).filter_map(|_| LETTERS.get(rng.random_range(0..LETTERS.len())));
        Self(letters.map(|it| char::from(*it)).collect())
    }

    /// Reads what somebody copied: case, spaces and hyphens do not matter, nor `O` for `0`, nor `I` or `L` for `1`.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let letters = raw.chars().filter(|it| !it.is_whitespace() && *it != '-');
        let code: String = letters
            .take(N_LETTERS + 1)
            .map(|it| match it.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                it => it,
            })
            .collect();
        let known = |it: u8| LETTERS.contains(&it);
        (code.len() == N_LETTERS && code.bytes().all(known)).then_some(Self(code))
    }

    /// In groups, for paper.
    #[must_use]
    pub fn in_groups(&self) -> String {
        in_groups(&self.0, '-')
    }

    /// What the database holds in its place.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Four letters, a separator, four letters: what is long is copied without losing the place.
#[must_use]
pub fn in_groups(text: &str, separator: char) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for (position, letter) in text.chars().enumerate() {
        if position > 0 && position.is_multiple_of(N_IN_GROUP) {
            out.push(separator);
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // A14
    #[test]
    fn a_recovery_code_has_more_than_112_bits_and_is_read_however_it_was_copied() {
        let code = RecoveryCode::random();
        let shown = code.in_groups();

        const { assert!(112 <= N_LETTERS * 5) };
        assert_eq!(shown.len(), N_LETTERS + 5);
        assert_ne!(RecoveryCode::random(), code);
        let misread = shown.replace('0', "O").replace('1', "l");
        for copied in [shown.to_uppercase(), shown.replace('-', " "), format!(" {misread}\n")] {
            assert_eq!(RecoveryCode::parse(&copied), Some(code.clone()), "{copied}");
        }
    }

    #[test]
    fn what_is_no_recovery_code_is_none() {
        let shown = RecoveryCode::random().in_groups();
        for raw in
            ["", "123456", &shown[1..], &format!("{shown}0"), &"u".repeat(24), &"é".repeat(24)]
        {
            assert_eq!(RecoveryCode::parse(raw), None, "{raw}");
        }
    }
}
