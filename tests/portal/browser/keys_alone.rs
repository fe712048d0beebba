//! What commenters do, by keys alone and without scripts: every kind of question, errors, files, steps, the receipt.

mod desks;
mod readers;

use super::driver::{Browser, Scripts};
use super::keyboard::BACKSPACE;
use crate::support::{FORM, TestApp, email_of, harbor};

#[actix_web::test]
async fn a_comment_is_written_mended_and_sent_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Keep it as it is.").by("Ben").stance("oppose").published().insert().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.goto("/").await;
    for link in ["Harbor plan", "The bridge", "Comment on this area"] {
        browser.reach("a.skip").await;
        browser.enter_here().await;
        assert_eq!(browser.focus().await, "main");
        browser.walk_through(link).await;
    }
    browser.expect("Only your comment itself is required.").await;

    say_it(&browser).await;
    answer(&browser).await;
    say_who_it_is(&browser).await;
    browser.enter_at("button[value=check]").await;
    mend(&browser).await;
    read_it_through(&browser).await;
    send(&app, &browser).await;
}

#[actix_web::test]
async fn a_form_in_steps_is_filled_in_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    let mut definition = harbor();
    definition.areas[0].in_steps = true;
    app.apply(&definition).await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.goto(FORM).await;
    browser.expect("Step 1 of 4").await;

    say_it(&browser).await;
    browser.enter_at("button[value=next]").await;
    browser.expect("Step 2 of 4").await;
    answer(&browser).await;
    browser.enter_at("button[value=next]").await;
    browser.expect("Step 3 of 4").await;
    browser.enter_at("button[value=back]").await;
    browser.expect("Step 2 of 4").await;
    assert_eq!(browser.value("[name='answers.story']").await, "I row.");
    browser.enter_at("button[value=next]").await;
    browser.expect("Step 3 of 4").await;
    say_who_it_is(&browser).await;
    browser.enter_at("button[value=check]").await;
    browser.expect("Step 2 of 4").await;
    mend(&browser).await;
    browser.expect("Step 4 of 4").await;
    browser.walk_through("Change: About you").await;
    browser.expect("Step 3 of 4").await;
    assert_eq!(browser.value("[name=organization]").await, "Friends of the Mill");
}

#[actix_web::test]
async fn files_are_added_and_taken_away_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "Stone lasts.").unwrap();
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.goto(FORM).await;
    browser.type_into("[name=body]", "Stone lasts.").await;
    browser.enter_at("button[value=attach]").await;
    browser.expect("There is no file yet.").await;

    browser.reach("[name=files]").await;
    // The dialog belongs to the system.
    browser.choose("[name=files]", &[&*notes]).await;
    browser.enter(&format!("{FORM}/files")).await;
    browser.expect("notes.txt (Plain text, 1 KB)").await;
    browser.enter(&format!("{FORM}/files/remove")).await;
    browser.expect("There is no file yet.").await;
    browser.enter(&format!("{FORM}/files")).await;
    browser.expect("Choose at least one file.").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.walk_through("Go back to your comment").await;
    browser.expect("Only your comment itself is required.").await;
    assert_eq!(browser.value("[name=body]").await, "Stone lasts.");
}

async fn say_it(browser: &Browser) {
    browser.choose_one("stance", "support_with_changes").await;
    browser.type_into("[name=body]", "Stone lasts.").await;
}

/// Every kind of question, with one place given twice.
async fn answer(browser: &Browser) {
    browser.choose_one("answers.material", "other").await;
    browser.type_into("[name='answers.material.other']", "Glass").await;
    browser.tick("[name='answers.users'][value=walkers]").await;
    browser.tick("[name='answers.users'][value=cyclists]").await;
    browser.choose_one("answers.urgency", "4").await;
    browser.pick("[name='answers.order.beauty']", "1").await;
    browser.pick("[name='answers.order.cost']", "1").await;
    browser.type_into("[name='answers.place']", "By the mill").await;
    browser.type_into("[name='answers.story']", "I row.").await;
    browser.choose_one("answers.distance", "far").await;
}

async fn say_who_it_is(browser: &Browser) {
    browser.pick("[name=respondent_kind]", "Resident").await;
    browser.type_into("[name=organization]", "Friends of the Mill").await;
    browser.choose_one("attribution", "named").await;
}

/// The next key after the list of errors leads to the first of them, and that to its field.
async fn mend(browser: &Browser) {
    browser.expect("There is a problem").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.step().await;
    browser.enter_here().await;
    assert_eq!(browser.focus().await, "answers.order");
    browser.step().await;
    assert_eq!(browser.focus().await, "answers.order.beauty");
    browser.pick("[name='answers.order.cost']", "2").await;
    browser.enter_at("button[value=check]").await;
    browser.expect("Check your answers").await;
}

async fn read_it_through(browser: &Browser) {
    for words in ["Support, with changes", "Glass", "Cyclists", "Very urgent", "I row.", "Resident"]
    {
        assert!(browser.words().await.contains(words), "{words}");
    }
    assert!(!browser.words().await.contains("Keep it as it is."), "others are folded");
    browser.reach("details:has(.rows) summary").await;
    browser.enter_here().await;
    browser.expect("Keep it as it is.").await;
    browser.enter_at("button[value=save]").await;
    browser.expect("Only your comment itself is required.").await;
    assert_eq!(browser.value("[name='answers.order.cost']").await, "2");
    browser.enter_at("button[value=check]").await;
    browser.expect("Check your answers").await;
}

async fn send(app: &TestApp, browser: &Browser) {
    browser.enter_at("button[value=submit]").await;
    browser.expect("Your name and address").await;
    browser.type_into("[name=display_name]", "Zoe").await;
    browser.type_into("[name=email]", "nobody").await;
    browser.enter_at("button[value=submit]").await;
    browser.expect("There is a problem").await;
    assert_eq!(browser.focus().await, "error-summary");
    browser.type_into("[name=email]", BACKSPACE).await;
    browser.type_into("[name=email]", &email_of("Zoe")).await;
    browser.enter_at("button[value=submit]").await;
    browser.expect("waiting for your address to be confirmed").await;
    let number = browser.text("#tracking-number").await;
    browser.goto(&app.last_link_to(&email_of("Zoe")).await).await;
    browser.expect("Confirm your comment").await;
    browser.enter("/confirm-comment").await;
    browser.expect("We have your comment").await;
    assert_eq!(browser.text("#tracking-number").await, number);
    browser.walk_through("Follow your comment").await;
    browser.expect("What happened so far").await;
}
