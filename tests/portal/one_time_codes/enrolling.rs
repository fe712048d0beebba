//! Setting one-time codes up, and what they are kept as.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::cli::account::{self, ResetCodeOptions};
use lectern::domain::email::EmailAddress;
use lectern::domain::reason::Reason;
use lectern::domain::role::Role;
use lectern::models::grant::Grant;
use lectern::models::outbox::MailKind;
use lectern::routes::{Policy, addresses};
use lectern::schema::intake::{audit_log, one_time_codes, recovery_codes};

use super::{PASSWORD, enter_password, give, half_way, with_mo};
use crate::support::{Page, TestApp, Visitor, code_now, email_of};

const PATH: &str = "/account/one-time-code";

#[actix_web::test]
async fn a_first_code_sets_up_and_ten_recovery_codes_are_shown_this_once() {
    let app = TestApp::spawn().await;
    let (ana, elsewhere) = (app.registered("Ana").await, app.registered("Ana").await);
    let page = ana.get(PATH).await.expect(200);
    let token = ana.cookie("session").unwrap();

    assert_eq!(page.all("svg.qr").len(), 1);
    let again = page.form("code").set("code", "abc").press("Set up").await.expect(422);
    assert_eq!(again.id("secret"), page.id("secret"), "the app has the key already");
    let done = set_up(&again).await.expect(200);

    let shown = done.all(".recovery-codes li");
    assert_eq!(shown.len(), 10);
    assert_eq!(done.links().last().unwrap().0, "/account");
    assert_ne!(ana.cookie("session").unwrap(), token, "S2");
    assert!(elsewhere.get("/account").await.expect(303).location().starts_with("/sign-in?"));
    let overview = ana.get(PATH).await.expect(200);
    assert!(overview.says("10 recovery codes left"));
    assert!(!shown.iter().any(|it| overview.says(it)));
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::AccountNotice]);
    let stored: Vec<Vec<u8>> = recovery_codes::table
        .select(recovery_codes::code_sha256)
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert!(stored.iter().all(|it| it.len() == 32));
    // The same page once more sets up nothing: its code is used.
    set_up(&again).await.expect(422);
}

// A13
#[actix_web::test]
async fn no_page_of_staff_opens_to_anybody_with_a_role_but_without_codes() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await.to_string();
    let staff: Vec<_> = addresses()
        .into_iter()
        .filter(|it| {
            matches!(
                it.policy,
                Policy::Moderator
                    | Policy::Clerk
                    | Policy::Administrator
                    | Policy::ProvedAdministrator
            )
        })
        .collect();
    assert!(10 < staff.len(), "{}", staff.len());

    for role in Role::ALL {
        let person = app.account(role.label()).await;
        let visitor = app.registered(role.label()).await;
        Grant::give(&mut app.db().await, person.id, *role).await.unwrap();
        for address in &staff {
            let parts = address.path.split('/').map(|part| match part {
                "{tracking_number}" => number.as_str(),
                part if part.starts_with('{') => "1",
                part => part,
            });
            let path = parts.collect::<Vec<_>>().join("/");
            for method in &address.methods {
                let page = match method.as_str() {
                    "GET" => visitor.get(&path).await,
                    _ => visitor.post(&path, &[]).await,
                };
                let leads = page.status == 303 && page.location().starts_with(PATH);
                assert!(leads || page.status == 403, "{method} {path} said {}", page.status);
            }
        }
    }
}

#[actix_web::test]
async fn who_is_given_a_role_is_led_to_the_codes_and_then_on() {
    let app = TestApp::spawn().await;
    let kim = app.registered("Kim").await;
    let account = app.account("Kim").await;
    Grant::give(&mut app.db().await, account.id, Role::Moderator).await.unwrap();

    let page = kim.get("/moderation").await.expect(303).follow().await.expect(200);
    assert!(page.says("Your role can change what the public sees"));
    let done = set_up(&page).await.expect(200);

    assert_eq!(done.links().last().unwrap().0, "/moderation");
    kim.get("/moderation").await.expect(200);
    let kept = change(&kim, "remove").await.expect(409);
    assert!(kept.says("Your role needs one-time codes"));
    assert!(kim.get(PATH).await.says("cannot be removed while you have it"));
}

