//! Figures reconcile (rule 5): with the rows, with the lists that they link to, and with the CSV alone.

use std::collections::BTreeMap;

use csv::StringRecord;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::standing::Outcome;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::record::decide::DecideError;
use lectern::schema::catalogue::areas;
use lectern::schema::intake::comments;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use crate::support::{AREA, CommentBuilder, OTHER_AREA, Page, TestApp, Visitor};

const PLACES: [(&str, Option<&str>); 3] = [
    ("/initiatives/harbor/bridge", Some("bridge")),
    ("/initiatives/harbor/ferry", Some("ferry")),
    ("/initiatives/harbor", None),
];

#[actix_web::test]
async fn after_any_run_of_decisions_every_figure_can_be_worked_out_again() {
    for seed in [1, 2] {
        let app = TestApp::spawn().await;
        app.initiative().await;
        let mut random = SmallRng::seed_from_u64(seed);
        let mut numbers = Vec::new();
        for n in 0..14 {
            numbers.push(random_comment(&app, n, &mut random).insert().await);
        }

        for step in 0..40 {
            let number = &numbers[random.random_range(0..numbers.len())];
            decide_somehow(&app, number, &mut random).await;
            if step % 13 == 5 {
                app.worker_round().await;
            }
        }

        assert_reconciled(&app, seed).await;
        app.worker_round().await;
        assert_reconciled(&app, seed).await;
    }
}

fn random_comment<'a>(app: &'a TestApp, n: usize, random: &mut SmallRng) -> CommentBuilder<'a> {
    let mut one_of = |choices: &[&'static str]| choices[random.random_range(0..choices.len())];
    let comment = app
        .comment(&format!("Comment {n}"))
        .stance(one_of(&["", "support", "support_with_changes", "neutral", "oppose"]))
        .kind(one_of(&["", "resident", "business", "researcher"]))
        .attribution(one_of(&["", "named", "anonymous"]))
        .answer("distance", one_of(&["", "near", "far"]));
    if n.is_multiple_of(3) {
        return comment.on(OTHER_AREA);
    }
    let material = one_of(&["", "stone", "steel", "other"]);
    let comment = comment
        .on(AREA)
        .answer("material", material)
        .answer("material.other", if material == "other" { "Glass" } else { "" })
        .answer("users", one_of(&["", "walkers", "trains"]))
        .answer("users", one_of(&["", "cyclists"]))
        .answer("urgency", one_of(&["", "1", "5", "not_sure"]));
    let (first, second) = [("cost", "speed"), ("speed", "beauty"), ("beauty", "cost")][n % 3];
    if n.is_multiple_of(2) {
        comment.answer(&format!("order.{first}"), "1").answer(&format!("order.{second}"), "2")
    } else {
        comment
    }
}

