//! A definition that goes out as a file and comes in elsewhere is the same definition.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{GENESIS_MISSION, SMALL};
use crate::domain::definition::{
    AreaDefinition, DocumentDefinition, InitiativeDefinition, RespondentKindDefinition, changes,
    parse, read,
};
use crate::domain::question::{Question, QuestionKind, QuestionOption, ScaleLabels, Visibility};

#[test]
fn the_shipped_initiative_comes_back_as_it_went_out() {
    for file in [GENESIS_MISSION, SMALL] {
        assert_comes_back(&parse(file).unwrap());
    }
}

#[test]
fn a_question_of_every_area_is_written_once() {
    let file = parse(GENESIS_MISSION).unwrap().to_toml();

    assert_eq!(file.matches("key = \"themes\"").count(), 1);
    assert!(file.contains("opens_at = 2026-11-02T09:00:00-05:00\n"), "times are those of the zone");
}

#[test]
fn a_definition_that_is_still_being_written_is_kept_as_it_is() {
    let mut definition = parse(SMALL).unwrap();
    definition.privacy_notice = String::new();
    definition.title = String::new();
    definition.areas[0].opens_at = DateTime::default();
    definition.areas[0].questions[0].options = Vec::new();
    definition.areas[0].questions[1].prompt = String::new();

    let (again, errors) = read(&definition.to_toml());

    assert_eq!(again.digest(), definition.digest());
    let keys: Vec<_> = errors.iter().map(|it| it.key.as_str()).collect();
    let expected = ["title", "privacy_notice", "areas.benches.opens_at"];
    assert_eq!(keys[..3], expected, "{errors:#?}");
}

proptest! {
    #[test]
    fn every_definition_comes_back_as_it_went_out(definition in definitions()) {
        assert_comes_back(&definition);
    }
}

fn assert_comes_back(definition: &InitiativeDefinition) {
    let file = definition.to_toml();
    let again = parse(&file).unwrap_or_else(|it| panic!("{it:#?}\n{file}"));
    assert_eq!(changes(Some(definition), &again), [""; 0], "{file}");
    assert_eq!(again.digest(), definition.digest(), "{file}");
    assert_eq!(again.asked_everywhere, definition.asked_everywhere);
    assert_eq!(again.came_from, definition.came_from);
    let reasons = |it: &InitiativeDefinition| {
        it.areas.iter().map(|it| it.period_reason.clone()).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&again), reasons(definition));
    assert_eq!(again.to_toml(), file);
}

/// Whatever a definition can be that a file can say.
fn definitions() -> impl Strategy<Value = InitiativeDefinition> {
    let texts = prop::collection::vec(lines(), 4);
    let paragraphs = prop::collection::vec(paragraphs(), 3);
    let optional = prop::collection::vec(prop::option::of(lines()), 4);
    let zones =
        prop::sample::select(vec!["America/New_York", "Asia/Kathmandu", "UTC", "Africa/Monrovia"]);
    let kinds = prop::collection::vec(lines(), 0..3);
    let everywhere = questions("all", 3);
    let areas = prop::collection::vec(areas(), 1..4);
    let came_from = prop::option::of("[0-9a-f]{64}");
    (texts, paragraphs, optional, zones, kinds, everywhere, areas, came_from).prop_map(
        |(texts, paragraphs, optional, zone, kinds, everywhere, mut areas, came_from)| {
            for (n, area) in areas.iter_mut().enumerate() {
                area.slug = format!("area-{n}");
                area.questions.extend(everywhere.iter().cloned());
            }
            InitiativeDefinition {
                came_from,
                slug: "all-of-it".to_owned(),
                title: texts[0].clone(),
                summary: texts[1].clone(),
                description: paragraphs[0].clone(),
                demonstration: texts[2].len() % 2 == 0,
                language: "en".to_owned(),
                time_zone: zone.to_owned(),
                contact: "office@example.org".to_owned(),
                agency: texts[3].clone(),
                agency_id: optional[0].clone(),
                docket_number: optional[1].clone(),
                omb_control_number: optional[2].clone(),
                paperwork_basis: optional[3].clone(),
                privacy_notice: paragraphs[1].clone(),
                moderation_policy: paragraphs[2].clone(),
                respondent_kinds: (0..)
                    .zip(kinds)
                    .map(|(n, label)| RespondentKindDefinition { code: format!("k{n}"), label })
                    .collect(),
                areas,
                asked_everywhere: everywhere,
            }
        },
    )
}

