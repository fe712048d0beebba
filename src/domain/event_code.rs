//! Codes that lift the limits by network for a library, a campus or a hearing.

use std::fmt;

/// 48 random bits as three words that can be said aloud, such as `lusab-tomir-panok`.
///
/// That is enough for what a code opens: a higher count of pages and forms, and nothing that is private. At the
/// twenty wrong codes that a network may enter in a minute, a thousand networks would try for a thousand years.
#[derive(Clone, PartialEq, Eq)]
pub struct EventCode(String);

/// No two of them sound alike.
const CONSONANTS: [char; 16] =
    ['b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
const VOWELS: [char; 4] = ['a', 'i', 'o', 'u'];

const N_WORDS: usize = 3;
const N_LETTERS: usize = 5;

impl EventCode {
    #[must_use]
    pub fn random() -> Self {
        let words: [u16; N_WORDS] = rand::random();
        Self(words.map(word).join("-"))
    }

    /// Reads a code as people write it: capitals, spaces and hyphens do not matter.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let skipped = |it: &char| it.is_whitespace() || matches!(it, '-' | '‐' | '–' | '.' | ',');
        let letters: Vec<char> = raw.chars().filter(|it| !skipped(it)).take(100).collect();
        let letters: Vec<char> = letters.iter().map(char::to_ascii_lowercase).collect();
        let known = |it: &char| CONSONANTS.contains(it) || VOWELS.contains(it);
        if letters.len() != N_WORDS * N_LETTERS || !letters.iter().all(known) {
            return Err("An event code is three words of five letters, such as lusab-tomir-panok."
                .to_owned());
        }
        let words: Vec<String> = letters.chunks(N_LETTERS).map(|it| it.iter().collect()).collect();
        Ok(Self(words.join("-")))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EventCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventCode(..)")
    }
}

/// Four bits for each consonant and two for each vowel, in turns.
fn word(bits: u16) -> String {
    let consonant = |shift: u16| letter(&CONSONANTS, bits >> shift);
    let vowel = |shift: u16| letter(&VOWELS, bits >> shift);
    [consonant(12), vowel(10), consonant(6), vowel(4), consonant(0)].into_iter().collect()
}

fn letter(of: &[char], bits: u16) -> char {
    of.iter().copied().cycle().nth(usize::from(bits) % of.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_written_down() {
        for raw in
            ["lusab-tomir-panok", " LUSAB tomir, panok. ", "lusabtomirpanok", "Lusab–Tomir–Panok"]
        {
            assert_eq!(EventCode::parse(raw).unwrap().as_str(), "lusab-tomir-panok", "{raw}");
        }
        for raw in
            ["", "lusab-tomir", "lusab-tomir-panex", "lusab-tomir-panokk", "lusab-tomir-pan0k"]
        {
            assert!(EventCode::parse(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn each_code_can_be_said_and_read_again() {
        for _ in 0..200 {
            let code = EventCode::random();
            assert_eq!(EventCode::parse(code.as_str()).unwrap(), code);
        }
        let all: std::collections::BTreeSet<_> = (0..=u16::MAX).map(word).collect();
        assert_eq!(all.len(), 65_536);
    }
}
