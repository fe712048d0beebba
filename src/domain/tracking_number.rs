//! Tracking numbers: random, hard to misread, impossible to guess.

use std::fmt;

use diesel_derive_newtype::DieselNewType;
use rand::RngExt;
use serde::Serialize;

/// Letters and digits that nobody confuses: no 0, 1, I, L, O or U.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const N_RANDOM: usize = 11;
const GROUP: usize = 4;

/// What an author quotes and the public looks up, as `XXXX-XXXX-XXXX`.
///
/// Eleven random characters (54 bits) and a check character by the Luhn algorithm modulo 30, which finds
/// every single wrong character and nearly every swap of neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, DieselNewType)]
pub struct TrackingNumber(String);

impl TrackingNumber {
    /// A new one from the system's randomness.
    #[must_use]
    pub fn random() -> Self {
        let mut rng = rand::rng();
        let values: Vec<usize> =
            (0..N_RANDOM).map(|_| rng.random_range(0..ALPHABET.len())).collect();
        Self(grouped(&with_check(values)))
    }

    /// Reads one as people type it: in any case, with or without hyphens and spaces.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let typed: Vec<u8> = raw
            .bytes()
            .filter(|it| !matches!(it, b'-' | b' '))
            .map(|it| it.to_ascii_uppercase())
            .collect();
        let values: Vec<usize> = typed
            .iter()
            .map(|byte| ALPHABET.iter().position(|it| it == byte))
            .collect::<Option<_>>()?;
        let (_, payload) = values.split_last()?;
        let correct = values.len() == N_RANDOM + 1 && with_check(payload.to_vec()) == values;
        correct.then(|| Self(grouped(&values)))
    }

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TrackingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends the check value: Luhn modulo N, doubling every second value from the right.
fn with_check(mut values: Vec<usize>) -> Vec<usize> {
    let n = ALPHABET.len();
    let sum: usize = values
        .iter()
        .rev()
        .enumerate()
        .map(|(i, value)| if i % 2 == 0 { value * 2 } else { *value })
        .map(|it| it / n + it % n)
        .sum();
    values.push((n - sum % n) % n);
    values
}

fn grouped(values: &[usize]) -> String {
    let letters: Vec<char> =
        values.iter().filter_map(|it| ALPHABET.get(*it)).map(|it| char::from(*it)).collect();
    letters.chunks(GROUP).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_number_is_read_back_however_it_is_typed() {
        let number = TrackingNumber::random();
        let typed = number.as_str().to_lowercase().replace('-', " ");

        assert_eq!(TrackingNumber::parse(&typed), Some(number));
    }

    #[test]
    fn a_single_wrong_character_is_noticed() {
        let number = TrackingNumber::random();
        for (i, right) in number.as_str().char_indices().filter(|(_, it)| *it != '-') {
            for wrong in ALPHABET.iter().map(|it| char::from(*it)).filter(|it| *it != right) {
                let mut mistyped = number.as_str().to_owned();
                mistyped.replace_range(i..=i, &wrong.to_string());
                assert_eq!(TrackingNumber::parse(&mistyped), None, "{mistyped} for {number}");
            }
        }
    }

    #[test]
    fn other_words_are_no_tracking_numbers() {
        for raw in ["", "-", "ABCD", "0000-0000-0000", "ÄBCD-EFGH-JKMN", "🗳"] {
            assert_eq!(TrackingNumber::parse(raw), None, "{raw}");
        }
    }
}
