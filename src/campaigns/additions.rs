//! What a member says beyond the exemplar of its campaign.
//!
//! Stricter than the words that campaigns are found by: markup, signs and invisible characters count here, because a
//! moderator who decides on the exemplar has not seen them. Only spaces, plain punctuation and the case of letters do not.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::words::is_unspaced;

/// Marks that change nothing about what is said.
const PUNCTUATION: &str = ".,;:!?'\"()[]-–—…‘’“”„«»‚‹›、。，；：！？（）「」";

/// The difference of a member from its exemplar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Additions {
    /// Bytes of the member's text, from word to word, in order.
    pub spans: Vec<Range<usize>>,
    pub n_added_words: usize,
    /// Words of the exemplar that the member lacks. Leaving out "not" adds nothing and turns everything around.
    pub n_left_out_words: usize,
}

impl Additions {
    /// Whether the member says the same, word by word.
    #[must_use]
    pub fn are_none(&self) -> bool {
        self.n_added_words == 0 && self.n_left_out_words == 0
    }
}

/// What `member` has that `exemplar` has not. Words that it has in another place count as added there.
#[must_use]
pub fn additions(exemplar: &str, member: &str) -> Additions {
    let (old, new) = (pieces(exemplar), pieces(member));
    let said = |pieces: &[Piece]| pieces.iter().map(|it| it.said.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Patience, &said(&old), &said(&new));
    let mut found = Additions { spans: Vec::new(), n_added_words: 0, n_left_out_words: 0 };
    let (mut added_halves, mut left_out_halves) = (0, 0);
    for op in ops.iter().filter(|it| !matches!(it, DiffOp::Equal { .. })) {
        let added = new.get(op.new_range()).unwrap_or_default();
        let left_out = old.get(op.old_range()).unwrap_or_default();
        added_halves += halves(added);
        left_out_halves += halves(left_out);
        let Some((first, last)) = added.first().zip(added.last()) else { continue };
        match found.spans.last_mut().filter(|it| it.end == first.at.start) {
            Some(span) => span.end = last.at.end,
            None => found.spans.push(first.at.start..last.at.end),
        }
    }
    found.n_added_words = added_halves.div_ceil(2);
    found.n_left_out_words = left_out_halves.div_ceil(2);
    found
}

/// A word or a sign, as it is compared, and where it stands.
struct Piece {
    said: String,
    at: Range<usize>,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (start, word) in text.split_word_bound_indices() {
        let said: String = word.nfkc().collect::<String>().to_lowercase();
        if !said.chars().any(char::is_alphanumeric) || said.chars().any(is_unspaced) {
            for (i, character) in word.char_indices().filter(|(_, it)| !is_silent(*it)) {
                let at = start + i..start + i + character.len_utf8();
                pieces.push(Piece { said: character.to_string(), at });
            }
            continue;
        }
        let said = said.chars().filter(|it| !is_silent(*it)).collect();
        pieces.push(Piece { said, at: start..start + word.len() });
    }
    pieces
}

fn is_silent(it: char) -> bool {
    it.is_whitespace() || PUNCTUATION.contains(it)
}

fn halves(pieces: &[Piece]) -> usize {
    pieces.iter().map(|it| if it.said.chars().any(is_unspaced) { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn added<'a>(exemplar: &str, member: &'a str) -> Vec<&'a str> {
        additions(exemplar, member).spans.into_iter().map(|it| &member[it]).collect()
    }

    #[test]
    fn what_stands_before_between_and_after_is_found_at_its_words() {
        let letter = "Please keep the rule. It protects our water.";
        let member = "I am a nurse. Please keep the rule! I drink from a well; it protects our WATER, thanks.";
        assert_eq!(added(letter, member), ["I am a nurse", "I drink from a well", "thanks"]);
        assert_eq!(additions(letter, member).n_added_words, 10);
    }

    #[test]
    fn a_member_adds_nothing_only_if_it_says_the_same_word_by_word() {
        let letter = "I do not support the rule.";
        let same = additions(letter, "  i do NOT support\nthe rule ");
        assert!(same.are_none() && same.spans.is_empty());
        for other in [
            "I do support the rule.",
            "I do not support the rule 👎",
            "I do not support <a href=x>the rule</a>.",
            "I do not sup\u{200B}port the rule.",
            "I do not support the rule.\u{202E}",
            "The rule I do not support.",
        ] {
            assert!(!additions(letter, other).are_none(), "{other:?}");
        }
        assert_eq!(additions(letter, "I do support the rule.").n_left_out_words, 1);
    }

    #[test]
    fn characters_without_spaces_are_told_apart_one_by_one() {
        assert_eq!(added("请保留这条规则", "请保留这条好规则"), ["好"]);
        assert_eq!(
            added("Bitte behalten Sie die Regel", "Bitte behalten Sie bitte die Regel").len(),
            1
        );
    }

    proptest! {
        #[test]
        fn spans_cover_what_was_put_in_and_nothing_else(
            words in prop::collection::vec("[a-m]{2,7}", 1..30),
            put_in in prop::collection::vec("[n-z]{2,7}", 1..6),
            at in any::<prop::sample::Index>(),
        ) {
            let at = at.index(words.len() + 1);
            let member = [&words[..at], &put_in[..], &words[at..]].concat().join(" ");
            let found = additions(&words.join(" "), &member);
            prop_assert_eq!(found.n_added_words, put_in.len());
            prop_assert_eq!(found.n_left_out_words, 0);
            let spans: Vec<_> = found.spans.iter().map(|it| &member[it.clone()]).collect();
            prop_assert_eq!(spans, [put_in.join(" ")]);
        }

        #[test]
        fn without_the_spans_a_member_is_what_it_shares(
            old in "[a-c ]{0,40}",
            new in "[a-c ,.👍]{0,40}",
        ) {
            let found = additions(&old, &new);
            let mut rest = new;
            for span in found.spans.iter().rev() {
                rest.replace_range(span.clone(), " ");
            }
            let left: Vec<_> = pieces(&rest).into_iter().map(|it| it.said).collect();
            let all: Vec<_> = pieces(&old).into_iter().map(|it| it.said).collect();
            let mut of_old = all.iter();
            prop_assert!(left.iter().all(|it| of_old.any(|old| old == it)), "{:?} {:?}", left, all);
        }
    }
}
