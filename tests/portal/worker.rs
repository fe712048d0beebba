//! The background: what it does exactly once, what it removes, and that it does not end unseen.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use lectern::app::AppState;
use lectern::models::event;
use lectern::schema::intake::{
    events, grant_proposals, known_devices, mailed_links, registrations,
};
use lectern::worker;
use tokio_util::sync::CancellationToken;

use crate::processes::program::{self, Program};
use crate::support::TestApp;

#[actix_web::test]
async fn two_workers_at_once_give_each_event_one_position_for_good() {
    let app = TestApp::spawn().await;
    let (first, second) = (&mut app.db().await, &mut app.db().await);
    let (writer, looker) = (&mut app.db().await, &mut app.db().await);

    for _ in 0..150 {
        append_events(writer, 5).await;
        let (a, b) = tokio::join!(event::assign_positions(first), event::assign_positions(second));
        assert_eq!(a.unwrap() + b.unwrap(), 5, "the one who comes second finds nothing left");
    }

    let placed = positions(looker).await;
    assert_eq!(placed.values().copied().collect::<Vec<_>>(), (1..=750).collect::<Vec<i64>>());
}

#[actix_web::test]
async fn whoever_assigns_positions_waits_until_the_other_has_committed_his() {
    let app = TestApp::spawn().await;
    let (first, second) = (&mut app.db().await, &mut app.db().await);
    append_events(first, 3).await;

    let holding = first.transaction(async |first| {
        assert_eq!(event::assign_positions(first).await, Ok(3));
        tokio::time::sleep(Duration::from_millis(500)).await;
        append_events(first, 1).await;
        QueryResult::Ok(())
    });
    let waiting = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        event::assign_positions(second).await
    };
    let (_, found) = tokio::join!(holding, waiting);

    assert_eq!(found, Ok(1), "it sees what was placed while it waited, and what came since");
    let placed = positions(second).await;
    assert_eq!(placed.values().copied().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[actix_web::test]
async fn the_database_refuses_to_renumber_an_event() {
    let app = TestApp::spawn().await;
    let conn = &mut app.db_as("application").await;
    append_events(conn, 2).await;
    event::assign_positions(conn).await.unwrap();
    let before = positions(conn).await;

    for renumbering in [
        "UPDATE intake.events SET position = position + 100",
        "UPDATE intake.events SET position = NULL",
    ] {
        let refused = conn.batch_execute(renumbering).await.unwrap_err().to_string();
        assert!(refused.contains("has its position for good"), "{refused}");
    }

    assert_eq!(positions(conn).await, before);
}

#[actix_web::test]
async fn a_part_of_the_tidying_that_fails_keeps_no_other_from_being_done() {
    let app = TestApp::spawn().await;
    let conn = &mut app.db().await;
    conn.batch_execute(
        "INSERT INTO intake.registrations (email, canonical_email, display_name, created_at)
         SELECT n || '@example.org', n || '@example.org', 'Ana', now() - interval '60 days'
         FROM generate_series(1, 2500) AS n;
         INSERT INTO intake.registrations (email, canonical_email, display_name)
         VALUES ('new@example.org', 'new@example.org', 'Ben');
         INSERT INTO intake.mailed_links (token_sha256, purpose, registration_id, next_path, expires_at)
         SELECT sha256(id::text::bytea), 'register', id, '/', now() + interval '1 day'
         FROM intake.registrations;
         ALTER TABLE intake.sessions RENAME TO sessions_elsewhere",
    )
    .await
    .unwrap();

    worker::tidy(&app.state).await.unwrap();

    assert_eq!(registrations::table.count().get_result(conn).await, Ok(1), "in several batches");
    assert_eq!(mailed_links::table.count().get_result(conn).await, Ok(1));
}

#[actix_web::test]
async fn devices_not_seen_for_a_year_and_proposals_over_long_ago_are_forgotten() {
    let app = TestApp::spawn().await;
    let (ana, ben) = (app.account("Ana").await, app.account("Ben").await);
    let conn = &mut app.db().await;
    conn.batch_execute(&format!(
        "INSERT INTO intake.known_devices (account_id, device_sha256, last_seen_at)
         SELECT {ana}, sha256(n::text::bytea), now() - interval '366 days'
         FROM generate_series(1, 1500) AS n;
         INSERT INTO intake.known_devices (account_id, device_sha256, last_seen_at)
         VALUES ({ben}, sha256('1'), now() - interval '364 days');
         INSERT INTO intake.grant_proposals (account_id, role, proposed_by, expires_at, ended_at)
         VALUES ({ana}, 'administrator', {ben}, now() - interval '91 days', now() - interval '91 days'),
                ({ana}, 'administrator', {ben}, now() - interval '89 days', now() - interval '89 days'),
                ({ana}, 'administrator', {ben}, now() + interval '1 hour', NULL)",
        ana = ana.id.0,
        ben = ben.id.0,
    ))
    .await
    .unwrap();

    worker::tidy(&app.state).await.unwrap();

    let devices = known_devices::table.select(known_devices::account_id);
    assert_eq!(devices.load::<i64>(conn).await, Ok(vec![ben.id.0]), "in several batches");
    assert_eq!(grant_proposals::table.count().get_result(conn).await, Ok(2));
}

#[actix_web::test]
async fn rows_that_go_with_another_are_found_by_an_index() {
    let app = TestApp::spawn().await;

    let without: Vec<Named> = diesel::sql_query(
        "SELECT c.conrelid::regclass::text || ' ' || c.conname AS name FROM pg_constraint AS c
         WHERE c.contype = 'f' AND c.confdeltype = 'c' AND NOT EXISTS (
             SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
         )",
    )
    .load(&mut app.db().await)
    .await
    .unwrap();

    assert!(without.is_empty(), "{without:?}");
}

#[actix_web::test]
async fn a_database_that_is_away_is_logged_once_and_not_each_second() {
    let app = TestApp::spawn().await;
    let mut settings = (*app.settings).clone();
    settings.database.wait_seconds = 1;
    let nowhere = AppState::new(&Arc::new(settings), "postgres://127.0.0.1:1/nowhere").unwrap();
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let logging = tracing::subscriber::set_default(subscriber);
    let stop = CancellationToken::new();

    let stopping = async {
        tokio::time::sleep(Duration::from_millis(3500)).await;
        stop.cancel();
    };
    tokio::join!(worker::run(nowhere, stop.clone()), stopping);

    drop(logging);
    let lines = log.lines();
    let works = ["figures", "positions", "tidying", "events", "bulletin", "announcements"];
    for work in works {
        let n = lines.iter().filter(|it| it.contains(&format!("work=\"{work}\""))).count();
        assert_eq!(n, 1, "{lines:#?}");
    }
    assert_eq!(lines.len(), works.len(), "{lines:#?}");
}

#[actix_web::test]
async fn a_portal_whose_database_dies_ends_with_an_error_for_its_supervisor_to_see() {
    let folder = program::data_folder();
    let portal = Program::start(&["serve", "--port", "0"], folder.path()).await;
    portal.visitor().get("/").await.expect(200);

    let code = tokio::task::spawn_blocking(move || portal.kill_only_database()).await.unwrap();

    assert_eq!(code, Some(1));
}

async fn append_events(conn: &mut AsyncPgConnection, n: usize) {
    diesel::insert_into(events::table)
        .values(vec![events::kind.eq("definition_applied"); n])
        .execute(conn)
        .await
        .unwrap();
}

/// By the number of the event.
async fn positions(conn: &mut AsyncPgConnection) -> BTreeMap<i64, i64> {
    let rows: Vec<(i64, Option<i64>)> =
        events::table.select((events::id, events::position)).load(conn).await.unwrap();
    rows.into_iter().filter_map(|(id, position)| Some((id, position?))).collect()
}

#[derive(Debug, QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    #[expect(dead_code, reason = "it is what a failure shows")]
    name: String,
}

/// What is logged, for the story to read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn lines(&self) -> Vec<String> {
        let written = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        written.lines().map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
