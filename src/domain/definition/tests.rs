//! What a file may say, and what is said about one that is wrong.

mod as_toml;
mod changes;
mod parts;

use super::*;

const GENESIS_MISSION: &str = include_str!("../../../config/initiatives/genesis-mission.toml");

const SMALL: &str = r#"slug = "parks"
title = "Parks"
summary = "The city asks about its parks."
description = "All of them."
language = "en"
time_zone = "Europe/Paris"
contact = "parks@example.org"
agency = "Parks Office"
privacy_notice = "We keep little."
moderation_policy = "We read each comment."
respondent_kinds = [{ code = "person", label = "A person" }]

[[questions]]
key = "themes"
kind = "multiple_choice"
prompt = "What is it about?"
options = [{ code = "trees", label = "Trees" }, { code = "none", label = "None", exclusive = true }]

[[areas]]
slug = "benches"
title = "Benches"
summary = "Where to sit."
background = "There are few."
stated_direction = "Put up more benches."
opens_at = 2026-11-02T09:00:00-05:00
closes_at = 2027-03-01T23:59:59-05:00

[[areas.questions]]
key = "comfort"
kind = "scale"
prompt = "How comfortable are they?"
lowest = "Not"
middle = "So so"
highest = "Very"

[[areas.questions]]
key = "story"
kind = "long_text"
prompt = "Tell us."
max_chars = 300
"#;

#[test]
fn the_shipped_initiative_is_read_whole() {
    let definition = parse(GENESIS_MISSION).unwrap();

    assert_eq!(definition.areas.len(), 7);
    for area in &definition.areas {
        let last = area.questions.last().map(|it| it.key.as_str());
        assert_eq!(last, Some("state_or_territory"), "{}", area.slug);
    }
    assert_eq!(definition.privacy_notice.trim(), definition.privacy_notice);
}

