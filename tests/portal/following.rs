//! Following an area: with an account and without, and what followers are told.

mod announcing;
mod outcomes;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::schema::intake::{follow_requests, follows, outbox};

use crate::support::{FORM, TestApp, email_of, fill_in};

pub const FOLLOW: &str = "/initiatives/harbor/bridge/follow";

async fn n_follows(app: &TestApp) -> i64 {
    follows::table.count().get_result(&mut app.db().await).await.unwrap()
}

#[actix_web::test]
async fn whoever_is_signed_in_follows_by_one_button_and_stops_by_another() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    let form = ana.get(FOLLOW).await.expect(200).form("follow");
    let page = form.clone().press("follow").await.expect(303).follow().await.expect(200);
    assert!(page.says("You follow this area."));
    form.press("follow").await.expect(303);
    assert_eq!(n_follows(&app).await, 1);
    let own = ana.get("/account").await.expect(200);
    assert!(own.links().iter().any(|(path, _)| path == FOLLOW));

    page.form("unfollow").press("unfollow").await.expect(303);
    assert_eq!(n_follows(&app).await, 0);
    assert!(!ana.get("/account").await.says("What I follow"));
    ana.post(FOLLOW, &[("intent", "other")]).await.expect(422);
}

#[actix_web::test]
async fn a_receipt_offers_to_follow_and_nobody_follows_by_default() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let form = fill_in(ana.get(FORM).await.form("submit"), "Stone lasts.");
    let receipt = form.press("submit").await.expect(303).follow().await.expect(200);
    assert_eq!(n_follows(&app).await, 0);

    receipt.form("Follow this area").press("Follow this area").await.expect(303);

    assert_eq!(n_follows(&app).await, 1);
}

// The link acts by POST alone, once, however many press at the same time.
#[actix_web::test]
async fn an_address_follows_once_its_mailed_link_was_confirmed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (stranger, walt) = (app.visitor(), email_of("Walt"));
    let asked = stranger.get(FOLLOW).await.expect(200).form("email").set("email", &walt);
    asked.press("Send me").await.expect(200);
    let link = app.last_link_to(&walt).await;
    let page = stranger.get(&link).await.expect(200);
    stranger.get(&link).await.expect(200);
    assert_eq!(n_follows(&app).await, 0);

    let form = page.form("token");
    let said = join_all((0..20).map(|_| form.clone().press("Yes"))).await;

    let mut statuses: Vec<_> = said.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303);
    assert!(statuses[1..].iter().all(|it| *it == 410), "{statuses:?}");
    assert_eq!(n_follows(&app).await, 1);
    stranger.get(&link).await.expect(410);
    // Only a digest of the token is kept.
    let left: i64 = follow_requests::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn every_address_is_answered_alike_whether_it_has_an_account_or_follows_already() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    ana.post(FOLLOW, &[("intent", "follow")]).await.expect(303);
    app.registered("Ben").await;
    let stranger = app.visitor();
    let mut answers = Vec::new();
    for name in ["Ana", "Ben", "Walt"] {
        let address = email_of(name);
        let page = stranger.post(FOLLOW, &[("email", &address)]).await.expect(200);
        answers.push(page.html().replace(&address, "ADDRESS"));
        let mails: i64 = outbox::table
            .filter(outbox::recipient.eq(&address))
            .filter(outbox::kind.eq("confirm_follow"))
            .count()
            .get_result(&mut app.db().await)
            .await
            .unwrap();
        assert_eq!(mails, 1, "{name}");
    }
    assert!(answers.iter().all(|it| *it == answers[0]));
    // Whoever has an account follows with it.
    let link = app.last_link_to(&email_of("Ana")).await;
    stranger.get(&link).await.expect(200).form("token").press("Yes").await.expect(303);
    assert_eq!(n_follows(&app).await, 1);
    for wrong in ["", "walt", "a@b@c"] {
        let page = stranger.post(FOLLOW, &[("email", wrong)]).await.expect(422);
        assert_eq!(page.wrong_fields(), ["email"]);
        assert_eq!(page.form("email").value("email"), wrong);
    }
}

#[actix_web::test]
async fn an_address_gets_no_more_such_mails_than_of_any_kind_that_strangers_cause() {
    let app = TestApp::with_settings(|it| it.mail.stranger_per_hour = 2).await;
    app.initiative().await;
    let (stranger, walt) = (app.visitor(), email_of("Walt"));
    for _ in 0..4 {
        stranger.post(FOLLOW, &[("email", &walt)]).await.expect(200);
    }
    let mails: i64 = outbox::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(mails, 2);
}

#[actix_web::test]
async fn the_page_of_the_area_is_the_same_for_everybody_and_leads_to_the_button() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    ana.post(FOLLOW, &[("intent", "follow")]).await.expect(303);

    let theirs = app.visitor().get("/initiatives/harbor/bridge").await.expect(200);
    let own = ana.get("/initiatives/harbor/bridge").await.expect(200);

    assert_eq!(theirs.html(), own.html());
    assert!(theirs.links().iter().any(|(path, _)| path == FOLLOW));
}

#[actix_web::test]
async fn closing_an_account_ends_what_it_follows() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    ana.post(FOLLOW, &[("intent", "follow")]).await.expect(303);
    app.visitor().post(FOLLOW, &[("email", &email_of("Ana"))]).await.expect(200);
    let id = app.account("Ana").await.id;

    lectern::auth::own_account::closing::close(&app.state, id).await.unwrap();

    assert_eq!(n_follows(&app).await, 0);
    let left: i64 = follow_requests::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(left, 0);
}
