//! Writing a comment in a browser whose scripts run, stop half-way, or find no portal: no word is lost (rule 2).

use diesel_async::RunQueryDsl;
use lectern::schema::intake::sessions;
use serde_json::json;

use super::driver::{Browser, Scripts};
use super::{AREA, PASSWORD, assert_looks_right};
use crate::support::{FORM, TestApp, Visitor, email_of};

#[actix_web::test]
async fn what_is_typed_is_saved_as_one_types_and_survives_a_reload() {
    let (app, browser) = at_the_form().await;

    browser.write("[name=body]", "Stone lasts.").await;
    browser.expect("Saved at").await;
    assert_looks_right(&browser).await;
    assert_eq!(draft_of(&app, &browser).await, "Stone lasts.");
    // What is not saved yet is saved when the page goes away.
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.run("window.dispatchEvent(new Event('pagehide'))").await;
    browser.expect_in("#saving-aloud", "Saved at").await;
    browser.reload().await;
    assert_eq!(browser.value("[name=body]").await, "Stone lasts. Steel rusts.");

    browser.type_on("[name=body]", " Wood burns.").await;
    browser.press("submit").await;
    browser.expect("Your name and address").await;
    assert_eq!(draft_of(&app, &browser).await, "Stone lasts. Steel rusts. Wood burns.");
    browser.back().await;
    browser.expect("The stated direction").await;
    assert_eq!(browser.value("[name=body]").await, "Stone lasts. Steel rusts. Wood burns.");
}

#[actix_web::test]
async fn a_tab_that_has_become_stale_says_so_and_shows_both_texts() {
    let (app, browser) = at_the_form().await;
    browser.write("[name=body]", "First.").await;
    browser.expect("Saved at").await;
    let other_tab = same_browser(&app, &browser).await;
    let form = other_tab.get(FORM).await.form("body").set("body", "Words of the other tab.");
    form.press("save").await.expect(303);

    browser.write("[name=body]", "Words of this tab.").await;
    browser.expect("A newer draft was saved in another tab").await;
    assert_looks_right(&browser).await;
    assert_eq!(draft_of(&app, &browser).await, "Words of the other tab.");
    browser.click("#saving button").await;
    browser.expect("You saved a newer draft in another tab").await;
    assert!(browser.words().await.contains("Words of the other tab."));
    assert_eq!(browser.value("[name=body]").await, "Words of this tab.");
    assert!(browser.words().await.contains("Saving as you type starts again"));
    // Typing on does not decide between the two; a button does.
    browser.type_on("[name=body]", " And more.").await;
    assert_eq!(draft_of(&app, &browser).await, "Words of the other tab.");
    browser.press("save").await;
    browser.expect("Draft saved").await;
    assert_eq!(draft_of(&app, &browser).await, "Words of this tab. And more.");
}

#[actix_web::test]
async fn without_a_connection_nothing_is_lost_and_what_was_typed_is_saved_later() {
    let (app, browser) = at_the_form().await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.expect("Saved at").await;

    offline(&browser, true).await;
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.press("submit").await;
    browser.expect("Nothing was sent").await;
    assert_looks_right(&browser).await;
    assert_eq!(browser.value("[name=body]").await, "Stone lasts. Steel rusts.");
    offline(&browser, false).await;

    browser.expect("Saved at").await;
    assert_eq!(draft_of(&app, &browser).await, "Stone lasts. Steel rusts.");
    browser.press("submit").await;
    browser.expect("Your name and address").await;
}

#[actix_web::test]
async fn a_script_that_dies_half_way_leaves_a_form_that_works() {
    let (app, browser) = at_the_form().await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.expect("Saved at").await;

    browser.run("window.fetch = () => { throw new Error('dead'); }").await;
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.press("check").await;

    browser.expect("is not sent yet. Read it through").await;
    assert_eq!(draft_of(&app, &browser).await, "Stone lasts. Steel rusts.");
}

#[actix_web::test]
async fn signing_out_in_another_tab_keeps_the_words_on_the_page_until_one_is_back() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    sign_in(&browser).await;
    browser.goto(&format!("{AREA}/comment")).await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.expect("Saved at").await;

    diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.expect("You are signed out. Your words are still here").await;
    assert_looks_right(&browser).await;
    let form = browser.window().await;
    browser.open_window().await;
    sign_in(&browser).await;
    browser.switch_to(&form).await;
    browser.run("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))").await;

    browser.expect("Saved at").await;
    let elsewhere = app.registered("Ana").await;
    let form = elsewhere.get(FORM).await.form("body");
    assert_eq!(form.value("body"), "Stone lasts. Steel rusts.", "on another device too");
}

async fn at_the_form() -> (TestApp, Browser) {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    browser.goto(&format!("{AREA}/comment")).await;
    browser.expect("What you type is saved as you go.").await;
    (app, browser)
}

async fn sign_in(browser: &Browser) {
    browser.goto("/sign-in").await;
    browser.write("[name=email]", &email_of("Ana")).await;
    browser.write("[name=password]", PASSWORD).await;
    browser.submit("[name=password]").await;
    browser.expect("My drafts").await;
}

async fn offline(browser: &Browser, offline: bool) {
    browser.devtools("Network.enable", json!({})).await;
    let conditions = json!({
        "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
    });
    browser.devtools("Network.emulateNetworkConditions", conditions).await;
}

/// Another tab of the same browser, without its window.
async fn same_browser(app: &TestApp, browser: &Browser) -> Visitor {
    let visitor = app.visitor();
    visitor.set_cookie("draft", &browser.cookie("draft").await);
    visitor
}

/// The body of the draft that the portal has.
async fn draft_of(app: &TestApp, browser: &Browser) -> String {
    let visitor = same_browser(app, browser).await;
    visitor.get(FORM).await.expect(200).form("body").value("body").to_owned()
}
