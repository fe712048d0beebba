//! Signing in by two steps: a password or a link, and a code from an app.

mod devices;
mod enrolling;
mod proving;

use diesel::dsl::IntervalDsl;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::schema::intake::{drafts, limit_counts};

use crate::support::{FORM, Page, TestApp, Visitor, email_of};

const PASSWORD: &str = "a lantern over the harbor wall";

// S2
#[actix_web::test]
async fn nothing_opens_between_the_password_and_the_code_and_the_session_then_gets_another_token() {
    let app = with_mo().await;

    let (mo, page) = half_way(&app, "/moderation").await;

    assert_eq!(page.location(), "/sign-in/code?next=%2Fmoderation");
    for (path, leads_to) in [
        ("/account", "/sign-in/code?next=%2Faccount"),
        ("/moderation", "/sign-in/code?next=%2Fmoderation"),
        ("/account/prove", "/sign-in/code?next=%2Faccount%2Fprove"),
        ("/account/one-time-code", "/sign-in/code?next=%2Faccount%2Fone-time-code"),
    ] {
        assert_eq!(mo.get(path).await.expect(303).location(), leads_to);
    }
    let fixed = app.visitor();
    fixed.set_cookie("session", &mo.cookie("session").unwrap());
    let form = page.follow().await.expect(200).form("code");
    let done = form.set("code", &app.code_of("Mo").await).press("Go on").await;
    assert_eq!((done.status, done.location()), (303, "/moderation"));
    done.follow().await.expect(200);
    assert!(fixed.get("/account").await.expect(303).location().starts_with("/sign-in?"));
}

#[actix_web::test]
async fn a_mailed_link_takes_a_code_too() {
    let app = with_mo().await;
    let form = app.visitor().get("/sign-in").await.form("Mail me a link");
    form.set("email", &email_of("Mo")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Mo")).await;
    let visitor = app.visitor();

    let signed_in = visitor.get(&link).await.form("token").press("Sign in").await;

    assert_eq!(signed_in.location(), "/sign-in/code?next=%2Faccount");
    visitor.get("/account").await.expect(303);
    let form = signed_in.follow().await.form("code").set("code", &app.code_of("Mo").await);
    form.press("Go on").await.follow().await.expect(200);
}

#[actix_web::test]
async fn a_script_sends_password_and_code_in_one_form() {
    let app = with_mo().await;
    let visitor = app.visitor();
    let fields = |code: &str| {
        [("email", email_of("Mo")), ("password", PASSWORD.to_owned()), ("code", code.to_owned())]
    };
    let send = async |code: &str| {
        let fields = fields(code);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.post("/sign-in", &fields).await
    };

    let wrong = send(&app.wrong_code_for("Mo").await).await.expect(422);
    assert_eq!(wrong.wrong_fields(), ["code"]);
    visitor.get("/moderation").await.expect(303);
    let right = send(&app.code_of("Mo").await).await;

    assert_eq!((right.status, right.location()), (303, "/account"));
    visitor.get("/moderation").await.expect(200);
}

// A14
#[actix_web::test]
async fn of_five_who_give_one_code_at_once_one_is_let_in_and_nobody_after() {
    let app = with_mo().await;
    let mut forms = Vec::new();
    for _ in 0..5 {
        let (_, page) = half_way(&app, "").await;
        forms.push(page.follow().await.form("code"));
    }
    let late = forms[0].clone();
    let code = app.code_of("Mo").await;

    let pages = join_all(forms.into_iter().map(|it| it.set("code", &code).press("Go on"))).await;

    let mut statuses: Vec<_> = pages.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422, 422]);
    forget_tries(&app).await;
    let (_, page) = half_way(&app, "").await;
    give(&page, &code).await.expect(422);
    late.set("code", &code).press("Go on").await;
    assert_eq!(app.code_of("Mo").await.len(), 6);
}