fn areas() -> impl Strategy<Value = AreaDefinition> {
    let texts = prop::collection::vec(lines(), 3);
    let documents = prop::collection::vec(lines(), 0..3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    // From the year 1 to the year 9999, also in zones of old.
    let times = (-62_000_000_000..253_000_000_000_i64, 1..400_000_000_i64);
    let reason = prop::option::of(lines());
    (texts, paragraphs(), documents, flags, times, reason, questions("own", 4)).prop_map(
        |(
            texts,
            background,
            documents,
            (late, steps, required),
            (opens, lasts),
            reason,
            questions,
        )| {
            AreaDefinition {
                slug: String::new(),
                title: texts[0].clone(),
                summary: texts[1].clone(),
                background,
                stated_direction: texts[2].clone(),
                opens_at: moment(opens),
                closes_at: moment(opens + lasts),
                take_late_comments: late,
                in_steps: steps,
                period_reason: reason,
                required: if required { vec!["stance".to_owned()] } else { Vec::new() },
                documents: (0..)
                    .zip(documents)
                    .map(|(n, title)| {
                        let url = format!("https://example.org/{n}?a=\"b\"&c=\\");
                        DocumentDefinition { title, url }
                    })
                    .collect(),
                questions,
            }
        },
    )
}

fn questions(prefix: &'static str, most: usize) -> impl Strategy<Value = Vec<Question>> {
    prop::collection::vec(question(), 0..most).prop_map(move |mut questions| {
        for (n, question) in questions.iter_mut().enumerate() {
            question.key = format!("{prefix}_{n}");
        }
        questions
    })
}

fn question() -> impl Strategy<Value = Question> {
    let kind = prop::sample::select(QuestionKind::ALL);
    let texts = prop::collection::vec(lines(), 4);
    let optional = (prop::option::of(lines()), prop::option::of(lines()));
    let options = prop::collection::vec((lines(), any::<bool>()), 2..6);
    let numbers = (prop::option::of(1..=2_usize), 1..=10_000_usize);
    (kind, texts, optional, options, numbers, 0..3).prop_map(
        |(kind, texts, (help, not_sure), options, (choose_up_to, max_chars), about)| Question {
            key: String::new(),
            kind,
            prompt: texts[0].clone(),
            help,
            visibility: if about == 0 { Visibility::Published } else { Visibility::Statistics },
            about_respondent: about == 2,
            choose_up_to: choose_up_to.filter(|_| kind == QuestionKind::MultipleChoice),
            max_chars: matches!(kind, QuestionKind::ShortText | QuestionKind::LongText)
                .then_some(max_chars),
            scale: (kind == QuestionKind::Scale).then(|| ScaleLabels {
                lowest: texts[1].clone(),
                middle: texts[2].clone(),
                highest: texts[3].clone(),
                not_sure,
            }),
            options: if kind.has_options() { offered(kind, options) } else { Vec::new() },
        },
    )
}

fn offered(kind: QuestionKind, options: Vec<(String, bool)>) -> Vec<QuestionOption> {
    let options = (0..).zip(options);
    options
        .map(|(n, (label, exclusive))| QuestionOption {
            code: format!("o{n}"),
            label,
            exclusive: exclusive && kind != QuestionKind::Ranking,
        })
        .collect()
}

/// A line as the parser leaves it, of letters that a file has to take care with and of others.
fn lines() -> impl Strategy<Value = String> {
    let line = "[a-zA-Z\"\\\\'#=\\[\\]{} \u{e9}\u{4e2d}\u{1f600}]{1,40}";
    line.prop_map(|it| it.trim().nfc().collect::<String>())
        .prop_filter("not empty", |it| !it.is_empty())
}

fn paragraphs() -> impl Strategy<Value = String> {
    let text = "[a-z\"\\\\'# \t\n\u{2028}\u{f1}]{1,80}";
    text.prop_map(|it| it.trim().to_owned()).prop_filter("not empty", |it| !it.is_empty())
}

fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}
