//! What holds for campaigns whatever the texts are.

use proptest::prelude::*;

use super::common::Sample;
use super::grouping::Grouping;
use super::passages::CommonPassages;
use super::words::Words;

const WATER: &str = "Clean water is the lifeblood of our communities, and too many of us live beside ponds of coal \
    ash that leak into the ground. Please withdraw this proposal, which would let unlined ponds go on for years, \
    and require every operator to clean up what their plants have left behind.";
const SCIENCE: &str = "Peer-reviewed studies of how pollution harms people rest on medical records that the law keeps \
    confidential. A rule that shuts such studies out would leave the agency blind, and I ask the administrator to \
    reject it and to listen to independent scientists instead.";
const RENT: &str = "My grandmother pays half of her pension for heating during the winter months. Nobody in our street \
    could tell where she would save anything if her allowance was calculated by a national average.";

/// Which of the texts stand together: the number of the first in each one's campaign.
fn grouped(texts: &[&str]) -> Vec<Option<usize>> {
    grouped_under(CommonPassages::default(), texts)
}

fn grouped_under(passages: CommonPassages, texts: &[&str]) -> Vec<Option<usize>> {
    let mut grouping = Grouping::under(passages);
    let ids: Vec<_> = texts.iter().map(|it| grouping.add(&Words::of(it))).collect();
    let exemplars = grouping.exemplars();
    let campaigns: Vec<_> = ids.iter().map(|id| id.map(|it| exemplars[it])).collect();
    let first =
        |it: &Option<usize>| it.and_then(|_| campaigns.iter().position(|other| other == it));
    campaigns.iter().map(first).collect()
}

#[test]
fn copies_stand_together_whatever_their_case_punctuation_spacing_and_markup() {
    let pasted =
        WATER.replace(", ", ",\n\n").replace("Please", "<b>PLEASE</b>").replace(' ', "&nbsp;");
    assert_eq!(grouped(&[WATER, &pasted, &WATER.to_uppercase(), SCIENCE]), [0, 0, 0, 3].map(Some));
}

#[test]
fn words_before_between_and_after_a_letter_do_not_take_it_out_of_its_campaign() {
    let before = format!("{RENT} {WATER}");
    let after = format!("{WATER} {RENT}");
    let between = WATER.replace("Please", &format!("{RENT} Please"));
    let turned = WATER.split_once(". ").map(|(a, b)| format!("{b} {a}.")).unwrap();
    assert_eq!(
        grouped(&[&before, &after, &between, &turned, WATER, SCIENCE]),
        [0, 0, 0, 0, 0, 5].map(Some)
    );
}

#[test]
fn a_comment_that_holds_two_letters_makes_no_bridge_between_them() {
    let both = format!("{WATER} {SCIENCE}");
    let found = grouped(&[WATER, SCIENCE, &both, WATER, SCIENCE]);
    assert_ne!(found[0], found[1]);
}

#[test]
fn texts_under_fifteen_words_form_no_campaign() {
    let fourteen = "Please do not let them take the food of the poor from their tables";
    assert_eq!(fourteen.split(' ').count(), 14);
    let fifteen = format!("{fourteen} away");
    assert_eq!(grouped(&[fourteen, fourteen]), [None, None]);
    assert_eq!(grouped(&[&fifteen, &fifteen]), [Some(0), Some(0)]);
    let of_29 = "我反对这项规则因为它会让许多贫困家庭失去食物援助请立即撤回";
    let of_30 = "我反对这项规则因为它会让许多贫困家庭失去食物援助请立即撤回这";
    assert_eq!(grouped(&[of_29, of_29, of_30, of_30]), [None, None, Some(2), Some(2)]);
}

