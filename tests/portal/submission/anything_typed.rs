//! A thousand random submissions that cannot be accepted: not one value of them is lost (rule 2).

use futures_util::future::join_all;
use lectern::models::draft::Draft;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::{form, n_comments};
use crate::support::{Form, TestApp};

const N_WRITERS: u64 = 4;
const N_EACH: usize = 250;

/// What people and programs write; a carriage return alone is no line break of any browser, and NUL is refused.
const PIECES: [&str; 22] = [
    "stone",
    " ",
    "  ",
    "\"",
    "'",
    "<b>",
    "</textarea>",
    "<script>",
    "&amp;",
    "&#10;",
    "&",
    "é",
    "e\u{301}",
    "עברית",
    "🗳",
    "\u{202e}",
    "\u{200d}",
    "\u{1}",
    "\t",
    "%00",
    "+",
    "=1+1",
];

/// Fields in which line breaks are text.
const LONG: [&str; 2] = ["body", "answers.story"];

struct Field {
    name: &'static str,
    offered: &'static [&'static str],
    repeats: bool,
}

const fn field(name: &'static str, offered: &'static [&'static str]) -> Field {
    Field { name, offered, repeats: false }
}

const FIELDS: [Field; 14] = [
    field("stance", &["support", "oppose", "not_stated"]),
    field("body", &["Stone lasts."]),
    field("answers.material", &["stone", "steel", "other"]),
    field("answers.material.other", &["Glass"]),
    Field { repeats: true, ..field("answers.users", &["walkers", "cyclists", "trains", "none"]) },
    field("answers.urgency", &["1", "5", "not_sure"]),
    field("answers.order.beauty", &["1", "2", "3"]),
    field("answers.order.cost", &["1", "2", "3"]),
    field("answers.order.speed", &["1", "2", "3"]),
    field("answers.place", &["By the mill"]),
    field("answers.story", &["I row."]),
    field("answers.distance", &["near", "far"]),
    field("respondent_kind", &["resident", "business"]),
    field("organization", &["Friends of the Mill"]),
];

#[actix_web::test]
async fn a_thousand_random_submissions_that_cannot_be_accepted_lose_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let seed: u64 = rand::random();
    eprintln!("seed {seed}");

    let mut writers = Vec::new();
    for n in 0..N_WRITERS {
        writers.push(write(
            &app,
            format!("Writer {n}"),
            StdRng::seed_from_u64(seed.wrapping_add(n)),
        ));
    }
    join_all(writers).await;

    assert_eq!(n_comments(&app).await, 0);
}

async fn write(app: &TestApp, name: String, mut random: StdRng) {
    let writer = app.registered(&name).await;
    let account = app.account(&name).await;
    let mut conn = app.db().await;
    let mut blank = form(&writer).await;
    for name in FIELDS.iter().map(|it| it.name).chain(["attribution"]) {
        blank = blank.without(name);
    }
    for _ in 0..N_EACH {
        let typed = fill(blank.clone(), &mut random);
        let intent = *["check", "submit"].choose(&mut random).unwrap();

        let page = typed.clone().press(intent).await;

        assert_eq!(page.status, 422, "{:?}: {}", typed.typed(), page.words());
        let again = page.form("body");
        assert_eq!(again.typed(), typed.typed(), "on the page");
        let drafts = Draft::of(&mut conn, account.id).await.unwrap();
        let mut kept: Vec<(String, String)> = drafts[0]
            .fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        kept.sort();
        assert_eq!(kept, typed.typed(), "in the draft");
        for carried in ["revision", "submission_key"] {
            blank = blank.set(carried, again.value(carried));
        }
    }
}

/// Anything in any field, and one of them wrong for certain: an attribution that there is not.
fn fill(mut form: Form, random: &mut StdRng) -> Form {
    form = form.add("attribution", &format!("loud {}", line(random)));
    for field in FIELDS {
        let n = if field.repeats { random.random_range(0..4) } else { random.random_range(0..2) };
        for _ in 0..n {
            let value = value(&field, random);
            if !form.values(field.name).contains(&value.as_str()) {
                form = form.add(field.name, &value);
            }
        }
    }
    form
}

fn value(field: &Field, random: &mut StdRng) -> String {
    if random.random_bool(0.4) {
        return (*field.offered.choose(random).unwrap()).to_owned();
    }
    if !LONG.contains(&field.name) {
        return line(random);
    }
    let n_lines = if random.random_bool(0.02) { 6_000 } else { random.random_range(1..5) };
    let lines: Vec<String> = (0..n_lines).map(|_| line(random)).collect();
    lines.join("\r\n")
}

fn line(random: &mut StdRng) -> String {
    let n = random.random_range(1..9);
    (0..n).map(|_| *PIECES.choose(random).unwrap()).collect()
}