async fn decide_somehow(app: &TestApp, number: &TrackingNumber, random: &mut SmallRng) {
    let reasons = ["off_topic", "obscenity", "other"];
    let reason = reasons[random.random_range(0..reasons.len())];
    let decided = match random.random_range(0..5) {
        0 | 1 => app.decide(number, Outcome::Publish, None).await,
        2 | 3 => app.decide(number, Outcome::Withhold, Some(reason)).await,
        _ => app.undo(number).await,
    };
    match decided {
        Ok(()) | Err(DecideError::AlreadyDecided(_) | DecideError::NothingToUndo) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn assert_reconciled(app: &TestApp, seed: u64) {
    let reader = app.visitor();
    for (path, area) in PLACES {
        let summary = reader.get(&format!("{path}/summary")).await.expect(200);
        let rows = download(&reader, &format!("{path}/comments.csv")).await;
        assert_standings(app, &summary, area).await;
        assert_eq!(standings(&summary)["Published"], rows.len(), "{path}, seed {seed}");
        let mut n_checked = 0;
        for (href, words) in summary.links() {
            let Some((list, query)) = href.split_once("/comments?") else { continue };
            let Some(figure) = figure(&words) else { continue };
            let counted = list_of(&reader, &href).await;
            assert_eq!(counted, figure, "{href} lists what it counts, seed {seed}");
            let filtered = download(&reader, &format!("{list}/comments.csv?{query}")).await;
            assert_eq!(filtered.len(), figure, "{href} as CSV, seed {seed}");
            let again = rows.iter().filter(|it| matches(it, query)).count();
            assert_eq!(again, figure, "{href} from the whole CSV, seed {seed}");
            n_checked += 1;
        }
        assert!(rows.is_empty() || 4 < n_checked, "{path}: only {n_checked} figures, seed {seed}");
    }
}

/// Received is the sum of the others, and each is what the rows say.
async fn assert_standings(app: &TestApp, summary: &Page, area: Option<&str>) {
    let figures = standings(summary);
    let sum: usize =
        ["Pending", "Published", "Withheld", "Withdrawn"].iter().map(|it| figures[*it]).sum();
    assert_eq!(figures["Received"], sum);
    let stored: Vec<(String, String)> = comments::table
        .inner_join(areas::table.on(comments::area_id.eq(areas::id)))
        .select((areas::slug, comments::standing))
        .load(&mut app.db().await)
        .await
        .unwrap();
    for (standing, name) in [
        ("pending", "Pending"),
        ("published", "Published"),
        ("withheld", "Withheld"),
        ("withdrawn", "Withdrawn"),
    ] {
        let of_area = stored.iter().filter(|(slug, _)| area.is_none_or(|it| it == slug));
        assert_eq!(of_area.filter(|(_, it)| it == standing).count(), figures[name], "{name}");
    }
}

/// The figures under "Where the comments stand".
fn standings(summary: &Page) -> BTreeMap<String, usize> {
    let figures = summary.all("dl.stats dd").into_iter().map(|it| figure(&it).unwrap());
    summary.all("dl.stats dt").into_iter().zip(figures).collect()
}

/// The number at the start of `12: Support`.
fn figure(words: &str) -> Option<usize> {
    words.split(':').next()?.replace(',', "").parse().ok()
}

/// How many comments a list has, over all its pages.
async fn list_of(reader: &Visitor, href: &str) -> usize {
    let list = reader.get(href).await.expect(200);
    let rows = list.all("ol.rows > li").len();
    let said = list.all("p[role=status]").join(" ");
    let said = said.split(' ').next().unwrap_or_default().replace(',', "");
    let no_more = list.all("a[rel=next]").is_empty();
    if no_more {
        assert!(
            said.is_empty() || said.parse() == Ok(rows) || rows == 0,
            "{href}: {said} and {rows}"
        );
    }
    rows
}

async fn download(reader: &Visitor, path: &str) -> Vec<BTreeMap<String, String>> {
    let file = reader.get(path).await.expect(200);
    let mut rows = csv::Reader::from_reader(file.bytes.as_slice());
    let headers = rows.headers().unwrap().clone();
    let record = |it: StringRecord| {
        let cells = headers.iter().map(str::to_owned).zip(it.iter().map(str::to_owned));
        expand(cells.collect())
    };
    rows.records().map(|it| record(it.unwrap())).collect()
}

/// An initiative's file has the answers in one column of JSON: laid out as an area's.
fn expand(mut row: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let Some(answers) = row.remove("answers") else { return row };
    let answers: serde_json::Value = serde_json::from_str(&answers).unwrap();
    for (key, value) in answers.as_object().into_iter().flatten() {
        let codes =
            |it: &serde_json::Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
        let cell = match value.as_array() {
            Some(list) if key == "order" => list.iter().map(codes).collect::<Vec<_>>().join(">"),
            Some(list) => list.iter().map(codes).collect::<Vec<_>>().join("|"),
            None => codes(value),
        };
        row.insert(format!("answers.{key}"), cell);
    }
    row
}

/// Whether a row of the CSV is one of those that the query of a link asks for.
fn matches(row: &BTreeMap<String, String>, query: &str) -> bool {
    let cell = |name: &str| row.get(name).map_or("", String::as_str);
    url::form_urlencoded::parse(query.as_bytes()).all(|(name, value)| {
        let Some(key) = name.strip_prefix("answers.") else {
            return cell(&name) == if value == "not_given" { "" } else { &value };
        };
        if let Some((question, option)) = key.split_once('.') {
            let place: usize = value.parse().unwrap();
            return cell(&format!("answers.{question}")).split('>').nth(place - 1) == Some(option);
        }
        let given = cell(&name);
        if value == "*" { !given.is_empty() } else { given.split(['|', '>']).any(|it| it == value) }
    })
}
