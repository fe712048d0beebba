//! Coming in and going out, and what a stranger cannot learn about an address (rule 6).

mod links;
mod passwords;
mod sessions;
mod strangers;
mod work;

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::models::outbox::MailKind;
use lectern::schema::intake;

use crate::support::{Page, TestApp, Visitor, email_of};

#[actix_web::test]
async fn a_known_and_an_unknown_address_look_the_same_at_every_door() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;

    for (door, form, button) in [
        ("/register", "display_name", "Register"),
        ("/sign-in", "Mail me a link", "Mail me a link"),
        ("/forgot-password", "email", "Mail me a link"),
    ] {
        let known = knock(&app, door, form, button, &email_of("Ana")).await;
        let unknown = knock(&app, door, form, button, "zoe@example.org").await;

        assert_eq!(known.status, 200, "{door}");
        assert_eq!(masked(&known, &email_of("Ana")), masked(&unknown, "zoe@example.org"), "{door}");
        let names = |it: &Page| it.headers.keys().map(|it| it.to_string()).collect::<BTreeSet<_>>();
        assert_eq!(names(&known), names(&unknown), "{door}");
    }
    use MailKind::{AlreadyRegistered, NoAccount, Register, ResetPassword, SignIn};
    let kinds = [AlreadyRegistered, SignIn, ResetPassword];
    assert_eq!(app.mail_kinds_to("Ana").await, kinds);
    assert_eq!(app.mail_kinds_to("Zoe").await, [Register, NoAccount, NoAccount]);
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", "a lantern over the harbor wall").await;
    app.account("Ben").await;

    let wrong = try_password(&app, &email_of("Ana"), "another lantern, another wall").await;
    let unknown = try_password(&app, "zoe@example.org", "another lantern, another wall").await;
    let without = try_password(&app, &email_of("Ben"), "another lantern, another wall").await;
    let long = try_password(&app, &email_of("Ana"), &"x".repeat(5000)).await;

    let expected = masked(&wrong, &email_of("Ana"));
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.form("password").value("email"), email_of("Ana"));
    assert_eq!(masked(&unknown, "zoe@example.org"), expected);
    assert_eq!(masked(&without, &email_of("Ben")), expected);
    assert_eq!(masked(&long, &email_of("Ana")), expected);
    assert_eq!([wrong.status, unknown.status, without.status, long.status], [422; 4]);
}

#[actix_web::test]
async fn signing_out_ends_the_session_for_whoever_copied_its_cookie() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let thief = app.visitor();
    thief.set_cookie("session", &ana.cookie("session").unwrap());
    thief.get("/account").await.expect(200);

    let out = ana.get("/account").await.expect(200).form("Sign out").press("Sign out").await;

    assert_eq!((out.status, out.location()), (303, "/"));
    for visitor in [&ana, &thief] {
        let page = visitor.get("/account").await;
        assert_eq!((page.status, page.location()), (303, "/sign-in?next=%2Faccount"));
    }
}

#[actix_web::test]
async fn a_copy_of_the_database_signs_nobody_in() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let token = ana.cookie("session").unwrap();

    let stored: Vec<Vec<u8>> = intake::sessions::table
        .select(intake::sessions::token_sha256)
        .load(&mut app.db().await)
        .await
        .unwrap();

    assert_eq!(stored.len(), 1);
    assert_ne!(hex::encode(&stored[0]), token);
    assert_ne!(stored[0], token.as_bytes());
    let thief = app.visitor();
    thief.set_cookie("session", &hex::encode(&stored[0]));
    thief.get("/account").await.expect(303);
    ana.get("/account").await.expect(200);
}

#[actix_web::test]
async fn a_suspended_account_is_signed_out_at_once() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    ana.get("/account").await.expect(200);

    diesel::update(intake::accounts::table)
        .set(intake::accounts::suspended_at.eq(chrono::Utc::now()))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    ana.get("/account").await.expect(303);
}

#[actix_web::test]
async fn signing_in_leads_on_to_where_one_was_going_and_never_to_another_site() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", "a lantern over the harbor wall").await;

    for (next, leads_to) in [
        ("/account?x=1", "/account?x=1"),
        ("//evil.example", "/account"),
        ("https://evil.example/", "/account"),
        ("/%5Cevil.example", "/account"),
    ] {
        let visitor = app.visitor();
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let form = visitor.get(&format!("/sign-in?next={next}")).await.form("password");
        let form = form.set("email", &email_of("Ana"));
        let page = form.set("password", "a lantern over the harbor wall").press("Sign in").await;
        assert_eq!((page.status, page.location()), (303, leads_to));
    }
}

#[actix_web::test]
async fn the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", "a lantern over the harbor wall").await;

    let page = try_password(&app, &email_of("Ana"), "a lantern over the harbor wall").await;

    let cookie = page.expect(303).header("set-cookie").to_owned();
    assert!(cookie.starts_with("session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Domain"), "{cookie}");
}

async fn knock(app: &TestApp, door: &str, form: &str, button: &str, email: &str) -> Page {
    let form = app.visitor().get(door).await.expect(200).form(form).set("email", email);
    let form = if form.fields.iter().any(|(it, _)| it == "display_name") {
        form.set("display_name", "Somebody")
    } else {
        form
    };
    form.press(button).await
}

async fn try_password(app: &TestApp, email: &str, password: &str) -> Page {
    let form = app.visitor().get("/sign-in").await.expect(200).form("password");
    form.set("email", email).set("password", password).press("Sign in").await
}

/// The page without the address that was typed, wherever it stands.
fn masked(page: &Page, email: &str) -> String {
    page.html_without_request_id().replace(email, "(address)")
}

/// Registers through the form, as far as the mail.
async fn ask_to_register(app: &TestApp, name: &str) -> Visitor {
    let visitor = app.visitor();
    let form = visitor.get("/register").await.expect(200).form("display_name");
    let form = form.set("display_name", name).set("email", &email_of(name));
    form.press("Register").await.expect(200);
    visitor
}
