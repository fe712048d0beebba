//! Comments from other records: taken in whole, once, and with a word about each row that is not.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::datasets::{Selection, ToWriter, formula, write_csv};
use lectern::db::copy_pool::CopyPool;
use lectern::db::roles::Roles;
use lectern::domain::standing::Standing;
use lectern::import::{Destination, Observer, Records, Reject, Summary, Target, import};
use lectern::models::figure::{self, Figures};
use lectern::schema::intake::{audit_log, comment_versions, comments, decisions, outbox};
use lectern::schema::public_record;

use crate::support::{AREA, TestApp};

#[actix_web::test]
async fn imported_comments_wait_in_the_queue_and_nobody_gets_mail() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Queue).await;

    let (summary, _) = run(&mut conn, &target, "source_id,body\nx-1,First\nx-2,Second\n").await;

    assert_eq!(summary, Summary { n_imported: 2, ..Summary::default() });
    let standings: Vec<Standing> =
        comments::table.select(comments::standing).load(&mut conn).await.unwrap();
    assert_eq!(standings, [Standing::Pending, Standing::Pending]);
    let figures = Figures::of(&mut conn, &[target.area.id]).await.unwrap();
    assert_eq!((figures.received(), figures.n(figure::STANDING, "pending")), (2, 2));
    assert_eq!(outbox::table.count().get_result::<i64>(&mut conn).await.unwrap(), 0);
}

#[actix_web::test]
async fn published_imports_are_decided_by_the_import_and_counted() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Published).await;

    let csv = "source_id,body,category\nx-1,First,researcher\nx-2,Second,Barber\n";
    run(&mut conn, &target, csv).await;

    let deciders: Vec<(String, String)> = decisions::table
        .select((decisions::actor_kind, decisions::to_standing))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(deciders, vec![("import".to_owned(), "published".to_owned()); 2]);
    let figures = Figures::of(&mut conn, &[target.area.id]).await.unwrap();
    assert_eq!((figures.received(), figures.n(figure::STANDING, "published")), (2, 2));
    assert_eq!(figures.n(figure::STANCE, figure::NOT_GIVEN), 2);
    assert_eq!(figures.split(figure::STANCE_BY_KIND, figure::NOT_GIVEN, "researcher"), 1);
    let n_shown: i64 = public_record::standings::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_shown, 2);
}

#[actix_web::test]
async fn an_import_run_again_takes_in_what_is_missing_and_nothing_twice() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Published).await;
    let row = |n: usize| format!("x-{n},Comment {n}\n");
    let part: String = (0..600).map(row).collect();
    let whole: String = (0..1_300).map(row).collect();
    run(&mut conn, &target, &format!("source_id,body\n{part}")).await;

    let (again, _) = run(&mut conn, &target, &format!("source_id,body\n{whole}")).await;

    let n = Summary { n_imported: 700, n_already_there: 600, ..Summary::default() };
    assert_eq!(again, n);
    let figures = Figures::of(&mut conn, &[target.area.id]).await.unwrap();
    assert_eq!((figures.received(), figures.n(figure::STANDING, "published")), (1_300, 1_300));
}

#[actix_web::test]
async fn bad_rows_are_listed_with_line_and_reason_and_the_others_go_on() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Queue).await;
    let long = "x".repeat(50_001);
    let mut csv = b"source_id,received_on,text\r\n".to_vec();
    csv.extend(b"good-1,2020-01-31,\"Two\r\nlines\"\r\nshort,Text\r\nempty,, \r\n");
    csv.extend(
        b"latin,,caf\xe9\r\n\r\nnul,,a\0b\r\nday,31.1.2020,Text\r\nlater,9999-01-01,Text\r\n",
    );
    csv.extend(format!(",,Text\r\nlong,,{long}\r\n").into_bytes());
    csv.extend(b"good-1,,Another text\r\ngood-1,,\"Two\nlines\"\r\ngood-2,,Text\r\n");

    let (summary, rejects) = run(&mut conn, &target, csv).await;

    let n = Summary { n_imported: 2, n_already_there: 1, n_rejected: 9, ..Summary::default() };
    assert_eq!(summary, n);
    insta::assert_snapshot!(rejects, @r"
    4 short: The row has 2 fields, the first row has 3.
    5 empty: The text is empty.
    6 latin: text is not UTF-8.
    8 nul: The text contains a NUL character.
    9 day: received_on is not a day like 2026-02-28.
    10 later: received_on lies in the future.
    11 : source_id is empty.
    12 long: The text has 50001 characters; 50,000 is the most.
    13 good-1: A comment with this source_id and another text is there already.
    ");
    let bodies: Vec<String> =
        comment_versions::table.select(comment_versions::body).load(&mut conn).await.unwrap();
    assert_eq!(bodies, ["Two\nlines", "Text"]);
}

