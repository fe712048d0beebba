//! What text may hold. Comments are kept as sent; names and other single lines are held to more.

use unicode_normalization::UnicodeNormalization;

/// Line breaks as one character, whatever the browser sent. Nothing else of a comment is changed.
#[must_use]
pub fn with_plain_line_breaks(raw: &str) -> String {
    raw.replace("\r\n", "\n")
}

/// Whether a text has room.
///
/// # Errors
/// A sentence that says by how much to shorten it.
pub fn within(text: &str, max_chars: usize) -> Result<(), String> {
    let n_chars = text.chars().count();
    match n_chars.checked_sub(max_chars) {
        None | Some(0) => Ok(()),
        Some(1) => {
            Err(format!("Shorten this by one character: it has {n_chars}, and {max_chars} fit."))
        }
        Some(too_many) => Err(format!(
            "Shorten this by {too_many} characters: it has {n_chars}, and {max_chars} fit."
        )),
    }
}

/// A line that people read in a list: trimmed, composed (NFC), within `max_chars`, and free of what could
/// disguise it. Empty when nothing was written.
///
/// # Errors
/// A sentence that says what to change; `what` names the field in it.
pub fn single_line(raw: &str, what: &str, max_chars: usize) -> Result<String, String> {
    let line: String = raw.trim().nfc().collect();
    let n_chars = line.chars().count();
    if max_chars < n_chars {
        let too_many = n_chars - max_chars;
        return Err(format!(
            "{what} must be {max_chars} characters or fewer: shorten it by {too_many}."
        ));
    }
    if line.chars().any(is_disguise) {
        return Err(format!("{what} must not contain invisible or control characters."));
    }
    Ok(line)
}

/// Characters that make a short text look like another one: controls, directional overrides and isolates,
/// zero-width characters, tags.
#[must_use]
pub fn is_disguise(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_line_is_trimmed_and_composed() {
        assert_eq!(single_line("  Zoe\u{308} ", "Your name", 80), Ok("Zo\u{eb}".to_owned()));
    }

    #[test]
    fn a_text_that_is_too_long_is_told_by_how_much() {
        assert_eq!(within("four", 4), Ok(()));
        assert_eq!(
            within("é, five", 6),
            Err("Shorten this by one character: it has 7, and 6 fit.".to_owned())
        );
        assert!(within("twelve chars", 2).unwrap_err().contains("by 10 characters"));
    }

    #[test]
    fn a_single_line_cannot_be_disguised() {
        for raw in ["a\0b", "a\nb", "\u{202e}nimda", "ad\u{200b}min", "a\u{e0041}"] {
            assert!(single_line(raw, "Your name", 80).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn only_line_breaks_of_a_comment_are_changed() {
        assert_eq!(with_plain_line_breaks("a\r\nb\rc \u{200d}"), "a\nb\rc \u{200d}");
    }
}
