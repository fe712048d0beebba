//! Cells that a spreadsheet would run as a formula, made harmless in a way that can be taken back.
//!
//! The rule is published in docs/dataset.md: an apostrophe goes before a cell that begins with one of
//! [`RISKY`]. The apostrophe is one of them itself, so taking one away always gives what was said.

use std::borrow::Cow;

const MARK: char = '\'';

/// First characters that call for the mark: what starts a formula in any spreadsheet known to us, in both widths,
/// what such programs skip before one, and the mark itself.
pub const RISKY: [char; 11] =
    [MARK, '=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// The cell as it is written.
#[must_use]
pub fn guard(said: &str) -> Cow<'_, str> {
    if said.starts_with(RISKY) { Cow::Owned(format!("{MARK}{said}")) } else { Cow::Borrowed(said) }
}

/// What was said in a cell that was written.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix(MARK).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_does_not_begin_like_one_any_more() {
        for said in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", "'=1"]
        {
            assert_eq!(guard(said), format!("'{said}"));
        }
    }

    #[test]
    fn any_other_text_is_written_as_it_is() {
        for said in ["", "I agree.", " =1", "\n=1", "“=1”", "3 - 2 = 1", "’tis"] {
            assert_eq!(guard(said), said);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(said in "['=+@\t\r＝＋－＠-]{0,3}\\PC{0,20}") {
            let cell = guard(&said);
            prop_assert_eq!(unguard(&cell), &said);
        }
    }
}
