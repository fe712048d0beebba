//! Nobody can bury somebody else's mailbox: caps on mails that strangers cause.

use std::num::NonZeroU32;

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::domain::email::EmailAddress;
use lectern::models::outbox::{Against, Asker, MailKind, against};
use lectern::schema::intake::outbox;

use crate::support::{TestApp, Visitor, email_of};

const DOORS: [(&str, &str); 3] =
    [("/register", "display_name"), ("/sign-in/link", ""), ("/forgot-password", "")];

async fn capped_app() -> TestApp {
    TestApp::with_settings(|it| {
        (it.mail.stranger_per_hour, it.mail.stranger_per_day) = (3, 5);
    })
    .await
}

// Email bombing
#[actix_web::test]
async fn a_thousand_requests_from_everywhere_at_once_are_three_mails_to_one_person() {
    let app = capped_app().await;
    app.account("Ana").await;
    let dressed =
        ["ana@example.org", "ANA@Example.org", "ana+news@example.org", "ana+x@example.org"];

    let visitor = app.visitor();
    for round in 0..10 {
        let asked = (0..100).map(|n: usize| {
            let (door, name) = DOORS[(n + round) % 3];
            let mut fields = vec![("email", dressed[n % 4])];
            if !name.is_empty() {
                fields.push((name, "Ana"));
            }
            let visitor = visitor.clone();
            async move { visitor.post(door, &fields).await.status }
        });
        let answers = join_all(asked).await;
        // A portal under a flood may turn people away, but never answers by address.
        assert!(answers.iter().all(|it| [200, 503].contains(it)), "{answers:?}");
    }

    let n: i64 = outbox::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n, 3);
}

#[actix_web::test]
async fn after_an_hour_there_are_two_more_and_after_a_day_all_of_them() {
    let app = capped_app().await;
    app.account("Ana").await;
    let conn = &mut app.db().await;
    let n_mails = async |conn: &mut diesel_async::AsyncPgConnection| {
        for _ in 0..4 {
            let fields = [("email", "ana@example.org")];
            app.visitor().post("/sign-in/link", &fields).await.expect(200);
        }
        outbox::table.count().get_result::<i64>(conn).await.unwrap()
    };

    let mut sent = vec![n_mails(conn).await];
    for hours in [1, 24] {
        let earlier = outbox::queued_at - hours.hours();
        diesel::update(outbox::table)
            .set(outbox::queued_at.eq(earlier))
            .execute(conn)
            .await
            .unwrap();
        sent.push(n_mails(conn).await);
    }

    assert_eq!(sent, [3, 5, 8]);
}

#[actix_web::test]
async fn mails_about_ones_own_comments_do_not_count_and_are_not_dropped() {
    let app = capped_app().await;
    app.initiative().await;
    for n in 0..7 {
        app.comment(&format!("The bridge, part {n}")).insert().await;
    }
    let conn = &mut app.db().await;
    let ana = EmailAddress::parse(&email_of("Ana")).unwrap();

    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), 7);
    assert_eq!(against(conn, &app.settings.mail, &ana, Asker::Stranger).await, Ok(None));
}

#[actix_web::test]
async fn strangers_cannot_use_up_the_links_by_which_somebody_confirms_that_it_is_them() {
    let app = TestApp::with_settings(|it| {
        it.mail.stranger_per_day = 1;
        it.limits.account.proving_link.burst = NonZeroU32::new(2).unwrap();
    })
    .await;
    let ana = app.registered("Ana").await;
    let email = email_of("Ana");
    for _ in 0..3 {
        let fields = [("email", email.as_str())];
        app.visitor().post("/sign-in/link", &fields).await.expect(200);
    }

    let fields = [("next", "/account")];
    for _ in 0..2 {
        ana.post("/account/prove/link", &fields).await.expect(200);
    }
    ana.post("/account/prove/link", &fields).await.expect(429);

    let kinds = app.mail_kinds_to("Ana").await;
    assert_eq!(kinds.iter().filter(|it| **it == MailKind::Prove).count(), 2, "{kinds:?}");
    let link = app.last_link_to(&email_of("Ana")).await;
    app.visitor().get(&link).await.expect(200);
}

#[actix_web::test]
async fn whoever_asks_where_they_signed_in_before_gets_a_link_whatever_strangers_asked_for() {
    let app = TestApp::with_settings(|it| {
        (it.mail.stranger_per_hour, it.mail.stranger_per_day) = (2, 3);
        it.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    app.account("Ana").await;
    let email = email_of("Ana");
    let (at_home, elsewhere) = (app.visitor_from("198.51.100.7"), app.visitor_from("203.0.113.9"));
    let ask = async |visitor: &Visitor, door: &str| {
        let page = visitor.post(door, &[("email", &email)]).await.expect(200);
        (page.html_without_request_id(), app.mails_to(&email).await.len())
    };
    ask(&at_home, "/sign-in/link").await;
    let link = app.last_link_to(&email).await;
    at_home.get(&link).await.form("Sign in").press("Sign in").await.expect(303);

    for door in ["/sign-in/link", "/forgot-password", "/sign-in/link"] {
        ask(&elsewhere, door).await;
    }
    let (refused, n_before) = ask(&elsewhere, "/sign-in/link").await;
    let (sent, n_after) = ask(&at_home, "/sign-in/link").await;

    assert_eq!((n_before, n_after), (2, 3));
    assert_eq!(refused, sent, "no page says whose device it is");
    let link = app.last_link_to(&email).await;
    at_home.get(&link).await.form("Sign in").press("Sign in").await.expect(303);
    // These have a cap too.
    for _ in 0..3 {
        ask(&at_home, "/forgot-password").await;
    }
    assert_eq!(app.mails_to(&email).await.len(), 4);
}

#[actix_web::test]
async fn a_provider_and_the_whole_outbox_have_caps_of_their_own() {
    let app = TestApp::with_settings(|it| {
        (it.mail.stranger_per_domain_and_hour, it.mail.stranger_waiting) = (2, 3);
    })
    .await;
    let ask = async |email: &str| {
        let fields = [("email", email), ("display_name", "Ana")];
        app.visitor().post("/register", &fields).await.expect(200);
    };
    let conn = &mut app.db().await;
    let against = async |conn: &mut diesel_async::AsyncPgConnection, email: &str| {
        let email = EmailAddress::parse(email).unwrap();
        against(conn, &app.settings.mail, &email, Asker::Stranger).await.unwrap()
    };

    for name in ["a", "b", "c"] {
        ask(&format!("{name}@one.example")).await;
    }
    assert_eq!(against(conn, "d@one.example").await, Some(Against::Domain));
    assert_eq!(against(conn, "d@two.example").await, None);
    ask("a@two.example").await;
    ask("a@three.example").await;

    assert_eq!(against(conn, "a@four.example").await, Some(Against::Queue));
    let n: i64 = outbox::table.count().get_result(conn).await.unwrap();
    assert_eq!(n, 3);
    diesel::update(outbox::table)
        .set(outbox::queued_at.eq(now.into_sql::<Timestamptz>() - 2.hours()))
        .execute(conn)
        .await
        .unwrap();
    assert_eq!(against(conn, "d@one.example").await, Some(Against::Queue), "the hour is over");
}
