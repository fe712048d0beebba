//! A password is set, changed and removed by whoever proved a moment ago who they are, and told to its owner.

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{one_time_codes, sessions};

use crate::support::{TestApp, Visitor, email_of};

const GOOD: &str = "a lantern over the harbor wall";
const BETTER: &str = "another lantern, another wall";

#[actix_web::test]
async fn a_password_is_set_changed_and_removed_and_each_is_told_by_mail() {
    let app = TestApp::spawn().await;
    let (ana, elsewhere) = (app.registered("Ana").await, app.registered("Ana").await);
    let before = ana.cookie("session");

    // A12, S2
    set(&ana, "Set a password", GOOD).await;
    assert_ne!(ana.cookie("session"), before, "the session has a new token");
    elsewhere.get("/account").await.expect(303);
    assert_eq!(sign_in(&app, GOOD).await, 303);

    set(&ana, "Change your password", BETTER).await;
    assert_eq!((sign_in(&app, GOOD).await, sign_in(&app, BETTER).await), (422, 303));

    let page = ana.get("/account/password").await.expect(200);
    let done = page.form("Remove the password").press("Remove the password").await.follow().await;
    assert!(done.says("Your password is removed."));
    assert_eq!(sign_in(&app, BETTER).await, 422);
    ana.get("/account").await.expect(200);

    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::PasswordChanged; 3]);
    for mail in app.mails_to(&email_of("Ana")).await {
        assert!(!mail.body.contains(GOOD) && !mail.body.contains(BETTER));
    }
}

#[actix_web::test]
async fn the_old_token_of_a_renewed_session_opens_nothing() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let thief = app.visitor();
    thief.set_cookie("session", &ana.cookie("session").unwrap());
    thief.get("/account").await.expect(200);

    set(&ana, "Set a password", GOOD).await;

    thief.get("/account").await.expect(303);
}

#[actix_web::test]
async fn a_weak_password_changes_nothing_and_is_not_sent_back() {
    let app = TestApp::spawn().await;
    let (ana, elsewhere) = (app.registered("Ana").await, app.registered("Ana").await);

    for weak in ["short", "passwordpassword", &"x".repeat(129), &email_of("Ana"), ""] {
        let form = ana.get("/account/password").await.expect(200).form("password");
        let page = form.set("password", weak).press("Set a password").await.expect(422);
        assert_eq!(page.wrong_fields(), ["password"], "{weak}");
        assert_eq!(page.form("password").value("password"), "");
    }

    elsewhere.get("/account").await.expect(200);
    assert!(app.mails_to(&email_of("Ana")).await.is_empty());
}

#[actix_web::test]
async fn whoever_proved_too_long_ago_who_they_are_proves_it_again_first() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let form = ana.get("/account/password").await.expect(200).form("password");
    let a_while_ago = now.into_sql::<Timestamptz>() - 6_i32.minutes();
    diesel::update(sessions::table)
        .set(sessions::proved_at.eq(a_while_ago))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    // A12
    let first = ana.get("/account/password").await.expect(303);
    let sent = form.set("password", GOOD).press("Set a password").await.expect(401);

    assert_eq!(first.location(), "/account/prove?next=%2Faccount%2Fpassword");
    assert!(!sent.html().contains(GOOD), "a password is not kept in a page");
    assert_eq!(sign_in(&app, GOOD).await, 422);
}

#[actix_web::test]
async fn a_forgotten_password_signs_nobody_in_ends_every_session_keeps_the_codes_and_is_told() {
    let app = TestApp::spawn().await;
    let moderator = app.moderator("Ana").await;
    let form = app.visitor().get("/forgot-password").await.form("email");
    form.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;
    let browser = app.visitor();
    let form = browser.get(&link).await.expect(200).form("password").set("password", GOOD);

    let done = form.press("Set the password").await.expect(303);

    // A11
    assert_eq!(done.location(), "/sign-in");
    assert!(browser.cookie("session").is_none());
    moderator.get("/account").await.expect(303);
    let n_codes: i64 = one_time_codes::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n_codes, 1);
    let kinds = [MailKind::ResetPassword, MailKind::PasswordChanged];
    assert_eq!(app.mail_kinds_to("Ana").await, kinds);
}

async fn set(visitor: &Visitor, button: &str, password: &str) {
    let form = visitor.get("/account/password").await.expect(200).form("password");
    let done = form.set("password", password).press(button).await.follow().await.expect(200);
    assert!(done.says("Your password is set."), "{}", done.words());
}

async fn sign_in(app: &TestApp, password: &str) -> u16 {
    let form = app.visitor().get("/sign-in").await.form("password");
    form.set("email", &email_of("Ana")).set("password", password).press("Sign in").await.status
}
