//! The figures of a summary.

use lectern_templates::figures::{Cell, Columns, CrossRow, CrossTable, Span, Tally};
use lectern_templates::place::Place;
use lectern_templates::summary::{
    AreaFigures, Counts, Day, QuestionAnswers, QuestionFigure, SummaryPage,
};

use super::{at, received};

pub fn summary_page(place: Place<'static>) -> SummaryPage<'static> {
    let tally = |label, count| Tally {
        label,
        count,
        href: Some(format!("{}/comments?x={count}", place.path())),
    };
    let stances = || {
        vec![
            tally("Support", 402),
            tally("Support, with changes", 310),
            tally("Neutral or mixed", 61),
            tally("Oppose", 190),
            tally("I am giving information, not a position", 39),
        ]
    };
    let cells = |counts: &[i64]| {
        counts.iter().map(|count| Cell { count: *count, href: Some("#main".to_owned()) }).collect()
    };
    let cross = |row_heading, columns, labels: &[&'static str], counts: &[i64]| CrossTable {
        row_heading,
        columns,
        rows: labels.iter().map(|label| CrossRow { label, cells: cells(counts) }).collect(),
    };
    SummaryPage {
        counts: Counts {
            received: 1_234,
            published: 1_002,
            published_href: Some(format!("{}/comments", place.path())),
            pending: 180,
            withheld: 47,
            withheld_by_reason: vec![
                Tally { href: None, ..tally("Personal information", 30) },
                Tally { href: None, ..tally("Spam or commercial", 17) },
            ],
            withdrawn: 5,
        },
        stance: stances(),
        stance_by_kind: cross(
            "Respondent kind",
            vec!["Support", "Support, with changes", "Neutral or mixed", "Oppose", "Information"],
            &[
                "Individual",
                "Academic or research institution",
                "Company",
                "State, local or tribal government",
                "Not given",
            ],
            &[102, 31, 0, 12, 7],
        ),
        questions: vec![
            QuestionFigure {
                key: "testing_rule",
                prompt: "Should advanced AI models be tested before they are released?",
                answered: Cell { count: 804, href: Some("/initiatives/genesis-mission/safety-standards/comments?answers.testing_rule=*".to_owned()) },
                answers: QuestionAnswers::SingleChoice(stances()),
            },
            QuestionFigure {
                key: "tester",
                prompt: "If models are tested, who should do it?",
                answered: Cell { count: 640, href: Some("/initiatives/genesis-mission/safety-standards/comments?answers.testing_rule=*".to_owned()) },
                answers: QuestionAnswers::MultipleChoice(vec![
                    tally("Independent paid auditors", 420),
                    tally("A government body", 333),
                    tally("National laboratories", 2),
                ]),
            },
            QuestionFigure {
                key: "rules_effect",
                prompt: "What would clear federal testing rules do to new products in your field?",
                answered: Cell { count: 512, href: Some("/initiatives/genesis-mission/safety-standards/comments?answers.testing_rule=*".to_owned()) },
                answers: QuestionAnswers::Scale(vec![
                    tally("1 Slow them a lot", 90),
                    tally("2", 71),
                    tally("3 No effect", 140),
                    tally("4", 130),
                    tally("5 Help them a lot", 60),
                    tally("Not sure or no view", 21),
                ]),
            },
            QuestionFigure {
                key: "first_sectors",
                prompt: "In which fields should common tests come first, if anywhere?",
                answered: Cell { count: 499, href: Some("/initiatives/genesis-mission/safety-standards/comments?answers.testing_rule=*".to_owned()) },
                answers: QuestionAnswers::Ranking(cross(
                    "Field",
                    vec!["1", "2", "3", "4", "5", "6", "Unranked"],
                    &[
                        "Energy and water",
                        "Banking and insurance",
                        "Health care",
                        "Hiring and work",
                        "Public services",
                        "Transport",
                    ],
                    &[120, 101, 88, 40, 31, 12, 107],
                )),
            },
        ],
        columns: Some(Columns {
            each: Span::Day,
            first: at("2026-11-01", "November 1, 2026"),
            last: at("2026-11-20", "November 20, 2026"),
            counts: (1..=20).map(|day| (day * 37) % 61).collect(),
        }),
        days: (1..=20)
            .map(|day| Day {
                day: at(&format!("2026-11-{day:02}"), &format!("November {day}, 2026")),
                count: (day * 37) % 61,
                href: Some("#main".to_owned()),
            })
            .collect(),
        areas: if place.area.is_some() {
            Vec::new()
        } else {
            vec![AreaFigures {
                slug: "safety-standards",
                title: "Safety and standards",
                received: 1_234,
                published: Cell { count: 1_002, href: Some("#main".to_owned()) },
                pending: 180,
                withheld: 47,
                withdrawn: 5,
            }]
        },
        as_of: received(),
        csv_href: "/initiatives/genesis-mission/comments.csv",
        place,
    }
}
