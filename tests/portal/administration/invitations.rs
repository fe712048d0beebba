//! Invitations: to an address that nobody has, and to one that somebody has.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::models::grant::Grant;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{accounts, invitations};

use super::{act, audited, path_of};
use crate::support::{AREA, Page, TestApp, Visitor, email_of};

async fn invite(by: &Visitor, email: &str, name: &str, role: &str, scope: &str) -> Page {
    let form = by.get("/admin/accounts/invite").await.expect(200).form("email");
    let form = form.set("email", email).set("display_name", name);
    form.set("role", role).set("scope", scope).press("Send the invitation").await
}

#[actix_web::test]
async fn whoever_is_invited_chooses_a_password_once_and_has_the_role_from_then_on() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;

    let done = invite(&ada, "mo@example.org", "Mo", "moderator", AREA).await.expect(303);
    let page = ada.get(done.location()).await.expect(200);
    assert!(page.says("The invitation is on its way.") && !page.html().contains("token="));
    assert!(page.says("Invited, and not here yet") && page.says("mo@example.org"));
    assert_eq!(app.mail_kinds_to("Mo").await, [MailKind::Invite]);
    assert_eq!(n_accounts(&app).await, 1, "an address that nobody confirmed is nobody's");

    let link = app.last_link_to("mo@example.org").await;
    for _ in 0..3 {
        app.visitor().get(&link).await.expect(200);
    }
    let form = app.visitor().get(&link).await.form("password");
    let form = form.set("password", "a lantern over the harbor wall");
    form.clone().press("Confirm and sign in").await.expect(303);
    form.press("Confirm and sign in").await.expect(410);
    assert_eq!(n_roles(&app, "Mo").await, 1);
    let acts: Vec<_> = audited(&app, "Mo").await.into_iter().map(|(_, act, _)| act).collect();
    assert_eq!(acts, ["invitation_accepted", "grant_given"]);
    assert!(!ada.get("/admin/accounts").await.says("Invited, and not here yet"));
}

// Decidim: an invitation was taken after it had expired.
#[actix_web::test]
async fn an_invitation_that_ran_out_gives_no_role_by_any_other_way_in_and_leaves_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    invite(&ada, "mo@example.org", "Mo", "moderator", "everything").await.expect(303);
    let link = app.last_link_to("mo@example.org").await;
    let held = app.visitor().get(&link).await.form("password");
    let held = held.set("password", "a lantern over the harbor wall");
    let run_out = "UPDATE intake.mailed_links SET expires_at = now() - interval '1 second';
                   UPDATE intake.invitations SET expires_at = now() - interval '1 second'";
    app.db().await.batch_execute(run_out).await.unwrap();
    held.press("Confirm and sign in").await.expect(410);
    app.visitor().get(&link).await.expect(410);
    assert!(!ada.get("/admin/accounts").await.says("mo@example.org"));

    // Whoever reads that mailbox later is let into nothing.
    let asked = [("email", "mo@example.org")];
    app.visitor().post("/sign-in/link", &asked).await.expect(200);
    assert_eq!(app.last_link_to("mo@example.org").await, "/register");
    let asked = [("email", "mo@example.org"), ("display_name", "Mo")];
    app.visitor().post("/register", &asked).await.expect(200);
    let visitor = app.visitor();
    let page = visitor.get(&app.last_link_to("mo@example.org").await).await.expect(200);
    page.form("password").press("Confirm and sign in").await.expect(303);
    visitor.get("/account").await.expect(200);
    visitor.get("/moderation").await.expect(403);
    assert_eq!(n_roles(&app, "Mo").await, 0);

    lectern::worker::tidy(&app.state).await.unwrap();
    let left: i64 = invitations::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(left, 0);
    // A new invitation works: now there is an account.
    invite(&ada, "mo@example.org", "Mo", "moderator", "everything").await.expect(303);
    assert_eq!(n_roles(&app, "Mo").await, 1);
}

#[actix_web::test]
async fn an_invitation_that_was_taken_back_or_whose_author_lost_their_role_gives_none() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    invite(&ada, "lin@example.org", "Lin", "moderator", "everything").await.expect(303);
    let link = app.last_link_to("lin@example.org").await;
    let held = app.visitor().get(&link).await.form("password");
    let list = ada.get("/admin/accounts").await.expect(200);
    let back = list.form("Take the invitation back");
    back.clone().press("Take the invitation back").await.expect(303);
    let again = back.press("Take the invitation back").await.follow().await.expect(200);
    assert!(again.says("Nothing was changed"));
    held.press("Confirm and sign in").await.expect(410);
    app.visitor().get(&link).await.expect(410);

    invite(&bea, "kim@example.org", "Kim", "moderator", "everything").await.expect(303);
    let link = app.last_link_to("kim@example.org").await;
    let path = path_of(&app, "Bea").await;
    act(&ada, &format!("{path}/suspend"), "Suspend").await.expect(303);
    let form = app.visitor().get(&link).await.expect(200).form("password");
    form.press("Confirm and sign in").await.expect(303);
    assert_eq!(n_roles(&app, "Kim").await, 0);
}

#[actix_web::test]
async fn of_two_invitations_to_one_address_the_newer_link_gives_both_roles() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    invite(&ada, "mo@example.org", "Mo", "moderator", AREA).await.expect(303);
    let older = app.last_link_to("mo@example.org").await;
    for _ in 0..2 {
        invite(&ada, "Mo@example.org", "Mo", "analyst", "everything").await.expect(303);
    }

    app.visitor().get(&older).await.expect(410);
    let newer = app.last_link_to("Mo@example.org").await;
    let form = app.visitor().get(&newer).await.expect(200).form("password");
    form.press("Confirm and sign in").await.expect(303);

    assert_eq!(n_roles(&app, "Mo").await, 2);
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
    assert!(done.expect(303).location().ends_with("done=invited"));
    let link = app.last_link_to("cleo@example.org").await;
    let form = app.visitor().get(&link).await.expect(200).form("password");
    form.press("Confirm and sign in").await.expect(303);
    assert_eq!(n_roles(&app, "Cleo").await, 0);

    let link = app.last_link_to(&email_of("Bea")).await;
    bea.get(&link).await.form("approve").press("approve").await.expect(303);
    assert_eq!(n_roles(&app, "Cleo").await, 1);
}

async fn n_roles(app: &TestApp, name: &str) -> usize {
    let account = app.account(name).await.id;
    Grant::of(&mut app.db().await, account).await.unwrap().len()
}

async fn n_accounts(app: &TestApp) -> i64 {
    accounts::table.count().get_result(&mut app.db().await).await.unwrap()
}
