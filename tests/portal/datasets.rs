//! The dataset: what is in it, how it is written, and what a bad reader can do to it.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, get};
use actix_web::{App, test};
use chrono::Utc;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::StreamExt;
use lectern::app::PublicState;
use lectern::datasets::{DatasetError, Download, Selection, ToWriter, columns, write_csv};
use lectern::db::copy_pool::CopyPool;
use lectern::db::roles::Roles;
use lectern::domain::definition;
use lectern::handlers::datasets;
use lectern::models::definition::{ChangedSince, apply};

use crate::support::TestApp;

const INITIATIVE: &str = "genesis-mission";
const AREA: &str = "research-funding";
const DEFINITION: &str = include_str!("../../config/initiatives/genesis-mission.toml");
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
        r#"'{"spending_order": ["people", "data"], "award_types": ["grants", "other"],
             "award_types.other": "@home", "small_institutions": 4, "overall_level": "more"}'"#,
    )
    .await;

    let csv = area_csv(&app, &[]).await;

    let shown = csv.replace(&SAID.repeat(20), "(said)").replace('\r', "␍");
    insta::assert_snapshot!(shown, @r#"
    tracking_number,initiative,area,received_on,received_at,published_on,late,source,source_id,stance,respondent_kind,organization,attribution,display_name,question_set_version,body,answers.spending_order,answers.overall_level,answers.award_types,answers.award_types.other,answers.lab_opening,answers.lab_opening.other,answers.small_institutions,answers.funding_change,answers.themes,answers.speaks_for␍
    AAAA,genesis-mission,research-funding,2026-03-01,,2026-03-05,false,web,,oppose,,,anonymous,,1,(said),,,,,,,,,,␍
    BBBB,genesis-mission,research-funding,2026-03-01,,2026-03-05,false,web,,support,,,anonymous,,1,"'=HYPERLINK(""x""),
    and more",,,,,,,,,,␍
    CCCC,genesis-mission,research-funding,2026-03-01,,2026-03-05,false,web,,support,,,anonymous,,1,(said),people>data,more,grants|other,'@home,,,4,,,␍
    "#);
}

#[actix_web::test]
async fn the_file_of_an_initiative_has_one_column_of_answers() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    publish(&mut conn, "AAAA", "answers", r#"'{"overall_level": "more", "b": [1]}'"#).await;

    let selection = Selection::of_initiative(&mut conn, INITIATIVE, &[]).await.unwrap();
    let csv = written(&app, &selection).await;

    assert!(csv.starts_with("tracking_number,initiative,area,"));
    assert!(csv.contains(",body,answers\r\n"));
    assert!(
        csv.ends_with(",\"{\"\"b\"\": [1], \"\"overall_level\"\": \"\"more\"\"}\"\r\n"),
        "{csv}"
    );
}

#[actix_web::test]
async fn a_column_stays_when_its_question_is_no_longer_asked() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    let mut definition = definition::parse(DEFINITION).unwrap();
    let area = definition.areas.iter_mut().find(|it| it.slug == AREA).unwrap();
    area.questions.retain(|it| it.key != "award_types");
    apply(&mut conn, &definition, ChangedSince::Refuse, Utc::now()).await.unwrap();

    let csv = area_csv(&app, &[]).await;

    assert!(csv.ends_with(",answers.award_types,answers.award_types.other\r\n"), "{csv}");
}

#[actix_web::test]
async fn statistics_about_respondents_have_no_column() {
    let app = TestApp::spawn().await;
    record(&app).await;

    let csv = area_csv(&app, &[]).await;

    assert!(csv.contains(",answers.themes"));
    assert!(!csv.contains("company_size") && !csv.contains("state_or_territory"), "{csv}");
}