// A14
#[actix_web::test]
async fn a_code_of_ninety_seconds_ago_is_refused_and_one_of_the_last_half_minute_is_not() {
    let app = with_mo().await;
    let (_, page) = half_way(&app, "").await;

    for far in [-4, -3, 3, 4] {
        let refused = give(&page, &app.code_at("Mo", far).await).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["code"], "{far}");
        assert_eq!(refused.form("code").value("code"), "", "a code is never sent back");
    }
    give(&page, &app.code_at("Mo", 0).await).await.expect(303);
    let (_, page) = half_way(&app, "").await;
    // The one before the last that was used is as good as used.
    give(&page, &app.code_at("Mo", -1).await).await.expect(422);
}

// A14
#[actix_web::test]
async fn after_five_wrong_codes_even_the_right_one_waits_ten_minutes() {
    let app = with_mo().await;
    let (_, page) = half_way(&app, "").await;
    let wrong = app.wrong_code_for("Mo").await;
    let form = page.follow().await.form("code");

    let tried = join_all((0..12).map(|_| form.clone().set("code", &wrong).press("Go on"))).await;

    assert_eq!(tried.iter().filter(|it| it.status == 422).count(), 5);
    assert_eq!(tried.iter().filter(|it| it.status == 429).count(), 7);
    // From another browser, and with the right code.
    let (_, elsewhere) = half_way(&app, "").await;
    let waits = give(&elsewhere, &app.code_of("Mo").await).await.expect(429);
    let seconds: u64 = waits.header("retry-after").parse().unwrap();
    assert!((590..=601).contains(&seconds), "{seconds}");
    assert!(waits.says("Wait ten minutes"));
    pass_minutes(&app, 10).await;
    give(&elsewhere, &app.code_of("Mo").await).await.expect(303);
    let left: i64 = limit_counts::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(left, 0, "whoever was right in the end starts anew");
}

#[actix_web::test]
async fn a_draft_is_claimed_when_the_sign_in_is_whole_and_not_before() {
    let app = with_mo().await;
    app.initiative().await;
    let visitor = app.visitor();
    let form = visitor.get(FORM).await.expect(200).form("body");
    form.set("body", "Stone lasts.").press("save").await;
    let claimed = async || -> i64 {
        let claimed = drafts::table.filter(drafts::account_id.is_not_null()).count();
        claimed.get_result(&mut app.db().await).await.unwrap()
    };

    let page = enter_password(&visitor, FORM).await;
    assert_eq!(claimed().await, 0);
    assert_eq!(visitor.get(FORM).await.expect(200).form("body").value("body"), "Stone lasts.");
    give(&page, &app.code_of("Mo").await).await.expect(303);

    assert_eq!(claimed().await, 1);
}

#[actix_web::test]
async fn whoever_has_no_code_at_hand_can_sign_out_half_way() {
    let app = with_mo().await;
    let (mo, page) = half_way(&app, "").await;

    let out = page.follow().await.form("Cancel and sign out").press("Cancel and sign out").await;

    assert_eq!((out.status, out.location()), (303, "/"));
    assert!(mo.get("/sign-in/code").await.expect(303).location().starts_with("/sign-in?"));
}

/// A moderator with a password and one-time codes.
async fn with_mo() -> TestApp {
    let app = TestApp::spawn().await;
    app.moderator("Mo").await;
    app.set_password("Mo", PASSWORD).await;
    app
}

/// A browser of the moderator after the password, and where that led.
async fn half_way(app: &TestApp, next: &str) -> (Visitor, Page) {
    let visitor = app.visitor();
    let page = enter_password(&visitor, next).await;
    (visitor, page)
}

async fn enter_password(visitor: &Visitor, next: &str) -> Page {
    let email = email_of("Mo");
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
    visitor.post("/sign-in", &fields).await.expect(303)
}

/// Gives a code on the page that the password led to.
async fn give(page: &Page, code: &str) -> Page {
    page.follow().await.expect(200).form("code").set("code", code).press("Go on").await
}

async fn forget_tries(app: &TestApp) {
    diesel::delete(limit_counts::table).execute(&mut app.db().await).await.unwrap();
}

async fn pass_minutes(app: &TestApp, minutes: i32) {
    diesel::update(limit_counts::table)
        .set(limit_counts::until.eq(limit_counts::until - minutes.minutes()))
        .execute(&mut app.db().await)
        .await
        .unwrap();
}
