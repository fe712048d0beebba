//! Passwords: long rather than complicated (NIST SP 800-63B-4, section 3.1.1.2).

use std::cmp::Reverse;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zxcvbn::Score;

const MIN_CHARS: usize = 15;
const MAX_CHARS: usize = 128;
const MAX_BYTES: usize = 512;
/// What is composed to [`MAX_BYTES`] was no longer than this as typed.
const MAX_TYPED_BYTES: usize = 3 * MAX_BYTES;
/// zxcvbn's time grows fast with length; what is guessable shows within this many characters.
const JUDGED_CHARS: usize = 100;
/// Shorter pieces of names and addresses stand in too many good passwords.
const MIN_CONTEXT_CHARS: usize = 3;
/// Letters and digits that a password has besides such words, if it has any.
const MIN_CHARS_LEFT: usize = 8;

/// A password as typed, composed (NFC) so that two keyboards agree; never trimmed or cut.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// What somebody types to sign in: held only to the length that is worth hashing.
    #[must_use]
    pub fn attempt(raw: &str) -> Option<Self> {
        composed(raw).map(Self)
    }

    /// A password to be kept. `context` is what a guesser would try first: see [`context`].
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse_new(raw: &str, context: &[&str]) -> Result<Self, String> {
        let too_long = || format!("Use {MAX_CHARS} characters or fewer.");
        let password = composed(raw).ok_or_else(too_long)?;
        let n_chars = password.chars().count();
        if n_chars < MIN_CHARS {
            return Err(format!(
                "Use {MIN_CHARS} characters or more. Several unrelated words are easy to remember."
            ));
        }
        if MAX_CHARS < n_chars {
            return Err(too_long());
        }
        match weakness(&password, context) {
            Some(sentence) => Err(sentence),
            None => Ok(Self(password)),
        }
    }

    /// The characters, for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What a guesser tries first: the site and its parts, the person's address and its parts, their name.
#[must_use]
pub fn context(site_host: &str, email: &str, display_name: &str) -> Vec<String> {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let wholes = ["lectern", site_host, email, local, domain, display_name];
    let is_break = |it: char| !it.is_alphanumeric();
    let parts =
        [site_host, local, domain, display_name].into_iter().flat_map(|it| it.split(is_break));
    let mut words: Vec<String> = wholes.into_iter().chain(parts).map(str::to_lowercase).collect();
    words.retain(|it| MIN_CONTEXT_CHARS <= it.chars().count());
    words.sort_unstable();
    words.dedup();
    words
}

/// Once, and in bounds: what is too long to be hashed is not even composed.
fn composed(raw: &str) -> Option<String> {
    if MAX_TYPED_BYTES < raw.len() {
        return None;
    }
    let composed: String = raw.nfc().collect();
    (composed.len() <= MAX_BYTES).then_some(composed)
}

/// Whether little is left once the words of the context are taken out, longest first.
fn is_mostly_known(password: &str, context: &[&str]) -> bool {
    let given = context.iter().filter(|it| !it.is_empty());
    let mut words: Vec<String> = given.map(|it| it.to_lowercase()).collect();
    words.sort_unstable_by_key(|it| Reverse(it.len()));
    let before = password.to_lowercase();
    let left = words.iter().fold(before.clone(), |left, word| left.replace(word.as_str(), " "));
    left != before && left.chars().filter(|it| it.is_alphanumeric()).count() < MIN_CHARS_LEFT
}

/// Why the password is soon guessed, in words, if it is.
fn weakness(password: &str, context: &[&str]) -> Option<String> {
    let judged: String = password.chars().take(JUDGED_CHARS).collect();
    if is_mostly_known(&judged, context) {
        return Some(
            "This password is easy to guess. It is mostly your name, your address or the name of this site. Use \
             several unrelated words."
                .to_owned(),
        );
    }
    let mut inputs = vec!["lectern"];
    inputs.extend(context);
    let estimate = zxcvbn::zxcvbn(&judged, &inputs);
    if Score::Three <= estimate.score() {
        return None;
    }
    let why = estimate
        .feedback()
        .and_then(zxcvbn::feedback::Feedback::warning)
        .map(|it| format!(" {it}"))
        .unwrap_or_default();
    Some(format!("This password is easy to guess.{why} Use several unrelated words."))
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A1
    #[test]
    fn a_password_has_15_to_128_code_points_of_any_kind_and_at_most_512_bytes() {
        let long = "tar oboe lentil 42 ".repeat(10);
        let of = |n_chars: usize| long.chars().take(n_chars).collect::<String>();
        for (n_chars, fits) in [(14, false), (15, true), (128, true), (129, false)] {
            let parsed = Password::parse_new(&of(n_chars), &[]);
            assert_eq!(parsed.is_ok(), fits, "{n_chars}");
        }
        assert!(Password::parse_new("🦀🍋🎺🧭🪁🥁🛶🧵🪴🦔🎈🧊🛠🪐🧿", &[]).is_ok());
        // 120 characters of five bytes each, as composed.
        let heavy: String = "🦀e".chars().cycle().take(240).collect();
        assert!(Password::parse_new(&heavy, &[]).is_err());
        // Two megabytes are not even composed, let alone judged.
        assert!(Password::attempt(&"🦀".repeat(500_000)).is_none());
    }

    // A3
    #[test]
    fn composed_and_decomposed_spellings_are_one_password_and_nothing_else_is_changed() {
        let (composed, decomposed) =
            ("caf\u{e9} \u{fc}ber alles Meer", "cafe\u{301} u\u{308}ber alles Meer");
        let kept = Password::parse_new(composed, &[]).unwrap();
        assert_eq!(kept.reveal(), Password::attempt(decomposed).unwrap().reveal());
        assert_eq!(kept.reveal(), Password::parse_new(decomposed, &[]).unwrap().reveal());
        // Counted as composed: two keyboards agree on the length too.
        assert!(Password::parse_new(&"e\u{301}".repeat(14), &[]).is_err());

        for raw in [" tar oboe lentil 42 ", "Tar Oboe Lentil 42", "tar\u{a0}oboe lentil 42"] {
            assert_eq!(Password::parse_new(raw, &[]).unwrap().reveal(), raw);
        }
        let eighty = "tar oboe lentil 42 ".chars().cycle().take(79).collect::<String>();
        let kept = Password::parse_new(&format!("{eighty}a"), &[]).unwrap();
        assert_ne!(kept.reveal(), Password::attempt(&format!("{eighty}b")).unwrap().reveal());
    }

    // A3: whatever can be kept can be typed, decomposed and at full length too.
    #[test]
    fn whatever_can_be_kept_can_be_typed_again() {
        let full: String = "\u{1ea5}\u{1ed9}\u{1eb7}".chars().cycle().take(128).collect();
        let typed: String = full.nfd().collect();
        assert!(MAX_BYTES < typed.len());

        assert_eq!(Password::attempt(&typed).unwrap().reveal(), full);
    }

    #[test]
    fn names_and_addresses_come_in_whole_and_in_parts() {
        let words =
            context("comments.energy.example", "Ana.Lopez@mail.example.org", "Ana Lopez-Ruiz");

        for word in ["lectern", "energy", "ana.lopez", "lopez", "mail.example.org", "ruiz"] {
            assert!(words.iter().any(|it| it == word), "{word}: {words:?}");
        }
        assert!(words.iter().all(|it| 3 <= it.chars().count()));
    }
}
