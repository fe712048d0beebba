//! What people do about their own account, by keyboard and without scripts.

use diesel_async::SimpleAsyncConnection;

use super::driver::{Browser, Scripts};
use super::keyboard::BACKSPACE;
use super::{PASSWORD, sign_in};
use crate::support::{TestApp, code_now, email_of};

const NEXT_PASSWORD: &str = "a ferry under the old harbor bridge";

#[actix_web::test]
async fn ones_own_account_is_looked_after_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    sign_in(&browser, "Ana").await;
    browser.expect("My drafts").await;

    change_name_and_address(&app, &browser).await;
    change_password(&app, &browser).await;
    sign_out_elsewhere(&app, &browser).await;
    set_codes_up_and_remove_them(&browser).await;
}

#[actix_web::test]
async fn an_account_is_left_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let number = app.comment("Stone lasts.").attribution("named").published().insert().await;
    app.comment("I row.").attribution("named").insert().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    sign_in(&browser, "Ana").await;
    browser.expect("My drafts").await;

    browser.walk_through(&number.to_string()).await;
    browser.expect("What happened so far").await;
    browser.walk_through("Withdraw this comment").await;
    browser.expect("This is final.").await;
    browser.enter(&format!("/account/comments/{number}/withdraw")).await;
    browser.expect("You took this comment back").await;

    browser.walk_through("My account").await;
    browser.expect("My drafts").await;
    browser.walk_through("Everything held about you").await;
    browser.expect("One zip file").await;
    assert_eq!(browser.text("form[action='/account/data'] button").await, "Download everything");
    browser.walk_through("My account").await;
    browser.expect("My drafts").await;
    browser.walk_through("Close my account").await;
    browser.expect("Sent under your name. From then on it is shown as anonymous.").await;
    browser.enter("/account/close").await;
    browser.expect("There is a problem").await;
    browser.tick("[name=understood]").await;
    browser.enter("/account/close").await;
    browser.expect("Your account is closed").await;
    browser.goto("/account").await;
    browser.expect("With your password").await;
}

async fn change_name_and_address(app: &TestApp, browser: &Browser) {
    browser.walk_through("Name").await;
    browser.expect("Change your name").await;
    browser.type_and_enter("[name=display_name]", BACKSPACE).await;
    browser.expect("There is a problem").await;
    browser.type_and_enter("[name=display_name]", "Ana Mill").await;
    browser.expect("Your name is changed.").await;

    browser.walk_through("Email address").await;
    browser.expect("Change your address").await;
    browser.type_and_enter("[name=email]", &email_of("Ana Mill")).await;
    browser.expect("Check your mail").await;
    browser.goto(&app.last_link_to(&email_of("Ana Mill")).await).await;
    browser.expect("Confirm your new address").await;
    browser.enter("/account/address/confirm").await;
    browser.expect("Your address is changed.").await;
    browser.expect(&email_of("Ana Mill")).await;
}

/// Changed after proving it, removed, and set anew after proving it by a mailed link.
async fn change_password(app: &TestApp, browser: &Browser) {
    an_hour_passes(app).await;
    browser.walk_through("Password").await;
    browser.expect("Confirm that it is you").await;
    browser.type_and_enter("[name=password]", "somebody else's password").await;
    browser.expect("There is a problem").await;
    browser.type_and_enter("[name=password]", PASSWORD).await;
    browser.expect("Change your password").await;
    browser.type_and_enter("[name=password]", NEXT_PASSWORD).await;
    browser.expect("Your password is set.").await;

    browser.walk_through("Password").await;
    browser.expect("Go without a password").await;
    browser.enter("/account/password/remove").await;
    browser.expect("Your password is removed.").await;

    an_hour_passes(app).await;
    browser.walk_through("Password").await;
    browser.expect("You have set no password").await;
    browser.enter("/account/prove/link").await;
    browser.expect("Check your mail").await;
    browser.goto(&app.last_link_to(&email_of("Ana Mill")).await).await;
    browser.expect("Sign in with your link").await;
    browser.enter("/sign-in/link/confirm").await;
    browser.expect("Set a password").await;
    browser.type_and_enter("[name=password]", PASSWORD).await;
    browser.expect("Your password is set.").await;
}

async fn sign_out_elsewhere(app: &TestApp, browser: &Browser) {
    for _ in 0..3 {
        app.registered("Ana Mill").await;
    }
    browser.walk_through("Where you are signed in").await;
    browser.expect("(this one)").await;
    browser.enter("/account/sessions/end").await;
    browser.expect("Signed out there.").await;
    browser.enter("/account/sessions/end-others").await;
    browser.expect("Signed out everywhere else.").await;
    browser.walk_through("My account").await;
    browser.expect("My drafts").await;
}

async fn set_codes_up_and_remove_them(browser: &Browser) {
    browser.walk_through("One-time codes").await;
    browser.expect("Add this site to the app").await;
    let secret = browser.text("#secret").await.replace(' ', "");
    browser.type_and_enter("[name=code]", &code_now(&secret)).await;
    browser.expect("Keep your recovery codes").await;
    browser.walk_through("I have kept them").await;
    browser.expect("My drafts").await;
    browser.walk_through("One-time codes").await;
    browser.expect("10 recovery codes left").await;
    browser.enter_at("button[value=remove]").await;
    browser.expect("My drafts").await;
}

async fn an_hour_passes(app: &TestApp) {
    let proved = "UPDATE intake.sessions SET proved_at = now() - interval '1 hour'";
    app.db().await.batch_execute(proved).await.unwrap();
}
