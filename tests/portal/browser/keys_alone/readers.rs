//! What readers do, by keys alone and without scripts: from a figure to its comments, a filter, following an area.

use crate::browser::driver::{Browser, Scripts};
use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn the_record_is_read_and_an_area_followed_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Keep it as it is.").by("Ben").stance("oppose").published();
    let number = number.insert().await.to_string();
    app.comment("Stone lasts.").stance("support").published().insert().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;

    browser.goto("/initiatives/harbor/bridge").await;
    browser.walk_through("Summary").await;
    browser.expect("Respondent kind").await;
    browser.reach("details summary").await;
    browser.enter_here().await;
    browser.expect("Days without a comment are left out.").await;
    browser.reach("main table a[href*='stance=oppose']").await;
    browser.enter_here().await;
    browser.expect("Keep it as it is.").await;
    assert!(!browser.words().await.contains("Stone lasts."));
    browser.walk_through("Remove").await;
    browser.expect("Stone lasts.").await;
    browser.pick("[name=stance]", "Opp").await;
    browser.enter_at("form.filters button").await;
    browser.expect("1 comment").await;
    browser.walk_through(&number).await;
    browser.expect("Keep it as it is.").await;
    browser.walk_through("The bridge").await;
    browser.walk_through("Follow this area").await;
    browser.expect("You need no account.").await;
    browser.type_and_enter("[name=email]", &email_of("Zoe")).await;
    browser.goto(&app.last_link_to(&email_of("Zoe")).await).await;
    browser.expect("Mails go to").await;
    browser.enter("/follow/confirm").await;
    browser.expect("This address follows the area.").await;
}
