//! Passwords: chosen on the page that a mail leads to, checked when signing in.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::accounts;

use super::{ask_to_register, try_password};
use crate::support::{TestApp, email_of};

const GOOD: &str = "a lantern over the harbor wall";

#[actix_web::test]
async fn a_password_that_is_too_weak_keeps_the_form_and_the_link() {
    let app = TestApp::spawn().await;
    let visitor = ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;

    for weak in
        ["short", "passwordpassword", "aaaaaaaaaaaaaaaaaaaa", &"x".repeat(129), "ana@example.org"]
    {
        let form = visitor.get(&link).await.expect(200).form("password");
        let page = form.set("password", weak).press("Confirm and sign in").await.expect(422);
        assert_eq!(page.wrong_fields(), ["password"], "{weak}");
        assert_eq!(page.form("password").value("password"), "", "a password is never sent back");
        assert!(page.says(&email_of("Ana")));
    }
    let form = visitor.get(&link).await.form("password").set("password", GOOD);
    form.press("Confirm and sign in").await.follow().await.expect(200);
}

#[actix_web::test]
async fn a_chosen_password_signs_in_and_no_other_does() {
    let app = TestApp::spawn().await;
    let visitor = ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let form = visitor.get(&link).await.form("password").set("password", GOOD);
    form.press("Confirm and sign in").await.expect(303);

    try_password(&app, &email_of("Ana"), GOOD).await.expect(303);
    try_password(&app, "ANA@Example.ORG", GOOD).await.expect(303);
    try_password(&app, &email_of("Ana"), "A lantern over the harbor wall").await.expect(422);
    let hash: Option<String> =
        accounts::table.select(accounts::password_hash).first(&mut app.db().await).await.unwrap();
    assert!(hash.unwrap().starts_with("$argon2id$"));
}

#[actix_web::test]
async fn without_a_password_one_signs_in_by_mail() {
    let app = TestApp::spawn().await;
    let visitor = ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;

    let form = visitor.get(&link).await.form("password");
    form.press("Confirm and sign in").await.follow().await.expect(200);

    try_password(&app, &email_of("Ana"), "").await.expect(422);
    try_password(&app, &email_of("Ana"), GOOD).await.expect(422);
}

#[actix_web::test]
async fn a_new_password_ends_every_session_and_the_old_password() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", GOOD).await;
    let ana = app.registered("Ana").await;
    let form = app.visitor().get("/forgot-password").await.expect(200).form("email");
    form.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);

    let link = app.last_link_to(&email_of("Ana")).await;
    let form = app.visitor().get(&link).await.expect(200).form("password");
    let form = form.set("password", "another lantern, another wall");
    let done = form.clone().press("password").await;
    let again = form.press("password").await;

    assert_eq!((done.status, again.status), (303, 410));
    ana.get("/account").await.expect(303);
    try_password(&app, &email_of("Ana"), GOOD).await.expect(422);
    try_password(&app, &email_of("Ana"), "another lantern, another wall").await.expect(303);
}
