//! The words of a text as they are compared: without case, punctuation, markup and typesetting.

mod markup;

use std::hash::Hasher;

use sha2::{Digest as _, Sha256};
use siphasher::sip::SipHasher13;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use markup::without_markup;

/// A word in short: the upper thirty bits are a hash of it, the lower two its [`Kind`].
///
/// The hash is SipHash-1-3 under the key zero, and belongs to the version of fingerprints: these are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(u32);

/// How much a word tells: long words tell texts apart, short ones stand in every text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A character of a script that is written without spaces; two of them count as one word.
    Unspaced,
    Short,
    Middle,
    Long,
}

/// SHA-256 of all words, in full: what is decided about copies rests on it, so that nobody can make two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

/// The words of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub tokens: Vec<Token>,
    pub digest: Digest,
}

impl Words {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let plain: String = without_markup(text).nfkc().collect::<String>().to_lowercase();
        let mut tokens = Vec::new();
        let mut digest = Sha256::new();
        let mut add = |word: &str, kind| {
            tokens.push(Token::new(word, kind));
            digest.update(word.as_bytes());
            digest.update([0]);
        };
        for segment in plain.unicode_words() {
            let word: String = segment.chars().filter(|it| it.is_alphanumeric()).collect();
            if word.chars().any(is_unspaced) {
                let mut utf8 = [0; 4];
                word.chars().for_each(|it| add(it.encode_utf8(&mut utf8), Kind::Unspaced));
            } else if !word.is_empty() {
                add(&word, Kind::of(&word));
            }
        }
        Self { tokens, digest: Digest(digest.finalize().into()) }
    }

    /// How many words there are, two characters of a script without spaces being one.
    #[must_use]
    pub fn n_words(&self) -> usize {
        self.tokens.iter().map(|it| it.halves()).sum::<usize>() / 2
    }
}

impl Token {
    fn new(word: &str, kind: Kind) -> Self {
        let mut hasher = SipHasher13::new_with_keys(0, 0);
        hasher.write(word.as_bytes());
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        Self(u32::from_le_bytes([a, b, c, d]) << 2 | kind as u32)
    }

    /// Its length in halves of a word.
    #[must_use]
    pub fn halves(self) -> usize {
        if self.kind() == Kind::Unspaced { 1 } else { 2 }
    }

    #[must_use]
    pub fn kind(self) -> Kind {
        match self.0 & 3 {
            0 => Kind::Unspaced,
            1 => Kind::Short,
            2 => Kind::Middle,
            _ => Kind::Long,
        }
    }

    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }
}

impl Kind {
    fn of(word: &str) -> Self {
        match word.chars().count() {
            0..=3 => Self::Short,
            4..=5 => Self::Middle,
            _ => Self::Long,
        }
    }
}

/// Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
pub(super) fn is_unspaced(it: char) -> bool {
    matches!(it,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
