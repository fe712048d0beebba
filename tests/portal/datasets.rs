//! The dataset: what is in it, how it is written, and what a bad reader can do to it.

mod readers;

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use lectern::datasets::{Selection, ToWriter, columns, write_csv};
use lectern::db::copy_pool::CopyPool;
use lectern::db::roles::Roles;

use crate::support::{TestApp, harbor};

const INITIATIVE: &str = "harbor";
const AREA: &str = "bridge";
const DOWNLOAD: &str = "/initiatives/harbor/bridge/comments.csv";
const SAID: &str = "I have something to say. ";
const A_WHILE: Duration = Duration::from_secs(5);

#[actix_web::test]
async fn every_column_of_the_record_is_listed_as_public_or_private() {
    let app = TestApp::spawn().await;
    let stored: Vec<Name> = diesel::sql_query(
        "SELECT column_name::text AS name FROM information_schema.columns
         WHERE table_schema = 'public_record' AND table_name = 'comments'",
    )
    .load(&mut app.db().await)
    .await
    .unwrap();

    let stored: BTreeSet<_> = stored.iter().map(|it| it.name.as_str()).collect();
    let public = columns::COLUMNS.iter().map(|it| it.shows).chain([columns::ANSWERS]);
    let public: BTreeSet<_> = public.collect();
    let private: BTreeSet<_> = columns::PRIVATE.iter().map(|it| it.name).collect();
    assert_eq!(&public | &private, stored);
    assert!(public.is_disjoint(&private));
}

#[actix_web::test]
async fn the_file_of_an_area_has_a_column_for_each_published_question() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    publish(&mut conn, "AAAA", "stance", "'oppose'").await;
    publish(&mut conn, "BBBB", "body", "E'=HYPERLINK(\"x\"),\\nand more'").await;
    publish(
        &mut conn,
        "CCCC",
        "answers",
        r#"'{"order": ["cost", "beauty"], "users": ["walkers", "trains"], "material": "other",
             "material.other": "@home", "urgency": 4, "story": "- by ferry"}'"#,
    )
    .await;

    let csv = area_csv(&app, &[]).await;

    let shown = csv.replace(&SAID.repeat(20), "(said)").replace('\r', "␍");
    insta::assert_snapshot!(shown, @r#"
    tracking_number,initiative,area,received_on,received_at,published_on,late,source,source_id,stance,respondent_kind,organization,attribution,display_name,question_set_version,body,attachments,version,replaced_on,channel,signatories,answers.material,answers.material.other,answers.users,answers.urgency,answers.order,answers.place,answers.story␍
    AAAA,harbor,bridge,2026-03-01,,2026-03-05,false,web,,oppose,,,anonymous,,1,(said),0,1,,,1,,,,,,,␍
    BBBB,harbor,bridge,2026-03-01,,2026-03-05,false,web,,support,,,anonymous,,1,"'=HYPERLINK(""x""),
    and more",0,1,,,1,,,,,,,␍
    CCCC,harbor,bridge,2026-03-01,,2026-03-05,false,web,,support,,,anonymous,,1,(said),0,1,,,1,other,'@home,walkers|trains,4,cost>beauty,,'- by ferry␍
    "#);
}

#[actix_web::test]
async fn the_file_of_an_initiative_has_one_column_of_answers() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    publish(&mut conn, "AAAA", "answers", r#"'{"material": "steel", "b": [1]}'"#).await;

    let selection = Selection::of_initiative(&mut conn, INITIATIVE, &[]).await.unwrap();
    let csv = written(&app, &selection).await;

    assert!(csv.starts_with("tracking_number,initiative,area,"));
    assert!(csv.contains(",body,attachments,version,replaced_on,channel,signatories,answers\r\n"));
    assert!(csv.ends_with(",\"{\"\"b\"\": [1], \"\"material\"\": \"\"steel\"\"}\"\r\n"), "{csv}");
}

#[actix_web::test]
async fn a_column_stays_when_its_question_is_no_longer_asked() {
    let app = TestApp::spawn().await;
    record(&app).await;
    let mut definition = harbor();
    definition.areas[0].questions.retain(|it| it.key != "material");
    app.apply(&definition).await;

    let csv = area_csv(&app, &[]).await;

    assert!(csv.ends_with(",answers.story,answers.material,answers.material.other\r\n"), "{csv}");
}

#[actix_web::test]
async fn statistics_about_respondents_have_no_column() {
    let app = TestApp::spawn().await;
    record(&app).await;

    let csv = area_csv(&app, &[]).await;

    assert!(csv.contains(",answers.material,"));
    assert!(!csv.contains("distance"), "{csv}");
}

#[actix_web::test]
async fn the_filters_of_the_list_choose_the_rows() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    publish(&mut conn, "AAAA", "stance", "'oppose'").await;
    publish(&mut conn, "BBBB", "respondent_kind", "'business'").await;
    let ranked = r#"'{"order": ["cost", "beauty"]}', answered = ARRAY['order']"#;
    publish(&mut conn, "CCCC", "answers", ranked).await;

    for (name, value, found) in [
        ("stance", "oppose", "AAAA"),
        ("respondent_kind", "business", "BBBB"),
        ("answers.order.beauty", "2", "CCCC"),
        ("answers.order", "*", "CCCC"),
        ("received_on", "2026-03-01", "AAAA BBBB CCCC"),
        ("received_on", "2026-03-02", ""),
    ] {
        let csv = area_csv(&app, &[(name, value)]).await;
        let numbers: Vec<_> = csv.lines().skip(1).map(|it| it.split(',').next().unwrap()).collect();
        assert_eq!(numbers.join(" "), found, "{name}={value}");
    }
}

