//! An administrator of a part of the site sees and changes what lies within it, and nothing else is there. (C2)

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::schema::intake::grants;

use super::{act, give, path_of};
use crate::support::{AREA, OTHER_AREA, TestApp, email_of};

#[actix_web::test]
async fn the_accounts_of_others_are_not_there() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.administrator("Ada").await;
    app.grant("Mo", Role::Moderator, AREA).await;
    let elsewhere = app.grant("Lin", Role::Moderator, OTHER_AREA).await.0;
    let everywhere = app.grant("Mo", Role::Analyst, "everything").await.0;
    app.account("Ben").await;
    let kim = app.administrator_for("Kim", AREA).await;
    let mo = path_of(&app, "Mo").await;

    let list = kim.get("/admin/accounts").await.expect(200);
    assert!(list.says("Mo") && list.says("Kim"));
    assert!(!list.says("Lin") && !list.says("Ada") && !list.says("Analyst"));
    let page = kim.get(&mo).await.expect(200);
    assert!(page.says("Moderator") && !page.says("Analyst") && !page.says("Suspend"));

    let reason = [("reason", "I would like to.")];
    let role = [("role", "moderator"), ("scope", AREA)];
    for name in ["Lin", "Ada", "Ben"] {
        let path = path_of(&app, name).await;
        for what in
            ["", "/give", "/suspend", "/lift", "/reset-codes", &format!("/revoke/{elsewhere}")]
        {
            kim.get(&format!("{path}{what}")).await.expect(404);
        }
        kim.post(&format!("{path}/give"), &role).await.expect(404);
        kim.post(&format!("{path}/suspend"), &reason).await.expect(404);
        kim.post(&format!("{path}/revoke/{elsewhere}"), &reason).await.expect(404);
        kim.post(&format!("{path}/end-sessions"), &[]).await.expect(404);
        let found = kim.post("/admin/accounts", &[("email", &email_of(name))]).await.expect(422);
        let absent = kim.post("/admin/accounts", &[("email", "no.one@example.org")]).await;
        let neutral = |it: &str, email: &str| it.replace(email, "…");
        assert_eq!(
            neutral(&found.html_without_request_id(), &email_of(name)),
            neutral(&absent.html_without_request_id(), "no.one@example.org"),
        );
    }
    // A grant of somebody visible, and still not within reach.
    kim.post(&format!("{mo}/revoke/{everywhere}"), &reason).await.expect(404);
    // What concerns the whole account is for those who look after the whole site.
    for what in ["suspend", "lift", "reset-codes"] {
        kim.post(&format!("{mo}/{what}"), &reason).await.expect(403);
    }
    kim.get("/admin/sessions").await.expect(403);
    let n_grants: i64 = grants::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n_grants, 5);
}

#[actix_web::test]
async fn nobody_gives_more_than_they_have() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.grant("Mo", Role::Moderator, AREA).await;
    let kim = app.administrator_for("Kim", AREA).await;
    let path = path_of(&app, "Mo").await;

    let form = kim.get(&format!("{path}/give")).await.expect(200).form("role");
    for scope in ["everything", "harbor", OTHER_AREA, "nowhere"] {
        let sent = form.clone().set("role", "analyst").set("scope", scope);
        let page = sent.press("Give the role").await.expect(422);
        assert_eq!(page.wrong_fields(), ["scope"]);
    }
    let invited = [
        ("email", "zoe@example.org"),
        ("display_name", "Zoe"),
        ("role", "administrator"),
        ("scope", "everything"),
    ];
    let page = kim.post("/admin/accounts/invite", &invited).await.expect(422);
    assert_eq!(page.wrong_fields(), ["scope"]);
    assert!(app.mails_to("zoe@example.org").await.is_empty());

    give(&kim, &path, "analyst", AREA).await.expect(303);
}

#[actix_web::test]
async fn a_role_within_reach_is_taken_away_and_the_account_is_gone_from_sight() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let grant = app.grant("Mo", Role::Moderator, AREA).await.0;
    let kim = app.administrator_for("Kim", "harbor").await;
    let path = path_of(&app, "Mo").await;

    let done = act(&kim, &format!("{path}/revoke/{grant}"), "Take the role away").await.expect(303);

    assert_eq!(done.location(), "/admin/accounts");
    kim.get(&path).await.expect(404);
}
