//! Several couriers: each with a connection of its own, all with one outbox and one server.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::try_join_all;
use lectern::mail::delivery::Courier;
use lectern::models::outbox::{MailKind, NewMail};
use lectern::schema::intake::outbox;
use tokio_util::sync::CancellationToken;

use super::app_that_mails;
use super::smtp::MailServer;
use crate::support::TestApp;

#[actix_web::test]
async fn as_many_mails_as_there_are_couriers_are_under_way_at_once_the_urgent_ones_first() {
    let server = MailServer::with_fault("answers_four_at_a_time").await;
    let app = app_that_mails(server.port, |it| it.couriers = 4).await;
    for n in 0..4 {
        queue(&app, MailKind::Receipt, &format!("late{n}@example.org")).await;
    }
    for n in 0..4 {
        queue(&app, MailKind::SignIn, &format!("urgent{n}@example.org")).await;
    }

    deliver(&app, &mut couriers(&app)).await;

    let mails = server.mails();
    assert_eq!(mails.len(), 8, "each went out, and went out once");
    assert!(mails[..4].iter().all(|it| it.contains("To: urgent")), "{mails:?}");
    let n_unsent = outbox::table.filter(outbox::sent_at.is_null()).count();
    assert_eq!(n_unsent.get_result::<i64>(&mut app.db().await).await.unwrap(), 0);
}

#[actix_web::test]
async fn a_dead_line_is_left_alone_by_all_couriers_once_one_of_them_found_out() {
    let server = MailServer::with_fault("wants_sign_in").await;
    let app = app_that_mails(server.port, |it| it.couriers = 4).await;
    for n in 0..12 {
        queue(&app, MailKind::SignIn, &format!("ana{n}@example.org")).await;
    }
    let mut couriers = couriers(&app);

    for _ in 0..3 {
        deliver(&app, &mut couriers).await;
    }

    let tried = outbox::table.filter(outbox::failure.eq("not_admitted"));
    let (n, last): (i64, Option<bool>) = tried
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::max(outbox::next_attempt_at)
                .lt(diesel::dsl::sql("now() + interval '361 seconds'")),
        ))
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert!((1..=4).contains(&n), "{n}");
    assert_eq!(last, Some(true), "what they met at once counts as one failure");
}

#[actix_web::test]
async fn couriers_at_once_send_one_reader_no_more_mails_than_one_courier_would() {
    let server = MailServer::with_fault("slow").await;
    let app = app_that_mails(server.port, |it| (it.couriers, it.own_at_once) = (8, 3)).await;
    for _ in 0..8 {
        queue(&app, MailKind::Receipt, "ana@example.org").await;
    }

    deliver(&app, &mut couriers(&app)).await;

    assert_eq!(server.mails().len(), 3, "the others are gathered");
}

fn couriers(app: &TestApp) -> Vec<Courier> {
    Courier::all(&app.settings.mail, &app.state.site).unwrap()
}

/// One turn of each, at the same time.
async fn deliver(app: &TestApp, couriers: &mut [Courier]) {
    let stop = CancellationToken::new();
    try_join_all(couriers.iter_mut().map(|it| it.deliver_due(&app.state, &stop))).await.unwrap();
}

async fn queue(app: &TestApp, kind: MailKind, recipient: &str) {
    let mail = NewMail {
        kind,
        recipient: recipient.to_owned(),
        subject: "A subject".to_owned(),
        body: "the text".to_owned(),
    };
    mail.queue(&mut app.db().await).await.unwrap();
}
