//! Suspending, ending sessions, starting passwords and codes anew.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::models::outbox::{Cause, MailKind};
use lectern::schema::intake::{audit_log, one_time_codes, sessions};

use super::{act, audited, path_of};
use crate::support::{TestApp, email_of};

const PASSWORD: &str = "a lantern over the harbor wall";

#[actix_web::test]
async fn a_suspended_person_is_out_at_once_and_told_no_more_than_a_stranger() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").by("Ben").published().insert().await;
    app.set_password("Ben", PASSWORD).await;
    let (ada, ben) = (app.administrator("Ada").await, app.registered("Ben").await);
    app.visitor()
        .get("/sign-in")
        .await
        .form("Mail me a link")
        .set("email", &email_of("Ben"))
        .press("Mail me a link")
        .await
        .expect(200);
    let link = app.last_link_to(&email_of("Ben")).await;
    let path = path_of(&app, "Ben").await;

    act(&ada, &format!("{path}/suspend"), "Suspend").await.expect(303);

    ben.get("/account").await.expect(303);
    let sign_in = |password: &'static str| {
        let visitor = app.visitor();
        async move {
            let form = visitor.get("/sign-in").await.form("password");
            form.set("email", &email_of("Ben")).set("password", password).press("Sign in").await
        }
    };
    let (right, wrong) = (sign_in(PASSWORD).await, sign_in("another lantern, another wall").await);
    assert_eq!(right.status, 422);
    assert_eq!(right.html_without_request_id(), wrong.html_without_request_id());
    app.visitor().get(&link).await.expect(410);
    let n_mails = app.mails_to(&email_of("Ben")).await.len();
    for (door, field) in [("/sign-in", "Mail me a link"), ("/forgot-password", "email")] {
        let form = app.visitor().get(door).await.form(field);
        form.set("email", &email_of("Ben")).press("Mail me a link").await.expect(200);
    }
    for mail in &app.mails_to(&email_of("Ben")).await[n_mails..] {
        assert!(!mail.body.contains("token="), "{}", mail.subject);
    }
    assert!(
        app.visitor().get(&format!("/comments/{number}")).await.expect(200).says("Stone lasts.")
    );

    act(&ada, &format!("{path}/lift"), "Lift the suspension").await.expect(303);
    sign_in(PASSWORD).await.expect(303);
    let acts: Vec<_> = audited(&app, "Ben").await.into_iter().map(|(_, act, _)| act).collect();
    assert_eq!(acts, ["account_suspended", "suspension_lifted"]);
}

// S6
#[actix_web::test]
async fn an_administrator_ends_the_sessions_of_one_or_of_all() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let (ben, also_ben, zoe) =
        (app.registered("Ben").await, app.registered("Ben").await, app.registered("Zoe").await);
    let path = path_of(&app, "Ben").await;

    let page = ada.get(&path).await.expect(200);
    assert!(page.says("2 sessions"));
    page.form("End all sessions").press("End all sessions").await.expect(303);
    ben.get("/account").await.expect(303);
    also_ben.get("/account").await.expect(303);
    zoe.get("/account").await.expect(200);

    act(&ada, "/admin/sessions", "End every session").await.expect(303);
    zoe.get("/account").await.expect(303);
    ada.get("/admin").await.expect(303);
    let detail: serde_json::Value = audit_log::table
        .filter(audit_log::subject.eq("everybody"))
        .select(audit_log::detail)
        .get_result(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(detail, serde_json::json!({ "reason": "They asked us to.", "sessions": 2 }));
}

// A15
#[actix_web::test]
async fn a_link_to_choose_a_password_goes_to_its_owner_and_to_nobody_else() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.account("Ben").await;
    let path = path_of(&app, "Ben").await;

    let page = ada.get(&path).await.expect(200);
    let done = page.form("Mail a link").press("Mail a link").await.expect(303);

    let told = ada.get(done.location()).await.expect(200);
    assert!(told.says("on its way to them") && !told.html().contains("token="));
    let link = app.last_link_to(&email_of("Ben")).await;
    let form = app.visitor().get(&link).await.expect(200).form("password");
    form.set("password", PASSWORD).press("Set the password").await.expect(303);
    assert_eq!(audited(&app, "Ben").await[0].1, "password_link_sent");
}

#[actix_web::test]
async fn such_a_link_is_no_mail_of_a_stranger() {
    let app = TestApp::with_settings(|it| it.mail.stranger_per_hour = 1).await;
    let ada = app.administrator("Ada").await;
    app.account("Ben").await;
    let page = ada.get(&path_of(&app, "Ben").await).await.expect(200);

    for _ in 0..2 {
        page.form("Mail a link").press("Mail a link").await.expect(303);
    }
    let own = app.visitor().get("/sign-in").await.form("Mail me a link");
    own.set("email", &email_of("Ben")).press("Mail me a link").await.expect(200);

    use MailKind::{PasswordLink, SignIn};
    assert_eq!(app.mail_kinds_to("Ben").await, [PasswordLink, PasswordLink, SignIn]);
    assert_eq!(PasswordLink.cause(), Cause::Account, "the list of never-mail is not asked");
}

#[actix_web::test]
async fn removed_codes_are_told_and_set_up_anew_before_any_page_of_staff_opens() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.grant("Mo", Role::Moderator, "everything").await;
    let mo = app.registered("Mo").await;
    let path = path_of(&app, "Mo").await;

    act(&ada, &format!("{path}/reset-codes"), "Remove the codes").await.expect(303);

    mo.get("/moderation").await.expect(303);
    let left: i64 = one_time_codes::table
        .filter(one_time_codes::account_id.eq(app.account("Mo").await.id))
        .count()
        .get_result(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
    assert_eq!(app.mail_kinds_to("Mo").await, [MailKind::AccountNotice]);
    let told = app.mails_to(&email_of("Mo")).await.remove(0);
    assert_eq!(told.subject, "Your one-time codes were reset");
    let again =
        ada.get(&format!("{path}/reset-codes")).await.form("reason").set("reason", "Again.");
    again.press("Remove the codes").await.expect(409);
    assert_eq!(audited(&app, "Mo").await.len(), 1);
}

#[actix_web::test]
async fn what_gives_access_for_good_wants_a_fresh_proof_and_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let grant = app.grant("Mo", Role::Moderator, "everything").await.0;
    let path = path_of(&app, "Mo").await;
    let revoke = format!("{path}/revoke/{grant}");
    let form = ada.get(&revoke).await.expect(200).form("reason");
    let an_hour_ago = sessions::proved_at
        .eq(diesel::dsl::sql::<diesel::sql_types::Timestamptz>("now() - interval '1 hour'"));
    diesel::update(sessions::table).set(an_hour_ago).execute(&mut app.db().await).await.unwrap();

    for what in [&revoke, &format!("{path}/give"), &format!("{path}/reset-codes")] {
        let asked = ada.get(what).await.expect(303);
        assert!(asked.location().starts_with("/account/prove?next="), "{what}");
    }
    let kept = form.set("reason", "She left us.").press("Take the role away").await.expect(401);

    assert!(kept.says("She left us.") || kept.html().contains("She left us."));
    assert!(audited(&app, "Mo").await.is_empty());
    // What shuts somebody out does not wait.
    act(&ada, &format!("{path}/suspend"), "Suspend").await.expect(303);
}