#[actix_web::test]
async fn the_filters_of_the_list_choose_the_rows() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    publish(&mut conn, "AAAA", "stance", "'oppose'").await;
    publish(&mut conn, "BBBB", "respondent_kind", "'company'").await;
    publish(&mut conn, "CCCC", "answers", r#"'{"spending_order": ["people", "data"]}'"#).await;

    for (name, value, found) in [
        ("stance", "oppose", "AAAA"),
        ("respondent_kind", "company", "BBBB"),
        ("answers.spending_order.data", "2", "CCCC"),
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

    let response = download(&app, &format!("/{INITIATIVE}/{AREA}")).await;

    assert_eq!(response.0, StatusCode::OK);
    assert_eq!(response.1, "text/csv; charset=utf-8; header=present");
    assert_eq!(
        response.2,
        "attachment; filename=\"genesis-mission-research-funding-comments.csv\""
    );
    assert!(response.3 == area_csv(&app, &[]).await, "the bytes differ");
}

#[actix_web::test]
async fn a_parameter_that_is_none_is_refused_by_name() {
    let app = TestApp::spawn().await;
    record(&app).await;

    for (query, name) in [
        ("colour=red", "“colour”"),
        ("stance=maybe", "“stance”"),
        ("stance=oppose&stance=support", "“stance”"),
        ("received_on=yesterday", "“received_on”"),
        ("respondent_kind=a%00b", "“respondent_kind”"),
        ("respondent_kind=%ff", "“respondent_kind”"),
        ("answers.company_size=large", "“answers.company_size”"),
    ] {
        let (status, _, _, page) = download(&app, &format!("/{INITIATIVE}/{AREA}?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert!(page.contains(name), "{query}: {page}");
    }
    let (status, ..) = download(&app, &format!("/{INITIATIVE}/no-such-area")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_reader_who_stops_reading_frees_the_connection_when_the_time_is_over() {
    let app = TestApp::spawn().await;
    let (pool, mut download) = long_download(&app, Duration::from_millis(400)).await;
    download.next().await.unwrap().unwrap();
    assert_eq!(pool.n_busy(), 1);

    tokio::time::sleep(Duration::from_millis(800)).await;

    assert_eq!(pool.n_busy(), 0);
    pool.get(A_WHILE).await.unwrap().client().unwrap().batch_execute("SELECT 1").await.unwrap();
    let rest: Vec<_> = download.collect().await;
    assert!(matches!(rest.last(), Some(Err(DatasetError::TimeLimit))));
}

#[actix_web::test]
async fn a_reader_who_leaves_frees_the_connection_at_once() {
    let app = TestApp::spawn().await;
    let (pool, mut download) = long_download(&app, A_WHILE).await;
    download.next().await.unwrap().unwrap();

    drop(download);
    tokio::time::sleep(Duration::from_millis(50)).await;

    assert_eq!(pool.n_busy(), 0);
}

#[actix_web::test]
async fn a_download_that_breaks_off_does_not_look_whole() {
    let app = TestApp::spawn().await;
    let (_pool, mut download) = long_download(&app, A_WHILE).await;
    download.next().await.unwrap().unwrap();

    let mut owner = app.owner().await;
    owner
        .batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'lectern dataset' AND datname = current_database()",
        )
        .await
        .unwrap();

    let rest: Vec<_> = download.collect().await;
    assert!(matches!(rest.last(), Some(Err(DatasetError::Database(_)))), "{:?}", rest.last());
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

/// The Genesis Mission, with nothing said yet.
async fn record(app: &TestApp) -> AsyncPgConnection {
    let mut conn = app.db().await;
    let definition = definition::parse(DEFINITION).unwrap();
    apply(&mut conn, &definition, ChangedSince::Refuse, Utc::now()).await.unwrap();
    conn
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
             source, stance, attribution, language, body, answers
         )
         SELECT {number}, id, 1, 1, '2026-03-01', '2026-03-05', FALSE, 'web', 'support', 'anonymous',
             'und', repeat('{SAID}', 20), '{{}}'
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

/// Status, content type, disposition and body.
async fn download(app: &TestApp, path: &str) -> (StatusCode, String, String, String) {
    let state = Data::new(PublicState::new(&app.settings, &app.database_url).unwrap());
    let site = App::new()
        .app_data(state)
        .route("/{initiative}", get().to(datasets::download_initiative))
        .route("/{initiative}/{area}", get().to(datasets::download_area));
    let site = test::init_service(site).await;
    let response = test::call_service(&site, test::TestRequest::get().uri(path).to_request()).await;
    let header = |name: &str| {
        let value = response.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        value.unwrap_or_default()
    };
    let (status, kind, name) =
        (response.status(), header("content-type"), header("content-disposition"));
    (status, kind, name, String::from_utf8(test::read_body(response).await.to_vec()).unwrap())
}

/// More than the pipe holds, through a pool of one connection.
async fn long_download(app: &TestApp, limit: Duration) -> (CopyPool, Download) {
    let mut conn = record(app).await;
    many(&mut conn, 30_000).await;
    let pool = pool(app);
    let selection = Selection::of_area(&mut conn, INITIATIVE, AREA, &[]).await.unwrap();
    let connection = pool.get(A_WHILE).await.unwrap();
    (pool, Download::start(connection, selection, limit))
}

fn pool(app: &TestApp) -> CopyPool {
    let role = Roles::new(&app.settings.database.role_prefix).unwrap().public();
    CopyPool::new(&app.database_url, Some(&role), 1).unwrap()
}
