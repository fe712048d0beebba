//! Personal data in a text, found by its shape: an address, a telephone number, a card.
//!
//! A finding is a hint to its author, or to a moderator. It never decides anything: a shape can be something else, and
//! what has no shape, such as a name, is not found.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

mod checks;
#[cfg(test)]
mod tests;

/// What a piece of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Email,
    SocialSecurity,
    TaxNumber,
    Card,
    BankAccount,
    Telephone,
    Street,
}

/// A piece of a text, in bytes, and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub span: Range<usize>,
    pub kind: Kind,
}

impl Kind {
    /// What it is, in words that follow "looks like".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Email => "an email address",
            Self::SocialSecurity => "a Social Security number",
            Self::TaxNumber => "a tax number",
            Self::Card => "the number of a payment card",
            Self::BankAccount => "the number of a bank account",
            Self::Telephone => "a telephone number",
            Self::Street => "a street address",
        }
    }
}

/// Everything in the text that looks like personal data, in its order; no two findings share a byte.
#[must_use]
pub fn find(text: &str) -> Vec<Finding> {
    let mut found: Vec<Finding> = SHAPES.iter().flat_map(|it| it.find(text)).collect();
    // What begins first comes first; of two at one place the one that says more precisely what it is.
    found.sort_by_key(|it| (it.span.start, it.kind));
    let mut end = 0;
    found.retain(|it| {
        let is_free = end <= it.span.start;
        if is_free {
            end = it.span.end;
        }
        is_free
    });
    found
}

/// A pattern, and the check that what it matches has to pass.
struct Shape {
    kind: Kind,
    pattern: Regex,
    check: fn(&str) -> bool,
}

impl Shape {
    fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Finding> + 'a {
        self.pattern.captures_iter(text).filter_map(move |it| {
            // Where a cue such as "SSN" is part of the pattern, the group is the number alone.
            let found = it.get(1).or_else(|| it.get(0))?;
            let is_whole = checks::stands_alone(text, found.range());
            (is_whole && (self.check)(found.as_str())).then(|| finding(self.kind, found))
        })
    }
}

fn finding(kind: Kind, found: Match<'_>) -> Finding {
    Finding { span: found.range(), kind }
}

/// What a text must look like to be of a kind, and what its characters must say besides.
type Pattern = (Kind, &'static str, fn(&str) -> bool);

/// A shape for each line. All run in linear time whatever the text is.
const PATTERNS: [Pattern; 12] = [
    (
        Kind::Email,
        r"(?i)\b[a-z0-9][a-z0-9._%+'-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b",
        checks::any,
    ),
    (Kind::SocialSecurity, r"\b[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}\b", checks::social_security),
    (
        Kind::SocialSecurity,
        r"(?i)\b(?:ssn|social security (?:number|no\.?|#))[^0-9\n]{0,20}\b([0-9]{9})\b",
        checks::social_security,
    ),
    (Kind::TaxNumber, r"\b9[0-9]{2}-[0-9]{2}-[0-9]{4}\b", checks::individual_tax),
    (
        Kind::TaxNumber,
        r"(?i)\b(?:ein|fein|itin|tin|tax id|taxpayer|tax number)\b[^0-9\n]{0,20}\b([0-9]{2}-?[0-9]{7})\b",
        checks::any,
    ),
    (Kind::Card, r"\b[2-6][0-9]{3}(?:[ -]?[0-9]{2,6}){2,4}\b", checks::card),
    (
        Kind::BankAccount,
        r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b",
        checks::iban,
    ),
    (
        Kind::Telephone,
        r"(?:\+?1[-. ]?)?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}\b",
        checks::any,
    ),
    (
        Kind::Telephone,
        r"(?i)\b(?:tel|telephone|phone|cell|mobile|call|text|fax)\b[^0-9\n]{0,20}\b(1?[2-9][0-9]{9}|[2-9][0-9]{2}[-. ][0-9]{4})\b",
        checks::any,
    ),
    (Kind::Telephone, r"\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{1,5}\)?){2,6}\b", checks::international),
    (
        Kind::Street,
        r"\b[0-9]{1,6}[A-Za-z]? (?:(?:[NSEW]|NE|NW|SE|SW)\.? )?(?:(?:\p{Lu}\p{Ll}[\w'-]*|[0-9]{1,3}(?:st|nd|rd|th)) ){1,4}(?:Street|Avenue|Road|Drive|Lane|Boulevard|Court|Terrace|Highway|Parkway|Circle|Place|Way|Trail|Ave|Blvd|Cir|Ct|Dr|Hwy|Ln|Pkwy|Rd|St)\b|(?i:\bp\.? ?o\.? box [0-9]+\b)",
        checks::any,
    ),
    (
        Kind::Street,
        r"\b\p{Lu}\p{Ll}+(?:straße|strasse|weg|allee|platz|gasse) [0-9]{1,4}[a-z]?\b",
        checks::any,
    ),
];

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    // A pattern that does not compile fails a test, not the program.
    let shape = |(kind, pattern, check): (Kind, &str, _)| {
        Some(Shape { kind, pattern: Regex::new(pattern).ok()?, check })
    };
    PATTERNS.into_iter().filter_map(shape).collect()
});
