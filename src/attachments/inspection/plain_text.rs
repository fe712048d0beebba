//! Plain text: UTF-8 from end to end, no characters that steer machines, and no other kind of file in disguise.

use std::io::Read;

use super::{Unfit, refused};

const CHUNK: usize = 64 * 1024;
/// How files begin that are text and mean something else.
const OTHERWISE: [&str; 7] = ["%pdf-", "<!doctype", "<html", "<svg", "<?xml", "<script", "{\\rtf"];

pub fn check(file: &mut impl Read) -> Result<(), Unfit> {
    let mut buffer = Vec::with_capacity(CHUNK + 4);
    let mut is_first = true;
    loop {
        let kept = buffer.len();
        let n = file.by_ref().take((CHUNK - kept) as u64).read_to_end(&mut buffer)?;
        let (text, rest) = split(&buffer)?;
        if is_first {
            refuse_other_kinds(text)?;
            is_first = false;
        }
        if text.chars().any(|it| it.is_control() && !matches!(it, '\t' | '\n' | '\r' | '\u{c}')) {
            return refused("This is not plain text: it has control characters in it.");
        }
        if n == 0 {
            return if rest.is_empty() { Ok(()) } else { not_utf8() };
        }
        buffer = rest;
    }
}

/// What is text so far, and the first bytes of a character whose others are still to come.
fn split(bytes: &[u8]) -> Result<(&str, Vec<u8>), Unfit> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text, Vec::new())),
        Err(error) if error.error_len().is_none() => {
            let (good, rest) = bytes.split_at(error.valid_up_to());
            let text = std::str::from_utf8(good).map_err(|_| unreadable())?;
            Ok((text, rest.to_vec()))
        }
        Err(_) => not_utf8(),
    }
}

fn refuse_other_kinds(text: &str) -> Result<(), Unfit> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = start.chars().take(10).collect::<String>().to_ascii_lowercase();
    if OTHERWISE.iter().any(|it| start.starts_with(it)) {
        return refused(
            "This is not plain text but another kind of file. Send it as PDF, or save its words as plain text.",
        );
    }
    Ok(())
}

fn not_utf8<T>() -> Result<T, Unfit> {
    Err(unreadable())
}

fn unreadable() -> Unfit {
    Unfit::Refused(
        "This is not plain text in UTF-8. Save it anew as UTF-8, or send it as PDF.".to_owned(),
    )
}
