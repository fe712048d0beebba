//! What staff do about comments and their periods, by keys alone and without scripts.

use crate::browser::driver::{Browser, Scripts};
use crate::support::TestApp;

#[actix_web::test]
async fn comments_are_decided_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let mo = app.moderator("Mo").await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.be(mo.cookie("session").as_deref()).await;
    let comment = format!("/moderation/comments/{number}");
    browser.goto("/moderation").await;
    browser.walk_through(&number.to_string()).await;
    browser.expect("Withhold from the public").await;

    browser.enter_at("button[value=withhold]").await;
    browser.expect("There is a problem").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.step().await;
    browser.enter_here().await;
    assert_eq!(browser.focus().await, "reason_code");
    browser.pick("[name=reason_code]", "Off").await;
    browser.type_into("[name=note]", "Please write about the bridge.").await;
    browser.enter_at("button[value=withhold]").await;
    browser.expect("is decided").await;
    browser.goto(&comment).await;
    browser.enter(&format!("{comment}/undo")).await;
    browser.expect("Decision undone").await;
    browser.enter_at("button[value=publish]").await;
    browser.expect("is decided").await;
    browser.goto(&format!("/comments/{number}")).await;
    browser.expect("Stone lasts.").await;
}

#[actix_web::test]
async fn a_comment_period_is_changed_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.be(ada.cookie("session").as_deref()).await;
    browser.goto("/admin").await;
    browser.walk_through("Comment period of The bridge").await;
    browser.expect("Everybody reads it on the page of the area.").await;

    browser.choose_one("change", "close_early").await;
    browser.enter_at("main form button").await;
    browser.expect("There is a problem").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.type_into("[name=reason]", "The council decides tomorrow.").await;
    browser.enter_at("main form button").await;
    browser.expect("The council decides tomorrow.").await;
    browser.enter_at("button[value=confirm]").await;
    browser.expect("Closed early").await;
}