#[actix_web::test]
async fn a_file_that_does_not_say_where_the_texts_are_is_refused() {
    let refused = Records::open(file("source_id,comment\nx-1,Text\n").path()).unwrap_err();

    assert!(refused.to_string().ends_with("The first row has no column named body (or text)."));
}

#[actix_web::test]
async fn whoever_has_a_name_is_named_and_everybody_else_is_anonymous() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Published).await;

    let csv = "source_id,first_name,last_name,organization,text\n\
               1,Ana,Lopez,Bus Riders,Text\n2,,,Bus Riders,Text\n3,,,,Text\n";
    run(&mut conn, &target, csv).await;

    use public_record::comments;
    let shown: Vec<(String, Option<String>, Option<String>)> = comments::table
        .select((comments::attribution, comments::display_name, comments::organization))
        .order(comments::source_id)
        .load(&mut conn)
        .await
        .unwrap();
    let riders = Some("Bus Riders".to_owned());
    assert_eq!(
        shown,
        [
            ("named".to_owned(), Some("Ana Lopez".to_owned()), riders.clone()),
            ("organization".to_owned(), None, riders),
            ("anonymous".to_owned(), None, None),
        ]
    );
}

#[actix_web::test]
async fn the_summary_of_comments_from_many_years_has_a_row_for_each_day_that_counts() {
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Published).await;
    let first = NaiveDate::from_ymd_opt(2024, 1, 7).unwrap();
    let weekly = first.iter_weeks().take(100).map(|it| format!("of-{it},{it},Text\n"));
    let csv: String =
        std::iter::once("source_id,received_on,body\n".to_owned()).chain(weekly).collect();
    run(&mut conn, &target, &csv).await;

    let summary = app.visitor().get("/initiatives/harbor/bridge/summary").await.expect(200);

    assert_eq!(summary.all("svg.days rect").len(), 100);
    let days = summary.links().into_iter().filter(|(href, _)| href.contains("received_on="));
    assert_eq!(days.filter(|(_, words)| words.starts_with("1:")).count(), 100);
    assert_eq!(summary.all("details tbody tr").len(), 100);
}

#[actix_web::test]
async fn each_run_of_the_command_leaves_one_row_in_the_audit_log() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let file = file("source_id,body\nx-1,First\nx-2,Second\nx-3,\n");
    let path = file.path().to_str().unwrap();

    for flags in [&["--published"][..], &[]] {
        lectern(&app, &[&["import", "--area", AREA, path], flags].concat()).unwrap();
    }

    let rows: Vec<(Option<i64>, String, String, serde_json::Value)> = audit_log::table
        .filter(audit_log::act.eq("comments_imported"))
        .order(audit_log::id)
        .select((audit_log::actor_id, audit_log::act, audit_log::subject, audit_log::detail))
        .load(&mut app.db().await)
        .await
        .unwrap();
    let row = |published: bool, imported: u64, already_there: u64| {
        let detail = serde_json::json!({
            "published": published, "complete": true,
            "imported": imported, "already_there": already_there, "rejected": 1,
            "unknown_categories": 0,
        });
        (None, "comments_imported".to_owned(), "harbor/bridge".to_owned(), detail)
    };
    assert_eq!(rows, [row(true, 2, 0), row(false, 0, 2)]);
}

#[actix_web::test]
async fn categories_that_are_not_known_are_counted_once() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let file =
        file("source_id,body,category\n1,A,Barber\n2,B,researcher\n3,C,\n4,,Barber\n5,E,Farmer\n");
    let path = file.path().to_str().unwrap();

    let first = lectern(&app, &["import", "--area", AREA, path]).unwrap();
    let again = lectern(&app, &["import", "--area", AREA, path]).unwrap();

    assert!(first.contains("2 categories were not known and left out"), "{first}");
    assert!(!again.contains("not known"), "{again}");
}

