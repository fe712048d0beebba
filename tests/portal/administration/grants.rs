//! Roles given and taken away.

use lectern::domain::role::Role;
use lectern::models::grant::Grant;
use lectern::models::outbox::MailKind;
use serde_json::json;

use super::{act, audited, give, path_of};
use crate::support::{AREA, OTHER_AREA, TestApp, email_of};

// S2
#[actix_web::test]
async fn a_role_is_given_told_written_down_and_taken_away_again() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let here = app.comment("About the bridge.").on(AREA).insert().await;
    let there = app.comment("About the ferry.").on(OTHER_AREA).insert().await;
    app.grant("Ben", Role::Analyst, "everything").await;
    let (ada, ben) = (app.administrator("Ada").await, app.registered("Ben").await);
    let path = path_of(&app, "Ben").await;

    let done = give(&ada, &path, "moderator", AREA).await.expect(303);
    let page = ada.get(done.location()).await.expect(200);
    assert!(page.says("The role is given.") && page.says("Moderator: "));

    // The session from before is dead; the next one has the role, and no further than it reaches.
    ben.get("/account").await.expect(303);
    app.sign_in(&ben, "Ben").await;
    ben.get(&format!("/moderation/comments/{here}")).await.expect(200);
    ben.get(&format!("/moderation/comments/{there}")).await.expect(404);

    let grant = Grant::of(&mut app.db().await, app.account("Ben").await.id).await.unwrap()[1].id;
    let revoke = format!("{path}/revoke/{}", grant.0);
    act(&ada, &revoke, "Take the role away").await.expect(303);

    ben.get("/moderation").await.expect(303);
    app.sign_in(&ben, "Ben").await;
    ben.get("/moderation").await.expect(403);
    assert_eq!(app.mail_kinds_to("Ben").await, [MailKind::AccountNotice; 2]);
    let mails = app.mails_to(&email_of("Ben")).await;
    assert!(mails.iter().all(|it| !it.body.contains("They asked us to.")));
    let by = Some(app.account("Ada").await.id.0);
    let (role, scope) = ("moderator", AREA);
    assert_eq!(
        audited(&app, "Ben").await,
        [
            (by, "grant_given".to_owned(), json!({ "role": role, "scope": scope })),
            (
                by,
                "grant_revoked".to_owned(),
                json!({ "role": role, "scope": scope, "reason": "They asked us to." })
            ),
        ]
    );
    let page = ada.get(&path).await.expect(200);
    assert!(page.says("Took a role away: moderator (harbor/bridge)"));
    assert!(page.says("They asked us to."));
}

#[actix_web::test]
async fn a_role_that_somebody_has_is_not_given_twice_and_what_was_chosen_stays() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    app.grant("Mo", Role::Moderator, "harbor").await;
    let path = path_of(&app, "Mo").await;

    let page = give(&ada, &path, "moderator", "harbor").await.expect(422);

    assert_eq!(page.wrong_fields(), ["role"]);
    assert_eq!(page.form("role").value("scope"), "harbor");
    let page = give(&ada, &path, "", "").await.expect(422);
    assert_eq!(page.wrong_fields(), ["role", "scope"]);
}

#[actix_web::test]
async fn nobody_changes_their_own_roles_or_account() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.administrator("Bea").await;
    let path = path_of(&app, "Ada").await;
    let grant = Grant::of(&mut app.db().await, app.account("Ada").await.id).await.unwrap()[0].id.0;

    let page = ada.get(&path).await.expect(200);
    assert!(page.says("This is your own account.") && !page.html().contains("/revoke/"));
    let roles = [("role", "moderator"), ("scope", "everything")];
    let reason = [("reason", "I can.")];
    ada.post(&format!("{path}/give"), &roles).await.expect(403);
    ada.post(&format!("{path}/revoke/{grant}"), &reason).await.expect(403);
    for what in ["suspend", "lift", "reset-codes"] {
        ada.post(&format!("{path}/{what}"), &reason).await.expect(403);
    }
    for what in ["end-sessions", "password-link"] {
        ada.post(&format!("{path}/{what}"), &[]).await.expect(403);
    }
    let invited = [("email", "ada@example.org"), ("display_name", "Ada"), roles[0], roles[1]];
    let page = ada.post("/admin/accounts/invite", &invited).await.expect(422);
    assert_eq!(page.wrong_fields(), ["email"]);
    assert!(audited(&app, "Ada").await.is_empty());
}

#[actix_web::test]
async fn a_role_is_taken_away_once_and_for_a_reason() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let grant = app.grant("Mo", Role::Moderator, "everything").await.0;
    let path = format!("{}/revoke/{grant}", path_of(&app, "Mo").await);
    let form = ada.get(&path).await.expect(200).form("reason");

    let page = form.clone().set("reason", " ").press("Take the role away").await.expect(422);
    assert_eq!(page.wrong_fields(), ["reason"]);
    form.clone().set("reason", "Done.").press("Take the role away").await.expect(303);
    form.set("reason", "Done.").press("Take the role away").await.expect(404);

    assert_eq!(audited(&app, "Mo").await.len(), 1);
}

#[actix_web::test]
async fn there_is_always_somebody_who_looks_after_the_whole_site() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let bea = app.administrator("Bea").await;
    let (of_ada, of_bea) = (path_of(&app, "Ada").await, path_of(&app, "Bea").await);
    let suspend = |path: &str| format!("{path}/suspend");
    let (one, other) = (
        ada.get(&suspend(&of_bea)).await.form("reason").set("reason", "First."),
        bea.get(&suspend(&of_ada)).await.form("reason").set("reason", "First."),
    );

    // Both at once: whoever comes second is shut out already, or would leave nobody.
    let (one, other) = tokio::join!(one.press("Suspend"), other.press("Suspend"));

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303, "{statuses:?}");
    assert!([303, 401, 404, 409].contains(&statuses[1]), "{statuses:?}");
    let able = [app.account("Ada").await, app.account("Bea").await];
    assert_eq!(able.iter().filter(|it| it.is_suspended()).count(), 1);
}

#[actix_web::test]
async fn the_last_administrator_is_neither_suspended_nor_unmade() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let grant = app.grant("Bea", Role::Administrator, "everything").await.0;
    let path = path_of(&app, "Bea").await;
    // Ada is shut out by an operator while her page is open: Bea is the last.
    let revoke = ada.get(&format!("{path}/revoke/{grant}")).await.expect(200).form("reason");
    let suspend = ada.get(&format!("{path}/suspend")).await.expect(200).form("reason");
    let id = app.account("Ada").await.id;
    let mut conn = app.db().await;
    diesel_async::RunQueryDsl::execute(
        diesel::sql_query("UPDATE intake.grants SET initiative_id = 1 WHERE account_id = $1")
            .bind::<diesel::sql_types::BigInt, _>(id),
        &mut conn,
    )
    .await
    .unwrap();

    revoke.set("reason", "Why not.").press("Take the role away").await.expect(404);
    suspend.set("reason", "Why not.").press("Suspend").await.expect(404);

    assert!(!app.account("Bea").await.is_suspended());
    assert_eq!(Grant::of(&mut conn, app.account("Bea").await.id).await.unwrap().len(), 1);
}
