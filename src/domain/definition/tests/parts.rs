//! The forms of a definition: what they show is what they write, and names are suggested.

use super::{GENESIS_MISSION, SMALL};
use crate::domain::definition::names::suggested;
use crate::domain::definition::parts::{Asker, Part, Permanent, rearranged, rows};
use crate::domain::definition::{InitiativeDefinition, changes, merged, parse};
use crate::domain::fields::Fields;

/// Every form that there is for a definition.
fn every_part(definition: &InitiativeDefinition) -> Vec<Part> {
    let own = [Part::Texts, Part::Agency, Part::Notices, Part::Paperwork, Part::RespondentKinds];
    let mut parts = Vec::from(own);
    let ask = |asker: &Asker| {
        let questions = asker.questions(definition).unwrap().iter();
        questions.map(|it| Part::Question(asker.clone(), it.key.clone())).collect::<Vec<_>>()
    };
    parts.extend(ask(&Asker::Everywhere));
    for area in &definition.areas {
        parts.push(Part::Area(area.slug.clone()));
        parts.push(Part::Documents(area.slug.clone()));
        parts.extend(ask(&Asker::Area(area.slug.clone())));
    }
    parts
}

#[test]
fn a_form_that_is_saved_as_it_was_shown_changes_nothing() {
    for file in [GENESIS_MISSION, SMALL] {
        let definition = parse(file).unwrap();
        for part in every_part(&definition) {
            let shown = part.fields(&definition).unwrap();
            let (saved, now) = part.set(&definition, &shown, &Permanent::default()).unwrap();
            assert_eq!(changes(Some(&definition), &saved), [""; 0], "{part:?}");
            assert_eq!((saved.digest(), &now), (definition.digest(), &part));
            assert_eq!(saved.asked_everywhere, definition.asked_everywhere, "{part:?}");
        }
    }
}

#[test]
fn a_slug_that_is_no_slug_is_refused_beside_its_field() {
    let definition = parse(SMALL).unwrap();
    let part = Part::Area("benches".to_owned());
    for (name, bad) in [("slug", "Our parks"), ("slug", "data"), ("title", "")] {
        let shown = part.fields(&definition).unwrap();
        let others = shown.iter().filter(|(it, _)| *it != name);
        let mut typed: Vec<_> =
            others.map(|(it, value)| (it.to_owned(), value.to_owned())).collect();
        typed.push((name.to_owned(), bad.to_owned()));
        let errors = part.set(&definition, &Fields::new(typed), &Permanent::default()).unwrap_err();
        assert!(errors.about(name).is_some(), "{bad}: {errors:?}");
    }
}

#[test]
fn rows_are_moved_and_removed_with_all_that_was_typed() {
    let pairs =
        [("title", "T"), ("items.0.code", "a"), ("items.2.code", "b"), ("items.2.label", "B")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let typed = Fields::new(Vec::from(pairs));

    let up = rearranged(&typed, "up.2").unwrap();
    assert_eq!((up.one("items.0.label"), up.one("items.1.code"), up.one("title")), ("B", "a", "T"));
    assert_eq!(rows(&rearranged(&typed, "remove.0").unwrap()).len(), 1);
    assert_eq!(rearranged(&typed, "up.0").unwrap().one("items.0.code"), "a");
    for none in ["save", "up", "up.1", "up.x", "burn.0"] {
        assert!(rearranged(&typed, none).is_none(), "{none}");
    }
}

#[test]
fn a_name_is_suggested_from_what_people_read() {
    for (label, expected) in [
        ("Stone, or glass?", "stone_or_glass"),
        ("2 to 5 years", "to_5_years"),
        ("Éé", "ee"),
        ("\u{4e2d}\u{6587}", "item"),
        ("taken", "taken_2"),
    ] {
        assert_eq!(suggested(label, '_', |it| it == "taken"), expected);
    }
    assert!(suggested(&"word ".repeat(40), '-', |_| false).len() <= 40);
}

#[test]
fn of_two_changes_both_are_kept_and_where_both_changed_the_same_it_stays_as_in_ours() {
    let base = parse(SMALL).unwrap();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.title = "Ours".to_owned();
    ours.areas[0].summary = "Ours".to_owned();
    ours.areas[0].opens_at += chrono::TimeDelta::days(1);
    theirs.title = "Theirs".to_owned();
    theirs.agency = "Theirs".to_owned();
    theirs.areas[0].closes_at += chrono::TimeDelta::days(1);
    theirs.areas[0].questions[0].prompt = "Theirs".to_owned();

    let both = merged(&base, &ours, &theirs);

    let mut expected = ours.clone();
    expected.agency = "Theirs".to_owned();
    expected.areas[0].questions[0].prompt = "Theirs".to_owned();
    assert_eq!(changes(Some(&expected), &both), [""; 0], "a period is one thing");
    assert_eq!(merged(&base, &base, &theirs).digest(), theirs.digest());
    assert_eq!(merged(&base, &ours, &base).digest(), ours.digest());
}
