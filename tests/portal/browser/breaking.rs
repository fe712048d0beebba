//! The way from the empty form to the receipt while things break: scripts that never come or die half-way, a portal
//! that is killed and comes back.

use serde_json::json;

use super::driver::{Browser, Scripts};
use crate::processes::{program, writing};
use crate::support::{FORM, TestApp, email_of};

/// Ways for the scripts of a page to die at the first key.
const DEATHS: [&str; 3] = [
    "window.URLSearchParams = class { constructor() { throw new Error('dead'); } };",
    "window.fetch = () => { throw new Error('dead'); };",
    "HTMLFormElement.prototype.requestSubmit = () => { throw new Error('dead'); };
     window.FormData = class { constructor() { throw new Error('dead'); } };",
];

#[actix_web::test]
async fn scripts_that_never_come_are_not_missed_on_the_way_to_the_receipt() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*.js"] })).await;

    browser.goto(FORM).await;
    assert_eq!(browser.text("#saving").await, "", "no script runs");
    walk(&app, &browser, "Zoe").await;
}

#[actix_web::test]
async fn scripts_that_die_half_way_do_not_end_the_way_to_the_receipt() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for (n, death) in DEATHS.iter().enumerate() {
        let browser = Browser::start(&app.url(""), Scripts::On).await;
        let source = format!(
            "addEventListener('input', () => {{ {death} }}, {{ once: true, capture: true }});"
        );
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }))
            .await;

        browser.goto(FORM).await;
        browser.expect("What you type is saved as you go.").await;
        walk(&app, &browser, &format!("Zoe {n}")).await;
    }
}

#[actix_web::test]
async fn a_portal_that_is_killed_while_somebody_writes_loses_no_word_and_they_carry_on() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let folder = program::data_folder();
    let mut portal = writing::at_port("0", &app, folder.path()).await;
    let browser = Browser::start(portal.origin(), Scripts::On).await;
    browser.goto(FORM).await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.expect("Saved at").await;

    portal.kill();
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.press("check").await;
    browser.expect("Nothing was sent").await;
    let port = portal.port().to_owned();
    let _portal = writing::at_port(&port, &app, folder.path()).await;

    browser.type_on("[name=body]", " Wood burns.").await;
    browser.press("check").await;
    browser.expect("is not sent yet. Read it through").await;
    assert!(browser.words().await.contains("Stone lasts. Steel rusts. Wood burns."));
    browser.press("submit").await;
    browser.expect("Your name and address").await;
}

/// From the form to the receipt, with a mistake on the way.
async fn walk(app: &TestApp, browser: &Browser, name: &str) {
    browser.write("[name=body]", "Stone lasts.").await;
    browser.click("[name='answers.users'][value=walkers]").await;
    browser.click("[name='answers.users'][value=none]").await;
    browser.press("check").await;
    browser.expect("There is a problem").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.click("[name='answers.users'][value=none]").await;
    browser.press("check").await;
    browser.expect("is not sent yet. Read it through").await;
    browser.press("save").await;
    browser.expect("The stated direction").await;
    assert_eq!(browser.value("[name=body]").await, "Stone lasts.");
    browser.type_on("[name=body]", " Steel rusts.").await;
    browser.press("submit").await;
    browser.expect("Your name and address").await;
    browser.write("[name=display_name]", name).await;
    browser.write("[name=email]", &email_of(name)).await;
    browser.press("submit").await;
    browser.expect("waiting for your address to be confirmed").await;
    browser.goto(&app.last_link_to(&email_of(name)).await).await;
    browser.submit("[name=token]").await;
    browser.expect("We have your comment").await;
}