#[actix_web::test]
async fn a_download_has_the_bytes_of_an_export() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    many(&mut conn, 3_000).await;

    let file = app.visitor().get(DOWNLOAD).await.expect(200);

    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8; header=present");
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"harbor-bridge-comments.csv\""
    );
    assert!(file.bytes == area_csv(&app, &[]).await.as_bytes(), "the bytes differ");
}

#[actix_web::test]
async fn a_parameter_that_is_none_is_refused_by_name() {
    let app = TestApp::spawn().await;
    record(&app).await;

    for (query, name) in [
        ("colour=red", "“colour”"),
        ("colour=", "“colour”"),
        ("stance=maybe", "“stance”"),
        ("stance=oppose&stance=support", "“stance”"),
        ("received_on=yesterday", "“received_on”"),
        ("received_on=%2B10000-01-01", "“received_on”"),
        ("respondent_kind=astronaut", "“respondent_kind”"),
        ("respondent_kind=a%00b", "“respondent_kind”"),
        ("respondent_kind=%ff", "“respondent_kind”"),
        ("answers.distance=near", "“answers.distance”"),
    ] {
        let page = app.visitor().get(&format!("{DOWNLOAD}?{query}")).await.expect(400);
        assert!(page.says(name), "{query}: {}", page.words());
    }
    for path in ["/initiatives/harbor/no-such-area/comments.csv", "/initiatives/%00/comments.csv"] {
        app.visitor().get(path).await.expect(404);
    }
}

#[actix_web::test]
async fn an_export_to_a_file_has_the_bytes_of_a_download() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    many(&mut conn, 3_000).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("comments.csv");
    std::fs::write(&path, "what was exported before").unwrap();

    let done = std::process::Command::new(env!("CARGO_BIN_EXE_lectern"))
        .args(["export", "--area", AREA, "--output"])
        .arg(&path)
        .env("DATABASE_URL", app.database_url())
        .output()
        .unwrap();

    assert!(done.status.success(), "{done:?}");
    assert!(std::fs::read(&path).unwrap() == area_csv(&app, &[]).await.as_bytes());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside it");
}

#[actix_web::test]
async fn downloads_are_made_by_a_role_that_can_read_nothing_private() {
    let app = TestApp::spawn().await;
    let connection = pool(&app).get(A_WHILE).await.unwrap();

    let refused = connection.client().unwrap().batch_execute("TABLE intake.comments").await;

    assert!(refused.unwrap_err().as_db_error().unwrap().message().contains("permission denied"));
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The plan for the harbor, with nothing said yet.
async fn record(app: &TestApp) -> AsyncPgConnection {
    app.initiative().await;
    app.db().await
}

/// A plain comment in the public record, but for one column.
async fn publish(conn: &mut AsyncPgConnection, number: &str, column: &str, value: &str) {
    insert(conn, &format!("'{number}'"), "generate_series(1, 1)").await;
    conn.batch_execute(&format!(
        "UPDATE public_record.comments SET {column} = {value} WHERE tracking_number = '{number}'"
    ))
    .await
    .unwrap();
}

async fn many(conn: &mut AsyncPgConnection, n: usize) {
    insert(conn, "'N-' || n", &format!("generate_series(1, {n})")).await;
}

async fn insert(conn: &mut AsyncPgConnection, number: &str, series: &str) {
    conn.batch_execute(&format!(
        "INSERT INTO public_record.comments (
             tracking_number, area_id, version, question_set_version, received_on, published_on, late,
             source, stance, attribution, language, body, answers, answered
         )
         SELECT {number}, id, 1, 1, '2026-03-01', '2026-03-05', FALSE, 'web', 'support', 'anonymous',
             'und', repeat('{SAID}', 20), '{{}}', ARRAY[]::text[]
         FROM catalogue.areas, {series} AS n WHERE slug = '{AREA}'"
    ))
    .await
    .unwrap();
}

async fn area_csv(app: &TestApp, filter: &[(&str, &str)]) -> String {
    let filter: Vec<_> =
        filter.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let selection =
        Selection::of_area(&mut app.db().await, INITIATIVE, AREA, &filter).await.unwrap();
    written(app, &selection).await
}

async fn written(app: &TestApp, selection: &Selection) -> String {
    let pool = pool(app);
    let connection = pool.get(A_WHILE).await.unwrap();
    let mut sink = ToWriter(Vec::new());
    write_csv(connection, selection, A_WHILE, &mut sink).await.unwrap();
    assert_eq!(pool.n_busy(), 0);
    String::from_utf8(sink.0).unwrap()
}

/// A download of so many comments, through a pool of one connection.
fn pool(app: &TestApp) -> CopyPool {
    let role = Roles::new(&app.settings.database.role_prefix).unwrap().public();
    CopyPool::new(&app.database_url(), Some(&role), 1).unwrap()
}
