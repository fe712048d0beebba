//! Passwords: long rather than complicated (NIST SP 800-63B-4, section 3.1.1.2).

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zxcvbn::Score;

const MIN_CHARS: usize = 15;
const MAX_CHARS: usize = 128;
const MAX_BYTES: usize = 512;
/// zxcvbn's time grows fast with length; what is guessable shows within this many characters.
const JUDGED_CHARS: usize = 100;

/// A password as typed, composed (NFC) so that two keyboards agree; never trimmed or cut.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// What somebody types to sign in: held only to the length that is worth hashing.
    #[must_use]
    pub fn attempt(raw: &str) -> Option<Self> {
        (raw.len() <= MAX_BYTES).then(|| Self(raw.nfc().collect()))
    }

    /// A password to be kept. `context` is what a guesser would try first: the site, the name, the address.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse_new(raw: &str, context: &[&str]) -> Result<Self, String> {
        let n_chars = raw.chars().count();
        if n_chars < MIN_CHARS {
            return Err(format!(
                "Use {MIN_CHARS} characters or more. Several unrelated words are easy to remember."
            ));
        }
        if MAX_CHARS < n_chars || MAX_BYTES < raw.len() {
            return Err(format!("Use {MAX_CHARS} characters or fewer."));
        }
        let judged: String = raw.chars().take(JUDGED_CHARS).collect();
        let mut inputs = vec!["lectern"];
        inputs.extend(context);
        let estimate = zxcvbn::zxcvbn(&judged, &inputs);
        if estimate.score() < Score::Three {
            let why = estimate
                .feedback()
                .and_then(zxcvbn::feedback::Feedback::warning)
                .map(|it| format!(" {it}"))
                .unwrap_or_default();
            return Err(format!(
                "This password is easy to guess.{why} Use several unrelated words."
            ));
        }
        Ok(Self(raw.nfc().collect()))
    }

    /// The characters, for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_judged_by_length_and_by_how_soon_it_is_guessed() {
        assert!(Password::parse_new("tar-oboe-lentil-42", &[]).is_ok());
        assert!(Password::parse_new("🦀🍋🎺🧭🪁🥁🛶🧵🪴🦔🎈🧊🛠🪐🧿", &[]).is_ok());
        for bad in
            ["tar-oboe-lent", "passwordpassword", "aaaaaaaaaaaaaaaa", "ana.lopez@example.org"]
        {
            assert!(Password::parse_new(bad, &["ana.lopez@example.org"]).is_err(), "{bad}");
        }
        assert!(Password::parse_new(&"ab c".repeat(40), &[]).is_err(), "129 characters or more");
    }

    #[test]
    fn composed_and_decomposed_spellings_are_one_password() {
        let composed = Password::attempt("caf\u{e9}").unwrap();
        let decomposed = Password::attempt("cafe\u{301}").unwrap();

        assert_eq!(composed.reveal(), decomposed.reveal());
    }
}
