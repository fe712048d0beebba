//! Whoever gets many mails about their comments gets the later ones together, and none is dropped.

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::outbox;

use super::smtp::MailServer;
use super::{app_that_mails, decoded};
use crate::support::TestApp;

#[actix_web::test]
async fn the_first_mails_of_an_hour_go_at_once_and_the_others_as_one() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    app.initiative().await;
    for n in 0..8 {
        app.comment(&format!("The bridge, part {n}")).insert().await;
        app.worker_round().await;
    }
    app.comment("Another voice").by("Ben").insert().await;
    app.worker_round().await;
    assert_eq!(to(&server, "ana@").len(), 3);
    assert_eq!(to(&server, "ben@").len(), 1, "nobody waits for somebody else's mails");
    pass_an_hour(&app).await;

    app.worker_round().await;
    app.worker_round().await;

    let mails = to(&server, "ana@");
    assert_eq!(mails.len(), 4);
    let last = decoded(mails.iter().find(|it| it.contains("messages about your")).unwrap());
    assert!(last.contains("Subject: 5 messages about your comments"), "{last}");
    let text = last.split("text/html").next().unwrap();
    assert_eq!(text.matches("We have your comment:").count(), 5, "{text}");
    let (n_waiting, n_together): (i64, i64) = (
        outbox::table
            .filter(outbox::sent_at.is_null())
            .count()
            .get_result(&mut app.db().await)
            .await
            .unwrap(),
        outbox::table
            .filter(outbox::sent_with.is_not_null())
            .filter(outbox::body.eq(""))
            .count()
            .get_result(&mut app.db().await)
            .await
            .unwrap(),
    );
    assert_eq!((n_waiting, n_together), (0, 5));
}

#[actix_web::test]
async fn what_comes_while_a_gathered_mail_is_tried_again_goes_with_the_next() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |it| it.own_at_once = 1).await;
    app.initiative().await;
    for n in 0..3 {
        app.comment(&format!("The bridge, part {n}")).insert().await;
        app.worker_round().await;
    }
    pass_an_hour(&app).await;
    let conn = &mut app.db().await;
    let lease = std::time::Duration::ZERO;
    let claimed =
        lectern::models::outbox::QueuedMail::claim_next(conn, lease).await.unwrap().unwrap();
    assert_eq!(claimed.gather(conn).await.unwrap().len(), 2);

    app.comment("One more").insert().await;
    let again =
        lectern::models::outbox::QueuedMail::claim_next(conn, lease).await.unwrap().unwrap();

    assert_eq!((again.id, &again.message_id), (claimed.id, &claimed.message_id));
    assert_eq!(again.gather(conn).await.unwrap().len(), 2, "one Message-ID, one content");
}

/// The clock cannot be turned; what was noted is an hour older instead.
async fn pass_an_hour(app: &TestApp) {
    diesel::update(outbox::table)
        .set((
            outbox::next_attempt_at.eq(now),
            outbox::sent_at.eq(outbox::sent_at - 2.hours()),
            outbox::queued_at.eq(now.into_sql::<Timestamptz>() - 2.hours()),
        ))
        .execute(&mut app.db().await)
        .await
        .unwrap();
}

fn to(server: &MailServer, address: &str) -> Vec<String> {
    let is_to = |it: &String| it.contains(&format!("\nTo: {address}"));
    server.mails().into_iter().filter(is_to).collect()
}