#[test]
fn each_mistake_is_named_with_its_line_and_its_key() {
    for (right, wrong, expected) in [
        ("title = \"Parks\"\n", "", "1: title: This key is missing."),
        ("\"Parks\"\n", "7\n", "2: title: Write a text in quotation marks."),
        ("\"Parks\"\n", "\" \"\n", "2: title: Write something here."),
        (
            "\"Parks\"\n",
            "\"a\\u0000\"\n",
            "2: title: This text must not contain invisible or control characters.",
        ),
        (
            "All of them.",
            "\\u0000",
            "4: description: This text must not contain control characters.",
        ),
        ("Europe/Paris", "Paris", "6: time_zone: Write a time zone by its name"),
        ("parks@example.org", "parks", "7: contact: Enter an address like"),
        ("\"parks\"", "\"Our parks\"", "1: slug: Use lower-case words"),
        ("\"en\"", "\"English\"", "5: language: Write a language tag"),
        ("agency =", "agencie =", "8: agencie: An initiative has no such key. It has: agency,"),
        (
            "\"benches\"",
            "\"summary\"",
            "20: areas.summary.slug: “summary” is part of other addresses.",
        ),
        (
            "2026-11-02T09:00:00-05:00",
            "2028-01-01T00:00:00Z",
            "26: areas.benches.closes_at: The comment period must close",
        ),
        (
            "2026-11-02T09:00:00-05:00",
            "2026-11-02T09:00:00",
            "25: areas.benches.opens_at: Write a date and a time",
        ),
        (
            "09:00:00-05:00",
            "09:00:00.5-05:00",
            "25: areas.benches.opens_at: Write a date and a time",
        ),
        (
            "\"person\"",
            "\"A person\"",
            "11: respondent_kinds[0].code: Use lower-case letters, digits and _",
        ),
        (
            "exclusive = true",
            "exclusive = 1",
            "17: questions.themes.options.none.exclusive: Write true or false.",
        ),
        (
            "code = \"none\"",
            "code = \"trees\"",
            "17: questions.themes.options.trees.code: Another option",
        ),
        (
            "\"scale\"",
            "\"ranking\"",
            "32: areas.benches.questions.comfort.lowest: A question of the kind ranking has no such key.",
        ),
        (
            "\"scale\"",
            "\"stars\"",
            "30: areas.benches.questions.comfort.kind: Write one of: single_choice,",
        ),
        (
            "highest = \"Very\"\n",
            "",
            "28: areas.benches.questions.comfort.highest: This key is missing.",
        ),
        (
            "max_chars = 300",
            "max_chars = 10_001",
            "40: areas.benches.questions.story.max_chars: Write a whole number from 1 to 10000.",
        ),
        ("max_chars = 300", "", "36: areas.benches.questions.story.max_chars: This key is missing"),
        (
            "key = \"story\"",
            "key = \"themes\"",
            "37: areas.benches.questions.themes.key: Another question of this area or of every area has",
        ),
        (
            "key = \"story\"",
            "key = \"stance\"",
            "37: areas.benches.questions.stance.key: The form has a field of this name",
        ),
        (
            "max_chars = 300",
            "max_chars = 300\nabout_respondent = true",
            "36: areas.benches.questions.story.visibility: A question about the respondent is never published.",
        ),
        (
            "max_chars = 300",
            "max_chars = 300\nexclusive = true",
            "41: areas.benches.questions.story.exclusive: A question of the kind long_text has no such key.",
        ),
    ] {
        assert!(SMALL.contains(right), "{right}");
        let found = messages(&SMALL.replacen(right, wrong, 1));
        assert!(found.iter().any(|it| it.starts_with(expected)), "{wrong}: {found:#?}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_in_order() {
    let file = SMALL.replace("Europe/Paris", "Mars").replace("kind = \"scale\"", "kind = \"\"");

    let keys: Vec<_> = parse(&file).unwrap_err().into_iter().map(|it| (it.line, it.key)).collect();

    let kind = "areas.benches.questions.comfort.kind".to_owned();
    assert_eq!(keys, [(6, "time_zone".to_owned()), (30, kind)]);
}

#[test]
fn a_file_in_which_every_line_is_wrong_is_told_a_hundred_of_them() {
    let file: String = (0..20_000).map(|it| format!("k{it} = 1\n")).collect();
    assert_eq!(messages(&file).len(), table::MOST_ERRORS);
}

#[test]
fn every_line_that_is_no_toml_is_named() {
    let found = messages("slug = \"a\nok = 1\ntitle = = 2\n");

    let lines: Vec<_> = found.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(lines, ["1", "3"], "{found:#?}");
}

#[test]
fn an_area_may_require_only_what_its_form_asks_about_the_subject() {
    let file = SMALL.replace(
        "max_chars = 300",
        "max_chars = 300\nvisibility = \"statistics\"\nabout_respondent = true",
    );
    let require = |names: &str| {
        messages(&file.replace("background =", &format!("required = [{names}]\nbackground =")))
    };

    assert_eq!(require("\"stance\", \"comfort\", \"themes\""), [""; 0]);
    for name in ["body", "story", "coment", "submission_key"] {
        assert_eq!(require(&format!("\"{name}\"")).len(), 1, "{name}");
    }
    assert_eq!(require("\"stance\", \"stance\"").len(), 1);
}

#[test]
fn a_ranking_has_two_to_ten_options_and_none_of_them_rules_out_the_others() {
    let ranking = |options: &str| {
        let options = format!(
            "max_chars = 300\n[[areas.questions]]\nkey = \"order\"\nkind = \"ranking\"\nprompt = \"Order?\"\noptions = [{options}]"
        );
        messages(&SMALL.replace("max_chars = 300", &options))
    };
    let option = |it: usize| format!("{{ code = \"o{it}\", label = \"O\" }},");

    assert_eq!(ranking(&(0..10).map(option).collect::<String>()), [""; 0]);
    assert_eq!(ranking(&(0..11).map(option).collect::<String>()).len(), 1);
    assert_eq!(ranking(&option(1)).len(), 1);
    let exclusive =
        "{ code = \"a\", label = \"A\" }, { code = \"b\", label = \"B\", exclusive = true }";
    assert_eq!(ranking(exclusive).len(), 1);
}

#[test]
fn a_document_has_a_web_address() {
    for (url, n_errors) in [
        ("https://example.org/a", 0),
        ("http://example.org", 0),
        ("javascript:alert(1)", 1),
        ("/files/a.pdf", 1),
        ("https://me:secret@example.org/", 1),
        ("https://", 1),
    ] {
        let documents = format!("documents = [{{ title = \"A\", url = \"{url}\" }}]\nbackground =");
        let found = messages(&SMALL.replace("background =", &documents));
        assert_eq!(found.len(), n_errors, "{url}: {found:#?}");
    }
}

fn messages(file: &str) -> Vec<String> {
    let errors = parse(file).err().unwrap_or_default();
    errors.into_iter().map(|it| format!("{}: {}: {}", it.line, it.key, it.message)).collect()
}
