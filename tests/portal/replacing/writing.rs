//! The form that replaces a comment: filled in, kept like any other, and sent once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::schema::intake::{comment_versions, drafts};

use super::{form, own};
use crate::support::{FORM, TestApp, fill_in, harbor};

#[actix_web::test]
async fn everything_that_was_sent_is_taken_over_with_its_files() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    ana.post_files(&format!("{FORM}/files"), &[("plan.txt", b"A plan.")]).await.expect(303);
    let filled = fill_in(ana.get(FORM).await.form("body"), "Stone lasts.");
    let typed = filled.typed();
    let receipt = filled.press("submit").await.follow().await.expect(200);
    let number = TrackingNumber::parse(&receipt.id("tracking-number")).unwrap();

    let again = form(&ana, &number).await;
    let mut taken_over = again.typed();
    taken_over.sort();
    assert_eq!(taken_over, typed);
    let sent = again.set("body", "Stone lasts longest.").press("submit").await.follow().await;

    let sent = sent.expect(200);
    assert!(sent.says("plan.txt") && sent.says("Stone lasts longest."), "{}", sent.words());
    ana.get(&format!("/account/comments/{number}/files/1")).await.expect(200);
}

#[actix_web::test]
async fn a_draft_of_another_version_stands_beside_the_one_of_another_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").file("a.txt", b"Stone.").published().insert().await;
    let ana = app.registered("Ana").await;
    fill_in(ana.get(FORM).await.form("body"), "Another comment.").press("save").await.expect(303);

    let saved = form(&ana, &number).await.set("body", "By the script.").save_by_script().await;

    saved.expect(200);
    assert_eq!(form(&ana, &number).await.value("body"), "By the script.");
    assert_eq!(ana.get(FORM).await.form("body").value("body"), "Another comment.");
    let account = ana.get("/account").await;
    assert!(account.says(&format!("To replace your comment {number}")), "{}", account.words());
    let stale = form(&ana, &number).await;
    form(&ana, &number).await.set("body", "In one tab.").press("save").await.expect(303);
    let both = stale.set("body", "In the other tab.").press("save").await.expect(409);
    assert!(both.says("In one tab.") && both.form("body").value("body") == "In the other tab.");
    let files = ana.get(&format!("/account/comments/{number}/replace/files")).await.expect(200);
    assert!(files.says("a.txt"));
    let none = files.form("Take away").press("Take away").await.follow().await.expect(200);
    assert!(none.says("There is no file yet."), "{}", none.words());
    assert_eq!(n_drafts(&app).await, 2);

    form(&ana, &number).await.press("submit").await.expect(303);

    assert_eq!(n_drafts(&app).await, 1, "the other one stays");
    assert!(!own(&ana, &number).await.says("a.txt"), "a file that was taken away is not sent");
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_version_and_other_content_is_kept_and_told() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").file("a.txt", b"Stone.").published().insert().await;
    let ana = app.registered("Ana").await;
    let sent = form(&ana, &number).await.set("body", "Steel is cheaper.");

    let (one, other) = tokio::join!(sent.clone().press("submit"), sent.clone().press("submit"));
    for page in [&one, &other] {
        let place = format!("/account/comments/{number}/versions/2?");
        assert!(page.status == 409 || page.location().starts_with(&place), "{}", page.status);
    }
    let again = sent.clone().press("submit").await.expect(303);
    assert_eq!(again.location(), format!("/account/comments/{number}/versions/2?repeated=1"));
    assert_eq!(n_versions(&app).await, 2);

    let changed = sent.set("body", "Glass, then.").press("submit").await.expect(409);
    assert!(changed.says("was not sent"), "{}", changed.words());
    let changed = changed.form("body");
    assert_eq!((changed.value("body"), changed.value("version")), ("Glass, then.", "2"));
    let receipt = changed.press("submit").await.follow().await.expect(200);
    assert!(receipt.says("version 3") && receipt.says("Glass, then."), "{}", receipt.words());
    assert!(receipt.says("a.txt"), "its files go along: {}", receipt.words());
    assert_eq!(n_drafts(&app).await, 0);
}

#[actix_web::test]
async fn a_form_that_was_made_from_an_earlier_version_replaces_nothing_unseen() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let ana = app.registered("Ana").await;
    let stale = form(&ana, &number).await.set("body", "Made from the first.");
    app.replace(&number, "The second.").await;

    let told = stale.press("submit").await.expect(409);

    assert!(told.says("what you sent last is version 2"), "{}", told.words());
    assert_eq!(told.form("body").value("body"), "Made from the first.");
    assert_eq!(n_versions(&app).await, 2);
    told.form("body").press("submit").await.expect(303);
    assert_eq!(n_versions(&app).await, 3);
}

#[actix_web::test]
async fn answers_that_fit_no_more_are_named_and_all_others_are_taken_over() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let comment = app.comment("Stone lasts.").answer("material", "stone").answer("urgency", "4");
    let number = comment.answer("place", "By the mill").kind("resident").insert().await;
    let mut changed = harbor();
    let questions = &mut changed.areas[0].questions;
    questions.retain(|it| it.key != "place");
    questions[0].options.retain(|it| it.code != "stone");
    app.apply(&changed).await;
    let ana = app.registered("Ana").await;

    let page = ana.get(&format!("/account/comments/{number}/replace")).await.expect(200);

    for prompt in ["“What should it be made of?”", "“Where should it stand?”"] {
        assert!(page.says(prompt), "{}", page.words());
    }
    assert!(!page.says("“How urgent is it?”"));
    let form = page.form("body");
    assert_eq!(form.value("answers.urgency"), "4");
    assert_eq!(form.value("respondent_kind"), "resident");
    form.press("submit").await.expect(303);
}

#[actix_web::test]
async fn closing_an_account_ends_what_was_to_replace_its_comments() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let comment = app.comment("Stone lasts.").attribution("named");
    let number = comment.published().insert().await;
    let ana = app.registered("Ana").await;
    form(&ana, &number).await.set("body", "Half written.").press("save").await.expect(303);
    app.replace(&number, "Steel is cheaper.").await;
    let held = ana.post("/account/data", &[]).await.expect(200);
    assert!(held.header("content-type").contains("zip"));
    form(&ana, &number).await.set("body", "Half written.").press("save").await.expect(303);

    let asked = ana.get("/account/close").await.expect(200);
    assert!(asked.says("1 draft"), "{}", asked.words());
    asked.form("understood").add("understood", "yes").press("Close").await.expect(303);

    assert_eq!(n_drafts(&app).await, 0);
    app.publish(&number).await;
    let shown = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(shown.says("Steel is cheaper.") && !shown.html().contains("Ana"));
}

async fn n_drafts(app: &TestApp) -> i64 {
    drafts::table.count().get_result(&mut app.db().await).await.unwrap()
}

async fn n_versions(app: &TestApp) -> i64 {
    comment_versions::table.count().get_result(&mut app.db().await).await.unwrap()
}