#[actix_web::test]
async fn another_app_takes_the_place_of_the_first_and_codes_can_be_removed() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    app.set_password("Ana", PASSWORD).await;
    let first = ana.get(PATH).await.expect(200);
    let earlier = set_up(&first).await.expect(200).all(".recovery-codes li");
    diesel::update(one_time_codes::table)
        .set(one_time_codes::last_step.eq(0))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    set_up(&ana.get("/account/one-time-code/new-app").await.expect(200)).await.expect(200);
    let made = change(&ana, "recovery_codes").await.expect(200).all(".recovery-codes li");
    assert_ne!(made, earlier);
    let fields = |code: &str| {
        [("email", email_of("Ana")), ("password", PASSWORD.into()), ("code", code.to_owned())]
    };
    for (code, status) in [(&earlier[0], 422), (&made[0], 303), (&made[0], 422)] {
        let fields = fields(code);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        app.visitor().post("/sign-in", &fields).await.expect(status);
    }
    change(&ana, "remove").await.expect(303);

    let plain = [("email", email_of("Ana")), ("password", PASSWORD.to_owned())];
    let plain: Vec<_> = plain.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let signed_in = app.visitor().post("/sign-in", &plain).await;
    assert_eq!((signed_in.status, signed_in.location()), (303, "/account"));
    let subjects: Vec<_> =
        app.mails_to(&email_of("Ana")).await.into_iter().map(|it| it.subject).collect();
    assert_eq!(
        subjects,
        [
            "One-time codes are set up",
            "Your one-time codes come from another app",
            "You have new recovery codes",
            "A recovery code was used",
            "One-time codes are no longer needed",
        ]
    );
}

// A14
#[actix_web::test]
async fn of_five_who_give_one_recovery_code_at_once_one_is_let_in() {
    let app = with_mo().await;
    let mo = app.registered("Mo").await;
    let codes = change(&mo, "recovery_codes").await.expect(200).all(".recovery-codes li");
    let mut forms = Vec::new();
    for _ in 0..5 {
        let (_, page) = half_way(&app, "").await;
        forms.push(page.follow().await.form("code"));
    }

    let typed = codes[0].to_uppercase().replace('-', " ");
    let tries = forms.into_iter().map(|it| it.set("code", &typed).press("Go on"));
    let pages = futures_util::future::join_all(tries).await;

    let mut statuses: Vec<_> = pages.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422, 422]);
    assert!(mo.get(PATH).await.says("9 recovery codes left"));
}

#[actix_web::test]
async fn a_secret_opens_for_its_account_only_and_under_the_key_it_was_sealed_with() {
    let app = with_mo().await;
    app.moderator("Kim").await;
    let (mo, kim) = (app.account("Mo").await, app.account("Kim").await);
    let mut conn = app.db().await;
    let secret = |id: i64| one_time_codes::table.find(id).select(one_time_codes::sealed_secret);
    let of_kim: Vec<u8> = secret(kim.id.0).first(&mut conn).await.unwrap();
    let code = app.code_of("Kim").await;
    diesel::update(one_time_codes::table.find(mo.id.0))
        .set(one_time_codes::sealed_secret.eq(of_kim))
        .execute(&mut conn)
        .await
        .unwrap();

    let (visitor, page) = half_way(&app, "").await;
    let refused = give(&page, &code).await.expect(422);

    assert!(refused.says("Codes from an app cannot be checked now."));
    visitor.get("/moderation").await.expect(303);
    visitor.get("/").await.expect(200);
}

#[actix_web::test]
async fn an_operator_resets_codes_which_is_audited_and_told() {
    let app = with_mo().await;
    let mo = app.registered("Mo").await;
    let owner = app.account("Mo").await;
    let options = ResetCodeOptions {
        email: EmailAddress::parse(&email_of("Mo")).unwrap(),
        reason: Reason::parse("Lost the phone.").unwrap(),
    };

    let reset = async || {
        let mut conn = app.db().await;
        account::reset_code(&mut conn, &app.settings, &options).await
    };
    reset().await.unwrap();

    assert!(reset().await.unwrap_err().to_string().contains("has no one-time codes"));
    mo.get("/account").await.expect(303);
    let acts: Vec<(Option<i64>, String, String)> = audit_log::table
        .select((audit_log::actor_id, audit_log::act, audit_log::subject))
        .filter(audit_log::act.eq("codes_reset"))
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(acts, [(None, "codes_reset".to_owned(), format!("account {}", owner.id.0))]);
    assert_eq!(app.mail_kinds_to("Mo").await, [MailKind::AccountNotice]);
    let visitor = app.visitor();
    let page = enter_password(&visitor, "/moderation").await;
    assert_eq!(page.location(), "/moderation");
    assert!(visitor.get("/moderation").await.expect(303).location().starts_with(PATH));
}

/// Types the code that an app would show for the key on the page.
async fn set_up(page: &Page) -> Page {
    let code = code_now(&page.id("secret").replace(' ', ""));
    page.form("code").set("code", &code).press("Set up").await
}

async fn change(visitor: &Visitor, intent: &str) -> Page {
    visitor.post("/account/one-time-code/change", &[("intent", intent)]).await
}
