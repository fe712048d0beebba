//! Mail servers with faults: each delays what it must, loses nothing, and brings about no storm.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::mail::delivery::Courier;
use lectern::models::outbox::{FailureKind, MailKind, NewMail};
use lectern::schema::intake::outbox;
use lectern::settings::SmtpTls;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::smtp::MailServer;
use super::{app_that_mails, decoded, register};
use crate::support::{TestApp, email_of};

/// How a row stands: attempts, kind of failure, whether it waits for later, whether it was given up.
type Row = (i32, Option<String>, bool, bool);

// Fault 13
#[actix_web::test]
async fn each_kind_of_refusal_is_told_apart_and_others_go_on() {
    for (fault, kind, gives_up) in
        [("refuses", "refused", true), ("full", "full", false), ("greylists", "busy", false)]
    {
        let server = MailServer::with_fault(fault).await;
        let app = app_that_mails(server.port, |_| {}).await;
        register(&app, "Ana").await;
        queue(&app, "good@example.org", MailKind::Receipt).await;

        app.worker_round().await;

        let [ana, good] = rows(&app).await.try_into().unwrap();
        assert_eq!(ana, (1, Some(kind.to_owned()), !gives_up, gives_up), "{fault}");
        assert_eq!(server.mails().len(), usize::from(fault != "greylists"), "{fault}: {good:?}");
        let noted: Option<String> =
            outbox::table.select(outbox::last_error).first(&mut app.db().await).await.unwrap();
        assert!(!noted.unwrap().contains("ana"), "no word of the server, which repeats addresses");
    }
}

#[actix_web::test]
async fn who_is_greylisted_is_mailed_at_the_second_try() {
    let server = MailServer::with_fault("greylists").await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;

    app.worker_round().await;
    app.worker_round().await;
    assert_eq!(server.mails().len(), 0, "not before a minute has passed");
    make_due(&app).await;
    app.worker_round().await;

    assert_eq!(server.mails().len(), 1);
}

#[actix_web::test]
async fn the_text_of_a_mail_that_is_given_up_is_kept_for_another_try_unless_it_lets_people_in() {
    let server = MailServer::with_fault("refuses").await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    queue(&app, "ben@example.org", MailKind::Receipt).await;

    app.worker_round().await;

    let bodies: Vec<String> = outbox::table
        .select(outbox::body)
        .order(outbox::id)
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(bodies, ["", "the text"]);
}

