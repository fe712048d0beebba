//! The notice and the read-only switch from the command line, and at the start of a program.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::audit_log;
use serde_json::{Value, json};

use super::program::{self, Program};
use crate::support::TestApp;

#[actix_web::test]
async fn a_program_that_is_started_while_the_site_can_only_be_read_takes_no_form_from_its_first_moment()
 {
    let folder = program::data_folder();
    let switch = ["site", "read-only", "on", "--reason", "We move the database."];
    let (code, out) = program::run_to_end(&switch, folder.path(), &[]);
    assert_eq!((code, out.contains("can only be read")), (0, true), "{out}");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let first = std::thread::spawn(move || answer_to_a_form_sent_before_it_listens(port));

    let serve = ["serve", "--port", &port.to_string()];
    let portal = Program::start_with(&serve, folder.path(), &[super::many_pages()]).await;

    let answer = first.join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("We move the database."), "{answer}");
    let off = program::run_to_end(&["site", "read-only", "off"], folder.path(), &[]);
    assert_eq!(off.0, 0, "{}", off.1);
    let started = Instant::now();
    // It learns of it within a second.
    while portal.visitor().get("/").await.id("bulletin").contains("We move the database.") {
        assert!(started.elapsed() < Duration::from_secs(20), "it never takes forms again");
    }
    let fields = [("email", "ana@example.org"), ("display_name", "Ana")];
    portal.visitor().post("/register", &fields).await.expect(200);
    portal.stop();
}

#[actix_web::test]
async fn what_an_operator_does_to_the_site_is_seen_and_written_down_as_if_done_on_the_page() {
    let app = TestApp::spawn().await;
    let reader = app.visitor();
    let run = |arguments: &[&str]| program::run_on(&app.database_url(), arguments, &[]);

    let until = ["--level", "warning", "--until", "2099-12-01 18:00"];
    let (code, out) = run(&[["site", "notice", "Back <soon>."].as_slice(), &until].concat());
    assert_eq!(code, 0, "{out}");
    app.worker_round().await;
    assert_eq!(reader.get("/").await.id("bulletin"), "Important Back <soon>.");
    assert_eq!(run(&["site", "notice", "--clear"]).0, 0);
    assert_eq!(run(&["site", "read-only", "on", "--reason", "It burns."]).0, 0);
    app.worker_round().await;
    assert!(reader.get("/").await.id("bulletin").contains("It burns."));
    let fields = [("email", "ana@example.org"), ("display_name", "Ana")];
    reader.post("/register", &fields).await.expect(503);
    assert_eq!(run(&["site", "read-only", "off"]).0, 0);
    app.worker_round().await;
    reader.post("/register", &fields).await.expect(200);

    let long = "word ".repeat(101) + "!";
    for wrong in [
        ["site", "notice", ""].as_slice(),
        &["site", "notice"],
        &["site", "notice", &long],
        &["site", "notice", "Soon.", "--clear"],
        &["site", "notice", "Soon.", "--level", "loud"],
        &["site", "notice", "Soon.", "--until", "tomorrow"],
        &["site", "read-only", "perhaps"],
    ] {
        assert_eq!(run(wrong).0, 2, "{wrong:?}");
    }
    let acts: Vec<(String, Option<i64>, Value)> = audit_log::table
        .order(audit_log::id)
        .select((audit_log::act, audit_log::actor_id, audit_log::detail))
        .load(&mut app.db().await)
        .await
        .unwrap();
    let notice = |words: &str, level: &str, until: Value| {
        let detail = json!({ "notice": words, "level": level, "until": until });
        ("notice_changed".to_owned(), None, detail)
    };
    let switched = |detail: Value| ("read_only_switched".to_owned(), None, detail);
    assert_eq!(
        acts,
        [
            notice("Back <soon>.", "warning", json!("2099-12-01T18:00:00Z")),
            notice("", "information", Value::Null),
            switched(json!({ "read_only": true, "reason": "It burns." })),
            switched(json!({ "read_only": false })),
        ]
    );
}

/// Sends it as soon as the port is taken: it waits there until the program answers.
fn answer_to_a_form_sent_before_it_listens(port: u16) -> String {
    let started = Instant::now();
    let mut stream = loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(_) => assert!(started.elapsed() < Duration::from_secs(60), "it takes no port"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let form = "email=ana%40example.org&display_name=Ana";
    let head = format!(
        "POST /register HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    stream.write_all((head + form).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