#[test]
fn letters_in_other_languages_are_found_as_well() {
    let german = "Ich fordere Sie auf, den Ausbau der Bahn zu beschleunigen und die Förderung der Flugplätze zu \
        beenden, damit unsere Kinder in einem erträglichen Klima leben können. Vielen Dank für Ihre Mühe.";
    let chinese = "我反对这项规则，因为它会让许多贫困家庭失去食物援助。请立即撤回这项提案，并听取受影响社区的意见，保护我们的孩子和老人。";
    let texts = [
        german.to_owned(),
        german.replace("Bahn", "Straßenbahn") + " Ihr Nachbar",
        chinese.to_owned(),
        format!("我是一名护士。{}", chinese.replace("立即", "马上")),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(grouped(&texts), [0, 0, 2, 2].map(Some));
}

#[test]
fn a_heading_above_all_comments_brings_no_two_together_once_it_is_learnt() {
    let heading = "Food and Nutrition Service, notation for rulemaking docket 2019-0009. The personal information of \
        this commenter was redacted. Standardization of State Heating and Cooling Standard Utility Allowances.";
    let own: Vec<String> = (0..12)
        .map(|i| {
            let word =
                |j: usize| format!("{}{}", ["ka", "lo", "mi", "tu"][(i + j) % 4], i * 40 + j);
            (0..40).map(word).collect::<Vec<_>>().join(" ")
        })
        .collect();
    let mut texts: Vec<String> = own.iter().map(|it| format!("{heading} {it}")).collect();
    texts.extend([format!("{heading} {WATER}"), format!("{WATER} Thank you."), WATER.to_owned()]);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut sample = Sample::default();
    texts.iter().for_each(|it| sample.add(&Words::of(it)));

    let found = grouped_under(sample.learn(), &texts);

    let expected: Vec<_> = (0..12).chain([12, 12, 12]).map(Some).collect();
    assert_eq!(found, expected);
}

/// Comments as they come: letters, changed letters, other texts, and some too short.
fn a_record() -> impl Strategy<Value = Vec<String>> {
    let letters = [WATER, SCIENCE, RENT];
    let comment =
        (0..3_usize, 0..5_u8, "[a-z]{3,8}( [a-z]{3,8}){14,40}", any::<prop::sample::Index>());
    let comment = comment.prop_map(move |(letter, how, own, at)| {
        let letter = letters[letter];
        let words: Vec<&str> = letter.split(' ').collect();
        match how {
            0 => letter.to_owned(),
            1 => format!("{letter} {own}"),
            2 => own,
            3 => words[..at.index(words.len())].join(" "),
            _ => words
                .iter()
                .enumerate()
                .filter(|(i, _)| (i + at.index(5)) % 5 != 0)
                .map(|it| *it.1)
                .collect::<Vec<_>>()
                .join(" "),
        }
    });
    prop::collection::vec(comment, 2..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_arrival_makes_no_difference(
        (texts, order) in a_record().prop_flat_map(|texts| {
            let order: Vec<usize> = (0..texts.len()).collect();
            (Just(texts), Just(order).prop_shuffle())
        }),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let shuffled: Vec<&str> = order.iter().map(|it| texts[*it]).collect();
        let (found, again) = (grouped(&texts), grouped(&shuffled));
        for a in 0..order.len() {
            for b in 0..order.len() {
                let together = found[order[a]].is_some() && found[order[a]] == found[order[b]];
                let together_again = again[a].is_some() && again[a] == again[b];
                prop_assert_eq!(together, together_again, "{:?} and {:?}", shuffled[a], shuffled[b]);
            }
        }
    }

    #[test]
    fn exact_copies_are_always_together_and_short_texts_never(
        texts in a_record(),
        copied in any::<prop::sample::Index>(),
    ) {
        let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let copied = copied.index(texts.len());
        texts.push(texts[copied]);
        let found = grouped(&texts);
        prop_assert_eq!(found[copied], found[texts.len() - 1]);
        for (text, campaign) in texts.iter().zip(found) {
            prop_assert_eq!(campaign.is_none(), Words::of(text).n_words() < 15);
        }
    }
}
