//! Confirming that it is you, before something delicate.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::sessions;

use super::{PASSWORD, with_mo};
use crate::support::{Page, TestApp, Visitor, email_of};

const DELICATE: &str = "/account/one-time-code";

// A12, S2
#[actix_web::test]
async fn who_proved_it_long_ago_confirms_by_a_code_and_goes_on_under_another_token() {
    let app = with_mo().await;
    let mo = app.registered("Mo").await;
    let thief = app.visitor();
    thief.set_cookie("session", &mo.cookie("session").unwrap());
    an_hour_passes(&app).await;

    let page = asked(&mo).await;
    page.form("code").set("code", "").press("Confirm").await.expect(422);
    let wrong = app.wrong_code_for("Mo").await;
    let wrong = page.form("code").set("code", &wrong).press("Confirm").await.expect(422);
    assert_eq!(wrong.wrong_fields(), ["code"]);
    let code = app.code_of("Mo").await;
    let done = wrong.form("code").set("code", &code).press("Confirm").await;

    assert_eq!((done.status, done.location()), (303, DELICATE));
    done.follow().await.expect(200);
    assert!(thief.get("/account").await.expect(303).location().starts_with("/sign-in?"));
}

// A12
#[actix_web::test]
async fn without_codes_the_password_confirms() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.registered("Ana").await;
    an_hour_passes(&app).await;

    let page = asked(&ana).await;
    let wrong = page.form("password").set("password", "another lantern").press("Confirm").await;
    assert_eq!(wrong.expect(422).wrong_fields(), ["password"]);
    let done = page.form("password").set("password", PASSWORD).press("Confirm").await;

    assert_eq!((done.status, done.location()), (303, DELICATE));
    done.follow().await.expect(200);
}

#[actix_web::test]
async fn without_a_password_a_mailed_link_does() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    an_hour_passes(&app).await;

    asked(&ana).await.form("Mail me a link").press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;
    let done = ana.get(&link).await.expect(200).form("token").press("Sign in").await;

    assert_eq!((done.status, done.location()), (303, DELICATE));
    done.follow().await.expect(200);
}

#[actix_web::test]
async fn confirming_does_not_make_a_session_last_longer() {
    let app = with_mo().await;
    let mo = app.registered("Mo").await;
    let ends = async || -> chrono::DateTime<chrono::Utc> {
        let ends = sessions::table.select(diesel::dsl::max(sessions::expires_at));
        let ends: Option<_> = ends.get_result(&mut app.db().await).await.unwrap();
        ends.unwrap()
    };
    let before = ends().await;

    let code = app.code_of("Mo").await;
    mo.post("/account/prove", &[("code", &code)]).await.expect(303);

    assert_eq!(ends().await, before);
}

async fn asked(visitor: &Visitor) -> Page {
    let page = visitor.get(DELICATE).await.expect(303);
    assert_eq!(page.location(), "/account/prove?next=%2Faccount%2Fone-time-code");
    page.follow().await.expect(200)
}

async fn an_hour_passes(app: &TestApp) {
    diesel::sql_query("UPDATE intake.sessions SET proved_at = now() - interval '1 hour'")
        .execute(&mut app.db().await)
        .await
        .unwrap();
}
