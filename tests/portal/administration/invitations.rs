//! Invitations: to an address that nobody has, and to one that somebody has.

use diesel_async::SimpleAsyncConnection;
use lectern::models::grant::Grant;
use lectern::models::outbox::MailKind;

use super::{act, audited, path_of};
use crate::support::{AREA, Page, TestApp, Visitor, email_of};

async fn invite(by: &Visitor, email: &str, name: &str, role: &str, scope: &str) -> Page {
    let form = by.get("/admin/accounts/invite").await.expect(200).form("email");
    let form = form.set("email", email).set("display_name", name);
    form.set("role", role).set("scope", scope).press("Send the invitation").await
}

#[actix_web::test]
async fn whoever_is_invited_chooses_a_password_once_and_has_the_role() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;

    let done = invite(&ada, "mo@example.org", "Mo", "moderator", AREA).await.expect(303);
    let page = ada.get(done.location()).await.expect(200);
    assert!(page.says("The invitation is on its way.") && !page.html().contains("token="));
    assert_eq!(app.mail_kinds_to("Mo").await, [MailKind::Invite]);

    let link = app.last_link_to("mo@example.org").await;
    for _ in 0..3 {
        app.visitor().get(&link).await.expect(200);
    }
    let form = app.visitor().get(&link).await.form("password");
    let form = form.set("password", "a lantern over the harbor wall");
    form.clone().press("Confirm and sign in").await.expect(303);
    form.press("Confirm and sign in").await.expect(410);
    let grants = Grant::of(&mut app.db().await, app.account("Mo").await.id).await.unwrap();
    assert_eq!(grants.len(), 1);
    let acts: Vec<_> = audited(&app, "Mo").await.into_iter().map(|(_, act, _)| act).collect();
    assert_eq!(acts, ["grant_given", "account_invited"]);
}

// Decidim: an invitation was taken after it had expired.
#[actix_web::test]
async fn an_invitation_that_ran_out_or_was_taken_back_opens_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    invite(&ada, "mo@example.org", "Mo", "moderator", "everything").await.expect(303);
    let link = app.last_link_to("mo@example.org").await;
    let held = app.visitor().get(&link).await.form("password");
    let held = held.set("password", "a lantern over the harbor wall");
    let run_out = "UPDATE intake.mailed_links SET expires_at = now() - interval '1 second'";
    app.db().await.batch_execute(run_out).await.unwrap();
    held.press("Confirm and sign in").await.expect(410);
    app.visitor().get(&link).await.expect(410);

    invite(&ada, "lin@example.org", "Lin", "moderator", "everything").await.expect(303);
    let link = app.last_link_to("lin@example.org").await;
    let held = app.visitor().get(&link).await.form("password");
    let path = path_of(&app, "Lin").await;
    let grant = Grant::of(&mut app.db().await, app.account("Lin").await.id).await.unwrap()[0].id.0;
    act(&ada, &format!("{path}/revoke/{grant}"), "Take the role away").await.expect(303);
    held.press("Confirm and sign in").await.expect(410);
}

#[actix_web::test]
async fn whoever_has_an_account_keeps_its_name_and_gets_the_role() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let ben = app.registered("Ben").await;

    let typed = email_of("Ben").to_uppercase();
    invite(&ada, &typed, "Benjamin", "analyst", "everything").await.expect(303);

    assert_eq!(app.account("Ben").await.display_name, "Ben");
    ben.get("/account").await.expect(303);
    let again = invite(&ada, &typed, "Benjamin", "analyst", "everything").await.expect(422);
    assert_eq!(again.wrong_fields(), ["role"]);
    assert_eq!(again.form("email").value("display_name"), "Benjamin");
}

// A11
#[actix_web::test]
async fn an_invitation_that_replaces_a_password_is_told_to_the_owner_of_the_account() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.set_password("Ben", "a ferry under the harbor bridge").await;
    invite(&ada, &email_of("Ben"), "Ben", "analyst", "everything").await.expect(303);
    let link = app.last_link_to(&email_of("Ben")).await;

    let form = app.visitor().get(&link).await.expect(200).form("password");
    let form = form.set("password", "a lantern over the harbor wall");
    form.press("Confirm and sign in").await.expect(303);

    let kinds = app.mail_kinds_to("Ben").await;
    assert!(kinds.contains(&MailKind::PasswordChanged), "{kinds:?}");
}

#[actix_web::test]
async fn an_invited_administrator_waits_for_the_second_word() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);

    let done = invite(&ada, "cleo@example.org", "Cleo", "administrator", "everything").await;
    assert!(done.expect(303).location().ends_with("done=proposed"));
    let cleo = app.account("Cleo").await.id;
    assert!(Grant::of(&mut app.db().await, cleo).await.unwrap().is_empty());

    let link = app.last_link_to(&email_of("Bea")).await;
    bea.get(&link).await.form("approve").press("approve").await.expect(303);
    assert_eq!(Grant::of(&mut app.db().await, cleo).await.unwrap().len(), 1);
}
