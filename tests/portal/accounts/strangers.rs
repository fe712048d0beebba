//! What somebody can do with an address that is not theirs: very little.

use std::time::{Duration, Instant};

use chrono::{Duration as Days, Utc};
use diesel_async::AsyncPgConnection;
use lectern::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use lectern::settings::Rate;

use super::{ask_to_register, knock, try_password};
use crate::support::{FORM, TestApp, email_of};

const DOORS: [(&str, &str, &str); 3] = [
    ("/register", "display_name", "Register"),
    ("/sign-in", "Mail me a link", "Mail me a link"),
    ("/forgot-password", "email", "Mail me a link"),
];

#[actix_web::test]
async fn an_unknown_address_takes_as_long_as_a_known_one() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;

    for (door, form, button) in DOORS {
        for email in [email_of("Ana").as_str(), "zoe@example.org"] {
            let started = Instant::now();
            knock(&app, door, form, button, email).await.expect(200);
            assert!(Duration::from_millis(150) <= started.elapsed(), "{door} {email}");
        }
    }
}

#[actix_web::test]
async fn nobody_can_bury_a_mailbox_and_the_links_in_it_still_work() {
    let app = TestApp::with_settings(|it| {
        (it.mail.stranger_per_hour, it.mail.stranger_per_day) = (3, 5);
    })
    .await;
    app.account("Ana").await;

    for _ in 0..4 {
        for (door, form, button) in DOORS {
            for email in [email_of("Ana").as_str(), "ANA@example.org", "zoe@example.org"] {
                knock(&app, door, form, button, email).await.expect(200);
            }
        }
    }

    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), 3);
    assert_eq!(app.mails_to("zoe@example.org").await.len(), 3);
    let last = app.last_link_to(&email_of("Ana")).await;
    app.visitor().get(&last).await.expect(200);
}

#[actix_web::test]
async fn a_mail_to_an_unproven_address_carries_nothing_that_its_sender_typed() {
    let app = TestApp::spawn().await;
    let form = app.visitor().get("/register").await.form("display_name");
    let form = form.set("display_name", "You won! https://evil.example/claim");

    form.set("email", "zoe@example.org").press("Register").await.expect(200);

    let mails = app.mails_to("zoe@example.org").await;
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].body.contains("evil.example") && !mails[0].subject.contains("won"));
}

#[actix_web::test]
async fn a_second_registration_cannot_replace_the_password_of_the_account_that_the_first_made() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Ana").await;
    let first = app.last_link_to(&email_of("Ana")).await;
    let held = app.visitor().get(&first).await.expect(200).form("Confirm and sign in");
    ask_to_register(&app, "Ana").await;
    let second = app.last_link_to(&email_of("Ana")).await;
    // A9
    app.visitor().get(&first).await.expect(410);
    let confirm = app.visitor().get(&second).await.expect(200).form("Confirm and sign in");
    let password = "a lantern over the harbor wall";
    confirm.set("password", password).press("Confirm and sign in").await.expect(303);

    app.visitor().get(&first).await.expect(410);
    let late = held.set("password", "another lantern, another wall").press("Confirm and sign in");

    late.await.expect(410);
    try_password(&app, &email_of("Ana"), password).await.expect(303);
}

#[actix_web::test]
async fn a_registration_does_not_open_an_account_that_came_to_be_meanwhile() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let held = app.visitor().get(&link).await.expect(200).form("Confirm and sign in");
    app.set_password("Ana", "a lantern over the harbor wall").await;

    app.visitor().get(&link).await.expect(410);
    let late = held.set("password", "another lantern, another wall").press("Confirm and sign in");

    late.await.expect(410);
    try_password(&app, &email_of("Ana"), "a lantern over the harbor wall").await.expect(303);
}

#[actix_web::test]
async fn an_address_without_an_account_is_told_so_by_mail_and_the_link_in_it_only_leads_to_registering()
 {
    let app = TestApp::spawn().await;
    for (door, form, button) in &DOORS[1..] {
        knock(&app, door, form, button, "zoe@example.org").await.expect(200);
        assert_eq!(app.last_link_to("zoe@example.org").await, "/register", "{door}");
    }
}

#[actix_web::test]
async fn a_new_password_shuts_out_whoever_was_in_or_holds_an_older_link() {
    let app = TestApp::spawn().await;
    let thief = app.registered("Ana").await;
    let invitation = invite(&app, &mut app.db().await).await;
    let older = app.visitor().get(&invitation).await.expect(200).form("Confirm and sign in");
    knock(&app, "/forgot-password", "email", "Mail me a link", &email_of("Ana")).await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let form = app.visitor().get(&link).await.expect(200).form("password");

    let form = form.set("password", "a lantern over the harbor wall");
    form.press("Set the password").await.expect(303);

    thief.get("/account").await.expect(303);
    older.press("Confirm and sign in").await.expect(410);

    let thief = app.registered("Ana").await;
    let invitation = invite(&app, &mut app.db().await).await;
    let form = app.visitor().get(&invitation).await.expect(200).form("Confirm and sign in");
    let form = form.set("password", "another lantern, another wall");
    form.press("Confirm and sign in").await.expect(303);
    thief.get("/account").await.expect(303);
}

#[actix_web::test]
async fn pages_that_read_private_tables_cannot_be_asked_for_too_often() {
    for path in [FORM, "/account", "/moderation", "/verify-email?token=x"] {
        let few = Rate { per_minute: 1.try_into().unwrap(), burst: 2.try_into().unwrap() };
        let app = TestApp::with_settings(|it| it.limits.read = few).await;
        app.initiative().await;
        let ana = app.registered("Ana").await;

        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(ana.get(path).await.status);
        }

        assert_eq!(statuses.last(), Some(&429), "{path}: {statuses:?}");
        assert_ne!(statuses.first(), Some(&429), "{path}");
    }
}

async fn invite(app: &TestApp, conn: &mut AsyncPgConnection) -> String {
    let whom = LinkFor::Account(app.account("Ana").await.id);
    let expires_at = Utc::now() + Days::hours(1);
    let link = MailedLink::create(conn, LinkPurpose::Invite, whom, "/account", expires_at).await;
    format!("/verify-email?token={}", link.unwrap().reveal())
}
