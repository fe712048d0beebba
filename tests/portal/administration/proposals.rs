//! Another administrator takes two.

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::domain::role::Role;
use lectern::models::grant::{Grant, administrators_for_everything};
use lectern::models::outbox::{MailKind, QueuedMail};

use super::{act, audited, give, path_of};
use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn the_only_administrator_makes_the_second_one_alone() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.account("Ben").await;

    give(&ada, &path_of(&app, "Ben").await, "administrator", "everything").await.expect(303);

    let ben = app.registered("Ben").await;
    ben.get("/admin").await.expect(200);
    ben.get("/moderation").await.expect(403);
}

// C5
#[actix_web::test]
async fn a_third_administrator_takes_the_word_of_two() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    app.account("Cleo").await;
    let path = path_of(&app, "Cleo").await;

    let done = give(&ada, &path, "administrator", "everything").await.expect(303);
    assert!(ada.get(done.location()).await.says("Another administrator has to agree"));
    assert_eq!(app.mail_kinds_to("Bea").await, [MailKind::AccountNotice]);
    assert!(app.mails_to(&email_of("Ada")).await.is_empty());
    app.registered("Cleo").await.get("/admin").await.expect(403);
    let again = give(&ada, &path, "administrator", "everything").await.expect(422);
    assert_eq!(again.wrong_fields(), ["role"]);

    // Who proposed it cannot agree, whatever they send.
    let link = app.last_link_to(&email_of("Bea")).await;
    let own = ada.get(&link).await.expect(200);
    assert!(own.says("You can take the proposal back.") && !own.says("Agree"));
    ada.post(&link, &[("intent", "approve")]).await.expect(403);

    let form = bea.get(&link).await.expect(200).form("approve");
    let (one, two) = tokio::join!(form.clone().press("approve"), form.press("approve"));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert!([[303, 404], [303, 409]].contains(&statuses), "{statuses:?}");

    app.registered("Cleo").await.get("/admin").await.expect(200);
    let acts: Vec<_> = audited(&app, "Cleo").await.into_iter().map(|(_, act, _)| act).collect();
    assert_eq!(acts, ["grant_proposed", "grant_approved"]);
}

#[actix_web::test]
async fn a_proposal_lapses_after_three_days_and_can_be_made_again() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    app.account("Cleo").await;
    let path = path_of(&app, "Cleo").await;
    give(&ada, &path, "administrator", "everything").await.expect(303);
    let link = app.last_link_to(&email_of("Bea")).await;
    let form = bea.get(&link).await.expect(200).form("approve");
    let elapse = "UPDATE intake.grant_proposals SET expires_at = expires_at - interval '72 hours'";
    app.db().await.batch_execute(elapse).await.unwrap();

    form.press("approve").await.expect(404);

    bea.get(&link).await.expect(404);
    give(&ada, &path, "administrator", "everything").await.expect(303);
}

#[actix_web::test]
async fn a_proposal_is_turned_down_and_ends_with_whoever_made_it() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    app.account("Cleo").await;
    let path = path_of(&app, "Cleo").await;

    give(&ada, &path, "administrator", "everything").await.expect(303);
    let first = app.last_link_to(&email_of("Bea")).await;
    bea.get(&first).await.form("end").press("end").await.expect(303);
    bea.get(&first).await.expect(404);

    give(&ada, &path, "administrator", "everything").await.expect(303);
    let second = app.last_link_to(&email_of("Bea")).await;
    assert_ne!(first, second);
    let of_ada = path_of(&app, "Ada").await;
    act(&bea, &format!("{of_ada}/suspend"), "Suspend").await.expect(303);
    bea.get(&second).await.expect(404);
    assert!(Grant::of(&mut app.db().await, app.account("Cleo").await.id).await.unwrap().is_empty());
}

#[actix_web::test]
async fn suspending_the_others_does_not_make_one_administrator_enough() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.administrator("Bea").await;
    app.account("Cleo").await;
    let of_bea = path_of(&app, "Bea").await;
    act(&ada, &format!("{of_bea}/suspend"), "Suspend").await.expect(303);

    let path = path_of(&app, "Cleo").await;
    let done = give(&ada, &path, "administrator", "everything").await.expect(303);

    assert!(done.location().ends_with("done=proposed"));
}

// C5
#[actix_web::test]
async fn removing_the_others_does_not_make_one_administrator_enough() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.administrator("Bea").await;
    app.account("Cleo").await;
    let roles = Grant::of(&mut app.db().await, app.account("Bea").await.id).await.unwrap();
    let of_bea = path_of(&app, "Bea").await;
    act(&ada, &format!("{of_bea}/revoke/{}", roles[0].id.0), "Take the role away")
        .await
        .expect(303);

    let path = path_of(&app, "Cleo").await;
    let done = give(&ada, &path, "administrator", "everything").await.expect(303);
    assert!(done.location().ends_with("done=proposed"));

    let later = "UPDATE intake.audit_log SET occurred_at = now() - interval '73 hours';
                 UPDATE intake.grant_proposals SET ended_at = now()";
    app.db().await.batch_execute(later).await.unwrap();
    let done = give(&ada, &path, "administrator", "everything").await.expect(303);
    assert!(!done.location().ends_with("done=proposed"), "one is enough where there is one");
}

#[actix_web::test]
async fn nobody_agrees_to_become_an_administrator_of_more_themselves() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    let kim = app.administrator_for("Kim", "harbor").await;
    give(&ada, &path_of(&app, "Kim").await, "administrator", "everything").await.expect(303);
    let link = app.last_link_to(&email_of("Bea")).await;

    kim.get(&link).await.expect(404);
    kim.post(&link, &[("intent", "approve")]).await.expect(404);

    let by_hand = "UPDATE intake.grant_proposals SET ended_at = now(), approved_by = account_id";
    let refused = diesel::sql_query(by_hand).execute(&mut app.db().await).await.unwrap_err();
    assert!(refused.to_string().contains("grant_proposals_take_two"));
    bea.get(&link).await.form("approve").press("approve").await.expect(303);
    let roles = Grant::of(&mut app.db().await, app.account("Kim").await.id).await.unwrap();
    assert!(roles.iter().any(|it| it.role == Role::Administrator && it.is_for_everything()));
}

#[actix_web::test]
async fn a_proposal_ends_with_the_account_that_it_is_for_or_that_made_it() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    let (_, cleo) = (app.administrator("Dan").await, app.registered("Cleo").await);
    app.account("Eli").await;
    for name in ["Cleo", "Eli"] {
        let path = path_of(&app, name).await;
        give(&ada, &path, "administrator", "everything").await.expect(303);
    }
    let mails = app.mails_to(&email_of("Bea")).await;
    let link = |it: &QueuedMail| {
        let link = it.body.split_whitespace().find(|it| it.contains("/admin/proposals/")).unwrap();
        link.to_owned()
    };
    let forms = [
        bea.get(&link(&mails[0])).await.expect(200).form("approve"),
        bea.get(&link(&mails[1])).await.expect(200).form("approve"),
    ];

    for leaver in [&cleo, &ada] {
        let form = leaver.get("/account/close").await.expect(200).form("understood");
        form.add("understood", "yes").press("Close my account").await.expect(303);
    }

    for form in forms {
        form.press("approve").await.expect(404);
    }
    let administrators = administrators_for_everything(&mut app.db().await).await.unwrap();
    let names: Vec<_> = administrators.iter().map(|it| it.display_name.as_str()).collect();
    assert_eq!(names, ["Bea", "Dan"]);
}
