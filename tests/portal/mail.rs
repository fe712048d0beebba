//! Mail is queued in the transaction that caused it and sent by the background (rule 8), through a real server.

mod caps;
mod couriers;
mod desk;
mod faults;
mod gathering;
mod queue;
mod silence;
pub mod smtp;
mod stopping;

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::outbox;
use lectern::settings::{Mail, PublicUrl, SmtpTls};

use crate::support::{TestApp, email_of};
use smtp::MailServer;

#[actix_web::test]
async fn a_mail_reaches_its_reader_with_the_right_headers_and_once() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;

    app.worker_round().await;
    app.worker_round().await;

    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    let (headers, body) = mails[0].split_once("\n\n").unwrap();
    for line in [
        "From: \"Harbor office\" <comments@example.gov>",
        "To: ana@example.org",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "X-RcptTo: ana@example.org",
    ] {
        assert!(
            headers.lines().any(|it| it.replace('"', "") == line.replace('"', "")),
            "{line} in {headers}"
        );
    }
    for name in ["Subject: ", "Date: ", "Message-ID: <"] {
        assert!(headers.lines().any(|it| it.starts_with(name)), "{name} in {headers}");
    }
    assert!(headers.contains("Content-Type: multipart/alternative;"), "{headers}");
    let parts = decoded(body);
    let (plain, html) = parts.split_once("Content-Type: text/html; charset=utf-8").unwrap();
    assert!(plain.contains("Content-Type: text/plain; charset=utf-8"), "{plain}");
    let link = app.state.site.absolute("/verify-email?token=");
    assert!(plain.contains(&link) && !plain.contains("<p>"), "{plain}");
    assert!(html.contains(&format!("<a href=\"{link}")), "{html}");
    assert!(html.contains("<html lang=\"en\">"), "{html}");
    let sent: (bool, String) = outbox::table
        .select((outbox::sent_at.is_not_null(), outbox::body))
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(sent, (true, String::new()), "links in it let people in: the text is forgotten");
}

#[actix_web::test]
async fn a_server_that_is_down_delays_the_mail_and_nothing_else() {
    let server = MailServer::start().await;
    let port = server.port;
    drop(server);
    let app = app_that_mails(port, |_| {}).await;

    register(&app, "Ana").await;
    app.worker_round().await;

    let (attempts, error, waits): (i32, Option<String>, bool) = outbox::table
        .select((outbox::attempts, outbox::last_error, outbox::next_attempt_at.gt(Utc::now())))
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!((attempts, waits), (0, true), "it is no fault of the mail");
    assert!(!error.unwrap().contains("ana@"), "no address in what is noted");
    app.visitor().get("/").await.expect(200);
    register(&app, "Ben").await;

    let server = MailServer::start_on(port).await;
    diesel::update(outbox::table)
        .set(outbox::next_attempt_at.eq(Utc::now()))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    app.worker_round().await;
    assert_eq!(server.mails().len(), 2);
}

#[actix_web::test]
async fn two_workers_at_once_send_each_mail_once() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    for n in 0..6 {
        register(&app, &format!("Person {n}")).await;
    }

    tokio::join!(app.worker_round(), app.worker_round(), app.worker_round());
    app.worker_round().await;

    assert_eq!(server.mails().len(), 6);
}

#[actix_web::test]
async fn links_come_from_the_settings_whatever_a_request_says_about_its_host() {
    let app = TestApp::with_settings(|it| {
        it.server.configured_public_url =
            Some(PublicUrl::parse("https://comments.example.gov").unwrap());
    })
    .await;
    let visitor = app.visitor();
    let fields = [("display_name", "Ana"), ("email", "ana@example.org")];
    let request = visitor.request("POST", "/register").form(&fields);
    let request = request
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example;proto=http");

    let page = visitor.send(request).await.expect(200);

    let mails = app.mails_to(&email_of("Ana")).await;
    assert!(mails[0].body.contains("https://comments.example.gov/verify-email?token="));
    assert!(!mails[0].body.contains("evil") && !page.html().contains("evil"));
}

#[actix_web::test]
async fn the_mailbox_is_there_for_this_machine_only_and_only_without_a_mail_server() {
    let app = TestApp::spawn().await;
    register(&app, "Ana").await;
    let visitor = app.visitor();

    let list = visitor.get("/mailbox").await.expect(200);
    assert!(list.says(&email_of("Ana")));
    let (mail, _) = list.links().into_iter().find(|(it, _)| it.starts_with("/mailbox/")).unwrap();
    assert!(visitor.get(&mail).await.expect(200).says("/verify-email?token="));
    for (name, value) in [
        ("X-Forwarded-Host", "127.0.0.1"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
    ] {
        for path in ["/mailbox", mail.as_str()] {
            visitor.send(visitor.request("GET", path).header(name, value)).await.expect(404);
        }
    }
    let foreign = visitor.request("GET", "/mailbox").header("Host", "evil.example");
    visitor.send(foreign).await.expect(421);
    let app = app_that_mails(25, |_| {}).await;
    app.visitor().get("/mailbox").await.expect(404);
}

/// A body without the marks of quoted-printable.
fn decoded(body: &str) -> String {
    body.replace("=\n", "").replace("=3D", "=")
}

async fn app_that_mails(port: u16, change: impl FnOnce(&mut Mail)) -> TestApp {
    TestApp::with_settings(|it| {
        it.mail.smtp_host = "127.0.0.1".to_owned();
        it.mail.smtp_port = port;
        it.mail.smtp_tls = SmtpTls::None;
        it.mail.from = "Harbor office <comments@example.gov>".to_owned();
        it.mail.timeout_seconds = 5;
        change(&mut it.mail);
    })
    .await
}

async fn register(app: &TestApp, name: &str) {
    let form = app.visitor().get("/register").await.expect(200).form("display_name");
    let form = form.set("display_name", name).set("email", &email_of(name));
    assert!(form.press("Register").await.expect(200).says("Check your mail"));
}
