//! A comment on paper, typed and checked by keyboard and without scripts.

use super::driver::{Browser, Scripts};
use crate::support::TestApp;

#[actix_web::test]
async fn staff_enter_and_check_a_comment_on_paper_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (mo, kim) = (app.moderator("Mo").await, app.administrator("Kim").await);
    let browser = Browser::start(&app.url(""), Scripts::Off).await;

    browser.be(mo.cookie("session").as_deref()).await;
    browser.goto("/entries").await;
    browser.expect("Nothing waits for you.").await;
    browser.walk_through("The bridge").await;
    browser.expect("Type what is said, as it is said").await;
    browser.tick("[name=channel]").await;
    browser.type_into("[name=received_on]", "2026-11-20").await;
    browser.type_into("[name=n_signatories]", "312").await;
    browser.type_into("[name=kept_at]", "File 12").await;
    browser.type_into("[name=body]", "We want stone.").await;
    browser.enter_at("main form .buttons button").await;
    browser.expect("The entry is saved.").await;
    browser.enter_at("button[value=hand_over]").await;
    browser.expect("The entry waits to be checked by somebody else.").await;

    browser.be(kim.cookie("session").as_deref()).await;
    browser.goto("/entries").await;
    browser.expect("To be checked by you").await;
    browser.walk_through("Entry").await;
    browser.expect("We want stone.").await;
    browser.expect("On paper, 312 signatories").await;
    browser.enter_at("button[value=confirm]").await;
    browser.expect("The comment is received.").await;
    browser.walk_through("Letter with its tracking number").await;
    browser.expect("We have your comment").await;
    browser.expect("it counts as one comment").await;
}
