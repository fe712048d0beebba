//! What an operator is told: what a file would change, why it is refused, what was done.

use std::path::Path;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::cli::initiative::{ApplyOptions, apply as apply_file};
use lectern::models::audit::Actor;
use lectern::models::definition::{ApplyError, ChangedSince, apply, load, plan};
use lectern::schema::catalogue::initiatives;
use lectern::schema::intake::{audit_log, events};

use super::{FILE, SLUG, applied, apply_definition, n_rows, now};
use crate::support::TestApp;

#[actix_web::test]
async fn a_file_that_is_older_than_the_pages_is_refused_unless_forced() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut file = applied(&mut conn).await;
    file.came_from = Some(file.digest());
    file.summary = "From the file.".to_owned();
    set_title(&mut conn, "From a page").await;

    let refused = apply_definition(&mut conn, &file).await.unwrap_err();
    let ApplyError::ChangedSince { differences } = refused else { panic!("{refused}") };
    assert_eq!(differences.len(), 2, "{differences:#?}");
    assert!(differences.contains(&"title: \"From a page\" → \"Genesis Mission\"".to_owned()));

    apply(&mut conn, &file, ChangedSince::Overwrite, Actor::Operator, now()).await.unwrap();
    assert_eq!(load(&mut conn, SLUG).await.unwrap().unwrap().digest(), file.digest());
}

#[actix_web::test]
async fn a_file_made_from_what_stands_is_applied() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    applied(&mut conn).await;
    set_title(&mut conn, "From a page").await;
    let mut file = load(&mut conn, SLUG).await.unwrap().unwrap();
    file.came_from = Some(file.digest());
    file.summary = "From the file.".to_owned();

    let plan = apply_definition(&mut conn, &file).await.unwrap();

    assert_eq!(plan.changes.len(), 1);
}

#[actix_web::test]
async fn a_plan_tells_the_changes_and_makes_none() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    let before = n_rows(&mut conn).await;
    definition.contact = "other@example.gov".to_owned();

    let plan = plan(&mut conn, &definition, ChangedSince::Refuse, now()).await.unwrap();

    assert_eq!(plan.changes, ["contact: \"genesis-comments@example.gov\" → \"other@example.gov\""]);
    assert_eq!(n_rows(&mut conn).await, before);
    assert_ne!(load(&mut conn, SLUG).await.unwrap().unwrap().digest(), definition.digest());
}

#[actix_web::test]
async fn each_apply_leaves_an_event_and_an_audit_row_that_says_what_changed() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    definition.title = "Mission".to_owned();
    apply_definition(&mut conn, &definition).await.unwrap();

    let (actor, subject, detail): (Option<i64>, String, serde_json::Value) = audit_log::table
        .filter(audit_log::act.eq("definition_applied"))
        .order(audit_log::id.desc())
        .select((audit_log::actor_id, audit_log::subject, audit_log::detail))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((actor, subject.as_str()), (None, SLUG));
    assert_eq!(detail["changes"][0], "title: \"Genesis Mission\" → \"Mission\"");
    let n_events: i64 = events::table
        .filter(events::kind.eq("definition_applied"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(n_events, 2);
}

#[actix_web::test]
async fn the_command_applies_a_good_file_and_changes_nothing_for_a_bad_one_or_a_dry_run() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("initiative.toml");
    let dry_run = ApplyOptions { dry_run: true, ..ApplyOptions::default() };

    for bad in [
        &FILE.as_bytes()[..900],
        &FILE.replace("America/New_York", "Nowhere").into_bytes(),
        b"\xff",
    ] {
        std::fs::write(&file, bad).unwrap();
        let error = apply_file(&mut conn, &file, &ApplyOptions::default()).await.unwrap_err();
        assert!(error.to_string().ends_with("Nothing was changed."), "{error}");
    }
    std::fs::write(&file, FILE).unwrap();
    apply_file(&mut conn, &file, &dry_run).await.unwrap();
    assert!(load(&mut conn, SLUG).await.unwrap().is_none());

    apply_file(&mut conn, &file, &ApplyOptions::default()).await.unwrap();
    assert!(load(&mut conn, SLUG).await.unwrap().is_some());
    let absent = apply_file(&mut conn, Path::new("no-such-file.toml"), &dry_run).await.unwrap_err();
    assert_eq!(absent.to_string(), "reading no-such-file.toml");
}

/// What an administrator does on a page.
async fn set_title(conn: &mut AsyncPgConnection, title: &str) {
    diesel::update(initiatives::table)
        .set(initiatives::title.eq(title))
        .execute(conn)
        .await
        .unwrap();
}
