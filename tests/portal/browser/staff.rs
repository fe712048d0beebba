//! How a moderator comes in: one-time codes, by keyboard and without scripts.

use diesel_async::SimpleAsyncConnection;
use lectern::domain::role::Role;

use super::driver::{Browser, Scripts};
use super::{PASSWORD, sign_in};
use crate::support::{TestApp, code_now};

#[actix_web::test]
async fn a_moderator_sets_codes_up_and_comes_in_with_them_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await.to_string();
    app.set_password("Mo", PASSWORD).await;
    app.grant("Mo", Role::Moderator, "everything").await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    sign_in(&browser, "Mo").await;
    browser.expect("My drafts").await;

    let recovery_codes = set_codes_up(&browser).await;
    browser.expect(&number).await;
    see_no_recovery_code_again(&browser, &recovery_codes).await;

    sign_out(&browser).await;
    sign_in(&browser, "Mo").await;
    browser.expect("Enter your one-time code").await;
    browser.type_and_enter("[name=code]", &app.wrong_code_for("Mo").await).await;
    browser.expect("There is a problem").await;
    browser.type_and_enter("[name=code]", &app.code_of("Mo").await).await;
    browser.expect("My drafts").await;

    sign_out(&browser).await;
    sign_in(&browser, "Mo").await;
    browser.expect("Enter your one-time code").await;
    browser.type_and_enter("[name=code]", &recovery_codes[3]).await;
    browser.expect("My drafts").await;
    browser.walk_through("One-time codes").await;
    browser.expect("9 recovery codes left").await;

    sit_idle(&app).await;
    browser.walk_through("My account").await;
    browser.expect("With your password").await;
}

/// The way to the queue leads past the codes, and then on to the queue.
async fn set_codes_up(browser: &Browser) -> Vec<String> {
    browser.walk_through("Go to the moderation queue").await;
    browser.expect("Your role can change what the public sees").await;
    let secret = browser.text("#secret").await.replace(' ', "");
    browser.type_and_enter("[name=code]", "nothing").await;
    browser.expect("There is a problem").await;
    assert_eq!(browser.text("#secret").await.replace(' ', ""), secret);
    browser.type_and_enter("[name=code]", &code_now(&secret)).await;
    browser.expect("Keep your recovery codes").await;
    let shown = browser.text(".recovery-codes").await;
    let codes: Vec<_> = shown.lines().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10, "{shown}");
    browser.walk_through("I have kept them").await;
    browser.expect("Moderation queue").await;
    codes
}

async fn see_no_recovery_code_again(browser: &Browser, codes: &[String]) {
    browser.walk_through("My account").await;
    browser.expect("My drafts").await;
    browser.walk_through("One-time codes").await;
    browser.expect("10 recovery codes left").await;
    let words = browser.words().await;
    assert!(codes.iter().all(|it| !words.contains(it)));
}

async fn sign_out(browser: &Browser) {
    browser.walk_through("My account").await;
    browser.expect("My drafts").await;
    browser.enter("/sign-out").await;
    browser.arrive("/").await;
}

/// A quarter of an hour without a page, and a little more.
async fn sit_idle(app: &TestApp) {
    let seen = "UPDATE intake.sessions SET last_seen_at = now() - interval '16 minutes'";
    app.db().await.batch_execute(seen).await.unwrap();
}
