//! Stories about the outbox itself: what goes first, who has claimed what, and what is kept.

use std::time::Duration;

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use lectern::models::backlog::Backlog;
use lectern::models::outbox::{FailureKind, MailKind, NewMail, Noted, QueuedMail};
use lectern::schema::intake::outbox;
use lectern::worker;

use super::{app_that_mails, register, smtp::MailServer};
use crate::support::{TestApp, email_of};

const LEASE: Duration = Duration::from_secs(60);

#[actix_web::test]
async fn mails_with_links_go_before_all_others_however_long_those_have_waited() {
    let app = TestApp::spawn().await;
    let conn = &mut app.db().await;
    for kind in [
        MailKind::Receipt,
        MailKind::Published,
        MailKind::SignIn,
        MailKind::Withheld,
        MailKind::AlreadyRegistered,
        MailKind::Invite,
    ] {
        queue(conn, kind).await;
    }

    let mut claimed = Vec::new();
    for _ in 0..6 {
        claimed.push(QueuedMail::claim_next(conn, LEASE).await.unwrap().unwrap().subject);
    }

    assert_eq!(
        claimed,
        ["sign_in", "already_registered", "invite", "receipt", "published", "withheld"]
    );
}

#[actix_web::test]
async fn a_mail_whose_worker_died_goes_out_after_a_while_under_the_same_id() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    let conn = &mut app.db().await;

    let claimed = QueuedMail::claim_next(conn, LEASE).await.unwrap().unwrap();
    app.worker_round().await;
    assert_eq!(server.mails().len(), 0, "the claim still holds");
    diesel::update(outbox::table).set(outbox::next_attempt_at.eq(now)).execute(conn).await.unwrap();
    app.worker_round().await;

    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(&format!("Message-ID: <{}@", claimed.message_id)), "{}", mails[0]);
    let late = Noted::ours(FailureKind::Refused);
    claimed.mark_failed(conn, &late, None).await.unwrap();
    let undeliverable: bool =
        outbox::table.select(outbox::undeliverable_at.is_not_null()).first(conn).await.unwrap();
    assert!(!undeliverable, "who lost the claim has no say any more");
}

#[actix_web::test]
async fn rows_of_mails_are_kept_for_as_long_as_the_settings_say_and_waiting_ones_for_ever() {
    let app = app_that_mails(25, |it| it.keep_days = 7).await;
    let conn = &mut app.db().await;
    for name in ["Ana", "Ben", "Cleo", "Dora", "Emil"] {
        register(&app, name).await;
    }
    let row = |name| outbox::table.filter(outbox::recipient.eq(email_of(name)));
    let ago = |days: i32| now.into_sql::<Timestamptz>() - days.days();
    let ended = [("Ana", 8, true), ("Ben", 6, true), ("Cleo", 8, false), ("Dora", 6, false)];
    for (name, days, was_sent) in ended {
        let row = diesel::update(row(name));
        let done = if was_sent {
            row.set(outbox::sent_at.eq(ago(days).nullable())).execute(conn).await
        } else {
            row.set(outbox::undeliverable_at.eq(ago(days).nullable())).execute(conn).await
        };
        assert_eq!(done, Ok(1), "{name}");
    }
    diesel::update(row("Emil")).set(outbox::queued_at.eq(ago(90))).execute(conn).await.unwrap();

    worker::tidy(&app.state).await.unwrap();

    let kept: Vec<String> =
        outbox::table.select(outbox::recipient).order(outbox::id).load(conn).await.unwrap();
    assert_eq!(kept, [email_of("Ben"), email_of("Dora"), email_of("Emil")]);
}

async fn queue(conn: &mut AsyncPgConnection, kind: MailKind) {
    let mail = NewMail {
        kind,
        recipient: email_of("Ana"),
        subject: kind.as_str().to_owned(),
        body: String::new(),
    };
    mail.queue(conn).await.unwrap();
}

#[actix_web::test]
async fn counting_what_waits_reads_nothing_of_what_was_sent() {
    let app = TestApp::spawn().await;
    let conn = &mut app.db().await;
    conn.batch_execute(
        "INSERT INTO intake.outbox (kind, recipient, subject, body, message_id, priority, sent_at)
         SELECT 'receipt', 'ana@example.org', 'A subject', '', n::text, 1, now()
         FROM generate_series(1, 5000) AS n;
         INSERT INTO intake.outbox (kind, recipient, subject, body, message_id, priority, queued_at)
         VALUES ('receipt', 'ana@example.org', 'A subject', '', 'x', 1, now() - interval '1 hour');
         INSERT INTO intake.outbox
             (kind, recipient, subject, body, message_id, priority, undeliverable_at)
         VALUES ('receipt', 'ana@example.org', 'A subject', '', 'y', 1, now() - interval '2 days');
         ANALYZE intake.outbox",
    )
    .await
    .unwrap();

    let before = n_scans(conn).await;
    let backlog = Backlog::of_outbox(conn).await.unwrap();

    assert_eq!(n_scans(conn).await, before);
    assert_eq!((backlog.n_waiting, backlog.n_overdue), (1, 1));
    assert_eq!((backlog.n_undeliverable, backlog.n_lately_undeliverable), (1, 0));
    assert!(3600.0 <= backlog.oldest_seconds, "{}", backlog.oldest_seconds);
}

/// How often the whole outbox was read from one end to the other.
async fn n_scans(conn: &mut AsyncPgConnection) -> i64 {
    conn.batch_execute("SELECT pg_stat_force_next_flush()").await.unwrap();
    let counted = "(SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'outbox')";
    let counted = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(counted));
    counted.get_result(conn).await.unwrap()
}
