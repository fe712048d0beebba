//! `application/x-www-form-urlencoded`, strictly: nothing is replaced in silence.

use super::StrictForm;
use crate::domain::fields::Fields;

/// How many fields a body has.
pub fn count(body: &[u8]) -> usize {
    split(body).count()
}

pub fn form(body: &[u8]) -> StrictForm {
    let mut pairs = Vec::new();
    let mut malformed: Vec<String> = Vec::new();
    for pair in split(body) {
        let mut halves = pair.splitn(2, |it| *it == b'=');
        let name = Text::decode(halves.next().unwrap_or_default());
        let value = Text::decode(halves.next().unwrap_or_default());
        if (name.is_damaged || value.is_damaged) && !malformed.contains(&name.text) {
            malformed.push(name.text.clone());
        }
        pairs.push((name.text, value.text));
    }
    StrictForm { fields: Fields::new(pairs), malformed }
}

fn split(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|it| *it == b'&').filter(|it| !it.is_empty())
}

struct Text {
    text: String,
    /// Whether `text` is not exactly what was sent.
    is_damaged: bool,
}

impl Text {
    fn decode(raw: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(raw.len());
        let mut is_damaged = false;
        let mut rest = raw;
        while let Some((first, tail)) = rest.split_first() {
            rest = tail;
            match (first, tail) {
                (b'+', _) => bytes.push(b' '),
                (b'%', [high, low, after @ ..]) if let Some(byte) = byte(*high, *low) => {
                    bytes.push(byte);
                    rest = after;
                }
                (other, _) => {
                    // A lone percent sign stays as it is, and is told: no browser sends one.
                    is_damaged |= *other == b'%';
                    bytes.push(*other);
                }
            }
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, is_damaged },
            Err(error) => Self {
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                is_damaged: true,
            },
        }
    }
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok());
    Some(digit(high)? * 16 + digit(low)?)
}
