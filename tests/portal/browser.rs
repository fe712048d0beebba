//! The journey in a real browser, with scripts and without (rule 10); an accessibility checker reads each page.

mod administration;
mod breaking;
mod comfort;
mod driver;
mod entries;
mod files;
mod keyboard;
mod keys_alone;
mod looks;
mod own_account;
mod staff;
mod visits;
mod webdriver;
mod writing;

use chrono::{TimeDelta, Utc};

use crate::support::{TestApp, email_of};
use driver::{Browser, Scripts};
use looks::assert_looks_right;

const PASSWORD: &str = "a lantern over the old harbor wall";
const AREA: &str = "/initiatives/harbor/bridge";

#[actix_web::test]
async fn a_comment_walks_through_a_browser_with_scripts_and_every_page_is_accessible() {
    let app = TestApp::spawn().await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    walk(&app, &browser).await;
}

#[actix_web::test]
async fn a_comment_walks_through_a_browser_without_scripts() {
    let app = TestApp::spawn().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    walk(&app, &browser).await;
}

#[actix_web::test]
async fn a_comment_without_an_account_walks_through_a_browser_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    write(&browser).await;
    send_without_account(&app, &browser).await;
}

#[actix_web::test]
async fn pages_of_the_shipped_initiative_are_accessible_too() {
    let app = TestApp::spawn().await;
    app.genesis().await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;

    for path in ["", "/safety-standards", "/safety-standards/comment", "/public-sector-adoption"] {
        browser.goto(&format!("/initiatives/genesis-mission{path}")).await;
        assert_looks_right(&browser).await;
    }
    for path in ["/no-such-page", "/forgot-password", "/mailbox"] {
        browser.goto(path).await;
        assert_looks_right(&browser).await;
    }
}

async fn walk(app: &TestApp, browser: &Browser) {
    app.initiative().await;
    app.moderator("Mo").await;
    app.set_password("Mo", PASSWORD).await;
    app.comment("Keep it as it is.")
        .by("Ben")
        .attribution("anonymous")
        .stance("oppose")
        .published()
        .insert()
        .await;

    write(browser).await;
    come_in(app, browser).await;
    let number = send(browser).await;
    publish(app, browser, &number).await;
    read(browser, &number).await;
}

/// From the first page to a draft that is safe, with a mistake on the way.
async fn write(browser: &Browser) {
    browser.goto("/").await;
    assert_looks_right(browser).await;
    browser.follow("Harbor plan").await;
    browser.expect("Two things about it").await;
    assert_looks_right(browser).await;
    browser.follow("The bridge").await;
    browser.expect("There is no bridge today.").await;
    assert_looks_right(browser).await;
    browser.goto(&format!("{AREA}/comment")).await;
    assert_looks_right(browser).await;
    browser.click("[name=stance][value=support]").await;
    browser.click("[name='answers.material'][value=stone]").await;
    browser.click("[name='answers.users'][value=walkers]").await;
    browser.click("[name='answers.users'][value=none]").await;
    browser.click("[name='answers.order.cost'] option[value='1']").await;
    browser.press("check").await;
    browser.expect("There is a problem").await;
    assert_looks_right(browser).await;
    browser.click("[name='answers.users'][value=none]").await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.press("save").await;
    browser.expect("Draft saved").await;
    browser.press("submit").await;
    browser.expect("Your name and address").await;
    assert_looks_right(browser).await;
}

/// Without an account: received, confirmed from the mail, and on to the receipt.
async fn send_without_account(app: &TestApp, browser: &Browser) {
    browser.type_into("[name=display_name]", "Zoe").await;
    browser.type_into("[name=email]", &email_of("Zoe")).await;
    browser.enter_at("button[value=submit]").await;
    browser.expect("waiting for your address to be confirmed").await;
    assert_looks_right(browser).await;
    let number = browser.text("#tracking-number").await;
    browser.goto(&format!("{AREA}/comment")).await;
    browser.expect("You sent this text as comment").await;
    assert_looks_right(browser).await;
    browser.goto(&app.last_link_to(&email_of("Zoe")).await).await;
    browser.expect("Confirm your comment").await;
    assert_looks_right(browser).await;
    browser.enter("/confirm-comment").await;
    browser.expect("We have your comment").await;
    assert_eq!(browser.text("#tracking-number").await, number);
}

async fn come_in(app: &TestApp, browser: &Browser) {
    browser.follow("Sign in instead").await;
    browser.expect("With your password").await;
    browser.follow("Register").await;
    browser.expect("With an account you see").await;
    assert_looks_right(browser).await;
    browser.write("[name=display_name]", "Ana").await;
    browser.write("[name=email]", &email_of("Ana")).await;
    browser.submit("[name=email]").await;
    browser.expect("Check your mail").await;
    assert_looks_right(browser).await;
    browser.goto(&app.last_link_to(&email_of("Ana")).await).await;
    assert_looks_right(browser).await;
    browser.write("[name=password]", PASSWORD).await;
    browser.submit("[name=password]").await;
}

async fn send(browser: &Browser) -> String {
    // Registering led back to the form, with what was written before.
    assert_eq!(browser.value("[name=body]").await, "Stone lasts.");
    browser.press("check").await;
    browser.expect("Check your answers").await;
    assert_looks_right(browser).await;
    browser.press("submit").await;
    let number = browser.text("#tracking-number").await;
    assert_looks_right(browser).await;
    browser.goto("/account").await;
    assert_looks_right(browser).await;
    browser.goto(&format!("/account/comments/{number}")).await;
    assert_looks_right(browser).await;
    browser.goto("/account").await;
    browser.click("form[action='/sign-out'] button").await;
    browser.arrive("/").await;
    number
}

async fn publish(app: &TestApp, browser: &Browser, number: &str) {
    browser.goto("/sign-in").await;
    assert_looks_right(browser).await;
    browser.write("[name=email]", &email_of("Mo")).await;
    browser.write("[name=password]", PASSWORD).await;
    browser.submit("[name=password]").await;
    browser.expect("Enter your one-time code").await;
    assert_looks_right(browser).await;
    browser.write("[name=code]", &app.code_of("Mo").await).await;
    browser.submit("[name=code]").await;
    browser.expect("My drafts").await;
    browser.goto("/moderation").await;
    assert_looks_right(browser).await;
    browser.follow(number).await;
    browser.expect("Withhold from the public").await;
    assert_looks_right(browser).await;
    browser.press("publish").await;
    browser.expect("is decided").await;
    assert!(!browser.words().await.contains("Stone lasts."));
}

async fn read(browser: &Browser, number: &str) {
    browser.goto(&format!("{AREA}/comments")).await;
    browser.expect("Stone lasts.").await;
    assert_looks_right(browser).await;
    browser.goto(&format!("/comments/{number}")).await;
    browser.expect("Stone lasts.").await;
    assert_looks_right(browser).await;
    browser.goto(&format!("{AREA}/summary")).await;
    assert_looks_right(browser).await;
    browser.click("main table a[href*='stance=support']").await;
    browser.expect("Stone lasts.").await;
    browser.goto("/initiatives/harbor/summary").await;
    assert_looks_right(browser).await;
}

/// Gives address and password, by keyboard.
async fn sign_in(browser: &Browser, name: &str) {
    browser.goto("/sign-in").await;
    browser.type_into("[name=email]", &email_of(name)).await;
    browser.type_and_enter("[name=password]", PASSWORD).await;
}

/// A day that is not over, as it is typed.
pub fn in_two_days() -> String {
    (Utc::now() + TimeDelta::days(2)).format("%Y-%m-%d 10:00").to_string()
}