// Fault 14
#[actix_web::test]
async fn a_server_that_dies_before_its_answer_gets_the_mail_again_under_the_same_id() {
    let server = MailServer::with_fault("dies_before_its_250").await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;

    app.worker_round().await;
    let [row] = rows(&app).await.try_into().unwrap();
    assert_eq!(row, (1, Some("broken".to_owned()), true, false));
    make_due(&app).await;
    app.worker_round().await;

    let ids: Vec<String> = server.mails().iter().map(|it| message_id(it)).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

// Fault 12
#[actix_web::test]
async fn a_server_that_hangs_after_the_text_costs_its_time_and_no_more() {
    let server = MailServer::with_fault("hangs_after_data").await;
    let app = app_that_mails(server.port, |it| it.timeout_seconds = 2).await;
    register(&app, "Ana").await;
    register(&app, "Ben").await;

    app.worker_round().await;

    let [ana, ben] = rows(&app).await.try_into().unwrap();
    assert_eq!(ana, (1, Some("slow".to_owned()), true, false));
    assert_eq!(ben.1, None, "the next one went out");
}

#[actix_web::test]
async fn a_mail_over_which_the_server_says_good_bye_keeps_no_other_waiting_and_is_given_up_one_day()
{
    let server = MailServer::with_fault("hangs_up_on_ana").await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    queue(&app, "ben@example.org", MailKind::Receipt).await;

    app.worker_round().await;

    let [ana, _] = rows(&app).await.try_into().unwrap();
    assert_eq!(ana, (1, Some("busy".to_owned()), true, false), "the try counts");
    assert_eq!(server.mails().len(), 1, "the next one went out");
}

#[actix_web::test]
async fn a_server_that_says_good_bye_over_one_mail_after_another_is_left_alone() {
    let server = MailServer::with_fault("is_closing").await;
    let app = app_that_mails(server.port, |_| {}).await;
    for name in ["Ana", "Ben", "Cleo"] {
        register(&app, name).await;
    }

    let mut courier = Courier::new(&app.settings.mail, &app.state.site).unwrap();
    for _ in 0..3 {
        courier.deliver_due(&app.state, &CancellationToken::new()).await.unwrap();
    }

    let tried = (1, Some("busy".to_owned()), true, false);
    assert_eq!(rows(&app).await, [tried.clone(), tried, (0, None, false, false)]);
}

#[actix_web::test]
async fn what_is_wrong_with_the_line_is_no_fault_of_any_mail_and_one_probe_finds_out() {
    let server = MailServer::with_fault("wants_sign_in").await;
    let app = app_that_mails(server.port, |_| {}).await;
    for name in ["Ana", "Ben", "Cleo"] {
        register(&app, name).await;
    }

    let mut courier = Courier::new(&app.settings.mail, &app.state.site).unwrap();
    for _ in 0..3 {
        courier.deliver_due(&app.state, &CancellationToken::new()).await.unwrap();
    }

    let untouched = (0, None, false, false);
    let probe = (0, Some("not_admitted".to_owned()), true, false);
    assert_eq!(rows(&app).await, [probe, untouched.clone(), untouched]);
}

#[actix_web::test]
async fn a_server_that_speaks_too_slowly_or_breaks_its_security_is_called_once_and_then_left_alone()
{
    let cases = [(SmtpTls::None, Some("silent")), (SmtpTls::StartTls, Some("unsecured"))];
    for (tls, kind) in cases {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let calls = tokio::spawn(async move {
            let mut n_calls = 0;
            while let Ok(Ok((mut stream, _))) =
                tokio::time::timeout(Duration::from_secs(6), listener.accept()).await
            {
                n_calls += 1;
                tokio::spawn(async move {
                    match tls {
                        SmtpTls::None => byte_by_byte(&mut stream).await,
                        _ => break_tls(&mut stream).await,
                    }
                });
            }
            n_calls
        });
        let app = app_that_mails(port, |it| (it.smtp_tls, it.timeout_seconds) = (tls, 2)).await;
        register(&app, "Ana").await;
        register(&app, "Ben").await;

        let mut courier = Courier::new(&app.settings.mail, &app.state.site).unwrap();
        for _ in 0..3 {
            courier.deliver_due(&app.state, &CancellationToken::new()).await.unwrap();
        }

        let [ana, ben] = rows(&app).await.try_into().unwrap();
        assert_eq!((ana.0, ana.1.as_deref()), (0, kind));
        assert_eq!(ben, (0, None, false, false));
        assert_eq!(calls.await.unwrap(), 1, "{kind:?}");
    }
}

#[actix_web::test]
async fn a_mail_whose_link_has_run_out_is_not_sent() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    diesel::sql_query("UPDATE intake.outbox SET queued_at = now() - interval '25 hours'")
        .execute(&mut app.db().await)
        .await
        .unwrap();

    app.worker_round().await;

    let [row] = rows(&app).await.try_into().unwrap();
    assert_eq!((row.1.as_deref(), row.3), (Some("expired"), true));
    assert_eq!(server.mails().len(), 0);
}

#[actix_web::test]
async fn an_answer_to_last_weeks_question_is_not_sent() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    queue(&app, "ana@example.org", MailKind::NoAccount).await;
    queue(&app, "ben@example.org", MailKind::AddressTaken).await;
    queue(&app, "cleo@example.org", MailKind::Receipt).await;
    diesel::sql_query("UPDATE intake.outbox SET queued_at = now() - interval '7 days'")
        .execute(&mut app.db().await)
        .await
        .unwrap();

    app.worker_round().await;

    let given_up: Vec<bool> = rows(&app).await.into_iter().map(|it| it.3).collect();
    assert_eq!(given_up, [true, true, false]);
    assert_eq!(server.mails().len(), 1);
}

