//! What a shape alone does not tell: sums of digits, numbers that nobody is given, and what stands around.

use std::ops::Range;

/// The shape says enough.
pub fn any(_: &str) -> bool {
    true
}

/// Whether what was found is no part of a longer number, such as that of a docket.
pub fn stands_alone(text: &str, found: Range<usize>) -> bool {
    let before = text.get(..found.start).unwrap_or_default();
    let after = text.get(found.end..).unwrap_or_default();
    let joins = |it: char| it.is_alphanumeric() || it == '_';
    let mut back = before.chars().rev();
    let glued_before = match back.next() {
        Some('-' | '/' | '.' | '#') => back.next().is_some_and(joins),
        it => it.is_some_and(joins),
    };
    let mut on = after.chars();
    let glued_after = match on.next() {
        Some('-' | '/' | '.') => on.next().is_some_and(|it| it.is_ascii_digit()),
        it => it.is_some_and(joins),
    };
    !glued_before && !glued_after
}

/// No number has the area 000, 666 or from 900, the group 00 or the serial 0000.
pub fn social_security(found: &str) -> bool {
    let digits = digits(found);
    let part = |range| number(&digits, range);
    let area = part(0..3);
    area != 0 && area != 666 && area < 900 && part(3..5) != 0 && part(5..9) != 0
}

/// Numbers of taxpayers who have no Social Security number: the fourth and fifth digits tell them.
pub fn individual_tax(found: &str) -> bool {
    matches!(number(&digits(found), 3..5), 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// A length and a beginning that a network gives out, and the check digit of Luhn.
pub fn card(found: &str) -> bool {
    let digits = digits(found);
    let (two, four) = (number(&digits, 0..2), number(&digits, 0..4));
    let is_given_out = match digits.len() {
        13 | 19 => digits.first() == Some(&4),
        14 => matches!(two, 36 | 38) || matches!(four / 10, 300..=305),
        15 => matches!(two, 34 | 37),
        16 => {
            matches!(two, 40..=49 | 51..=55 | 65)
                || matches!(four, 2221..=2720 | 3528..=3589 | 6011 | 6440..=6499)
        }
        _ => false,
    };
    is_given_out && luhn(&digits)
}

/// ISO 13616: the country and check digits moved to the end, letters as 10 to 35, leave 1 when divided by 97.
pub fn iban(found: &str) -> bool {
    let plain: Vec<char> = found.chars().filter(|it| !it.is_whitespace()).collect();
    if !(15..=34).contains(&plain.len()) {
        return false;
    }
    let (head, tail) = plain.split_at(4);
    let rest = tail.iter().chain(head).try_fold(0, |rest: u32, it| {
        let digit = it.to_digit(36)?;
        Some(if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 })
    });
    rest == Some(1)
}

/// As many digits as a number has anywhere: fewer are a sum or a grade.
pub fn international(found: &str) -> bool {
    (9..=15).contains(&digits(found).len())
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn digits(found: &str) -> Vec<u32> {
    found.chars().filter_map(|it| it.to_digit(10)).collect()
}

fn number(digits: &[u32], range: Range<usize>) -> u32 {
    digits.get(range).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + digit)
}