#[actix_web::test]
async fn commands_leave_a_database_that_waits_for_a_migration_as_it_is() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let file = file("source_id,body\nx-1,First\n");
    let path = file.path().to_str().unwrap();
    let mut conn = app.db().await;
    let applied = "SELECT FROM __diesel_schema_migrations";
    let n_applied = diesel::sql_query(applied).execute(&mut conn).await.unwrap();
    let forget = "DELETE FROM __diesel_schema_migrations
        WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)";
    diesel::sql_query(forget).execute(&mut conn).await.unwrap();

    for command in [
        &["export", "--area", AREA][..],
        &["import", "--area", AREA, path],
        &["initiative", "apply", path],
        &["account", "create", "--email", "mo@agency.example", "--role", "moderator"],
    ] {
        let refused = lectern(&app, command).unwrap_err();
        assert!(refused.contains("run `lectern migrate` first"), "{command:?}: {refused}");
    }

    assert_eq!(diesel::sql_query(applied).execute(&mut conn).await, Ok(n_applied - 1));
    assert_eq!(comments::table.count().get_result::<i64>(&mut conn).await, Ok(0));
}

#[actix_web::test]
async fn the_corpus_goes_in_and_comes_out_with_every_text_equal() {
    let files = ["federal-dockets-a.csv", "federal-dockets-b.csv", "polis.csv"];
    let files =
        files.map(|it| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(it));
    if !files.iter().all(|it| it.exists()) {
        eprintln!("skipped: there is no corpus beside the checkout");
        return;
    }
    let app = TestApp::spawn().await;
    let mut conn = app.db_as("application").await;
    let target = target(&app, Destination::Published).await;

    let mut summary = Summary::default();
    for file in &files {
        let records = Records::open(file).unwrap();
        summary =
            summary.plus(import(&mut conn, &target, records, &mut Seen::default()).await.unwrap());
    }
    let exported = export(&app, &mut conn).await;

    assert_eq!(summary, Summary { n_imported: 7_754, ..Summary::default() });
    let sent = texts_of(files.iter().map(|it| std::fs::read(it).unwrap()), "text", str::to_owned);
    let got = texts_of([exported], "body", |it| formula::unguard(it).to_owned());
    assert_eq!(got.len(), 7_754);
    assert!(sent == got, "some text came out changed");
}

/// Runs the program as an operator does: what it printed, or why it failed.
fn lectern(app: &TestApp, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    let done = command.args(arguments).env("DATABASE_URL", app.database_url()).output().unwrap();
    let (out, err) = (String::from_utf8(done.stdout), String::from_utf8(done.stderr));
    if done.status.success() { Ok(out.unwrap()) } else { Err(err.unwrap()) }
}

/// Texts by source id, in the order of the ids.
fn texts_of(
    files: impl IntoIterator<Item = Vec<u8>>,
    column: &str,
    read: impl Fn(&str) -> String,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in files {
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let names = reader.headers().unwrap().clone();
        let place = |name: &str| names.iter().position(|it| it == name).unwrap();
        let (id, text) = (place("source_id"), place(column));
        for record in reader.records().map(Result::unwrap) {
            let said = read(&record[text]).replace("\r\n", "\n");
            assert_eq!(texts.insert(read(&record[id]), said), None);
        }
    }
    texts
}

async fn export(app: &TestApp, conn: &mut AsyncPgConnection) -> Vec<u8> {
    let role = Roles::new(&app.settings.database.role_prefix).unwrap().public();
    let pool = CopyPool::new(&app.database_url(), Some(&role), 1).unwrap();
    let connection = pool.get(Duration::from_secs(5)).await.unwrap();
    let selection = Selection::of_area(conn, "harbor", "bridge", &[]).await.unwrap();
    let mut sink = ToWriter(Vec::new());
    write_csv(connection, &selection, Duration::ZERO, &mut sink).await.unwrap();
    sink.0
}

async fn target(app: &TestApp, destination: Destination) -> Target {
    app.initiative().await;
    Target::find(&mut app.db().await, AREA, destination).await.unwrap()
}

/// Imports a text as a file; gives the rejects one a line.
async fn run(
    conn: &mut AsyncPgConnection,
    target: &Target,
    csv: impl AsRef<[u8]>,
) -> (Summary, String) {
    let file = file(csv);
    let mut seen = Seen::default();
    let records = Records::open(file.path()).unwrap();
    let summary = import(conn, target, records, &mut seen).await.unwrap();
    (summary, seen.0.join("\n"))
}

fn file(csv: impl AsRef<[u8]>) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(csv.as_ref()).unwrap();
    file
}

#[derive(Default)]
struct Seen(Vec<String>);

impl Observer for Seen {
    fn rejected(&mut self, _: &Path, reject: &Reject) -> anyhow::Result<()> {
        self.0.push(format!("{} {}: {}", reject.line, reject.source_id, reject.reason));
        Ok(())
    }

    fn done_to(&mut self, _: &Path, _: u64) {}
}