#[actix_web::test]
async fn no_field_of_a_mail_can_add_a_header() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    for (recipient, subject) in [
        ("ana@example.org\r\nBcc: all@example.org", "A subject"),
        ("ana@example.org", "A subject\r\nBcc: all@example.org"),
        ("ana@example.org", "A subject\nX-Evil: 1"),
        ("ana@example.org, ben@example.org", "A subject"),
    ] {
        let mail = NewMail {
            kind: MailKind::Receipt,
            recipient: recipient.to_owned(),
            subject: subject.to_owned(),
            body: "the text".to_owned(),
        };
        mail.queue(&mut app.db().await).await.unwrap();
    }

    app.worker_round().await;

    assert_eq!(server.mails().len(), 0);
    for row in rows(&app).await {
        assert_eq!(row.1.as_deref(), Some(FailureKind::Malformed.as_str()));
    }
}

#[actix_web::test]
async fn a_mail_that_anybody_can_cause_carries_the_way_to_stop_it_and_no_other_does() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    queue(&app, &email_of("Ben"), MailKind::Receipt).await;

    app.worker_round().await;

    let stop = app.state.site.absolute("/mail/stop?token=");
    let mails: Vec<String> = server.mails().iter().map(|it| decoded(it)).collect();
    let [caused, own] = mails.try_into().unwrap();
    assert!(caused.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{caused}");
    assert!(caused.contains("List-Unsubscribe: <"), "{caused}");
    assert_eq!(caused.matches(&stop).count(), 4, "the header, the text, the HTML twice: {caused}");
    assert!(!own.contains("Unsubscribe") && !own.contains(&stop), "{own}");
}

async fn byte_by_byte(stream: &mut tokio::net::TcpStream) {
    for byte in b"220 slow.example ready when you are\r\n" {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn break_tls(stream: &mut tokio::net::TcpStream) {
    let mut heard = [0; 512];
    let _ = stream.write_all(b"220 ready\r\n").await;
    let _ = stream.read(&mut heard).await;
    let _ = stream.write_all(b"250-hello\r\n250 STARTTLS\r\n").await;
    let _ = stream.read(&mut heard).await;
    let _ = stream.write_all(b"220 go ahead\r\n").await;
    let _ = stream.read(&mut heard).await;
    let _ = stream.write_all(b"this is no TLS at all, whatever was said\r\n").await;
    let _ = stream.read(&mut heard).await;
}

async fn queue(app: &TestApp, recipient: &str, kind: MailKind) {
    let mail = NewMail {
        kind,
        recipient: recipient.to_owned(),
        subject: "A subject".to_owned(),
        body: "the text".to_owned(),
    };
    mail.queue(&mut app.db().await).await.unwrap();
}

async fn rows(app: &TestApp) -> Vec<Row> {
    outbox::table
        .select((
            outbox::attempts,
            outbox::failure,
            outbox::next_attempt_at.gt(diesel::dsl::now),
            outbox::undeliverable_at.is_not_null(),
        ))
        .order(outbox::id)
        .load::<Row>(&mut app.db().await)
        .await
        .unwrap()
        .into_iter()
        // Of a mail that was given up it does not matter when it would have been tried again.
        .map(|(attempts, failure, waits, gone)| (attempts, failure, waits && !gone, gone))
        .collect()
}

async fn make_due(app: &TestApp) {
    diesel::update(outbox::table)
        .set(outbox::next_attempt_at.eq(diesel::dsl::now))
        .execute(&mut app.db().await)
        .await
        .unwrap();
}

fn message_id(mail: &str) -> String {
    let line = mail.lines().find(|it| it.starts_with("Message-ID: "));
    line.unwrap_or_else(|| panic!("no Message-ID in {mail}")).to_owned()
}
