//! When two definitions are the same, and what is said where they are not.

use super::SMALL;
use crate::domain::definition::{changes, parse};

#[test]
fn one_definition_written_in_two_ways_has_one_digest() {
    let one = parse(SMALL).unwrap();
    let other = SMALL
        .replace("\"All of them.\"", "\"\"\"\nAll of them.\n\"\"\"")
        .replace("2026-11-02T09:00:00-05:00", "2026-11-02T14:00:00Z")
        .replace("language =", "demonstration = false\nlanguage =")
        .replace('\n', "\r\n");
    let other = format!("came_from = \"{}\"\r\n{other}", one.digest());

    let other = parse(&other).unwrap();

    assert_eq!(other.digest(), one.digest());
    assert_eq!(changes(Some(&one), &other), [""; 0]);
}

#[test]
fn each_change_is_one_line_with_its_key() {
    let before = parse(SMALL).unwrap();
    let file = SMALL
        .replace("title = \"Benches\"", "title = \"Seats\"")
        .replace("code = \"person\"", "code = \"resident\"")
        .replace("lowest = \"Not\"", "lowest = \"Not at all\"")
        .replace("max_chars = 300", "max_chars = 400\nhelp = \"In your words.\"");

    let lines = changes(Some(&before), &parse(&file).unwrap());

    assert_eq!(
        lines,
        [
            "areas.benches.questions.comfort.lowest: \"Not\" → \"Not at all\"",
            "areas.benches.questions.story.help: nothing → \"In your words.\"",
            "areas.benches.questions.story.max_chars: 300 → 400",
            "areas.benches.title: \"Benches\" → \"Seats\"",
            "respondent_kinds.resident: new respondent kind \"A person\"",
            "respondent_kinds.person: retired respondent kind \"A person\"",
        ]
    );
}

#[test]
fn a_change_deep_in_a_long_text_is_seen() {
    let with = |word: &str| {
        let description = format!("{}{word} {}", "word ".repeat(40), "word ".repeat(40));
        parse(&SMALL.replace("All of them.", &description)).unwrap()
    };

    let line = changes(Some(&with("once")), &with("twice")).pop().unwrap();

    assert!(line.contains("once") && line.contains("twice") && line.len() < 200, "{line}");
}

#[test]
fn a_changed_kind_of_question_and_a_new_order_are_told() {
    let before = parse(SMALL).unwrap();
    let mut after = before.clone();
    for area in &mut after.areas {
        area.questions.iter_mut().for_each(|it| it.scale = None);
        area.questions.reverse();
    }

    let lines = changes(Some(&before), &after);

    let order = "areas.benches.questions: new order: themes, story, comfort";
    assert_eq!(lines.first().map(String::as_str), Some(order));
    assert!(
        lines.contains(&"areas.benches.questions.comfort.middle: \"So so\" → nothing".to_owned())
    );
}
