//! Saving as one types: what the script of the form is answered.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::{drafts, sessions};
use serde_json::Value;

use super::{form, n_drafts, save, sign_in};
use crate::support::{Form, Page, TestApp, email_of, fill_in};

const PASSWORD: &str = super::PASSWORD;

#[actix_web::test]
async fn a_script_saves_through_the_same_door_and_is_told_the_revision() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for visitor in [app.visitor(), app.registered("Ana").await] {
        let filled = fill_in(form(&visitor).await, "Stone");

        let first = by_script(&filled).await.expect(200);
        let second = by_script(&made_from(filled, &first).set("body", "Stone lasts.")).await;

        assert_eq!(first.header("content-type"), "application/json");
        assert_eq!(said(&first)["revision"], 1);
        assert_eq!(said(&second.expect(200))["revision"], 2);
        assert_eq!(form(&visitor).await.value("body"), "Stone lasts.");
    }
}

#[actix_web::test]
async fn a_newer_draft_is_not_overwritten_by_the_script_of_another_tab() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let (here, there) = (form(&ana).await, form(&app.registered("Ana").await).await);
    by_script(&there.set("body", "Written on another device.")).await.expect(200);

    let stale = by_script(&here.set("body", "Written here.")).await.expect(409);

    assert_eq!(said(&stale)["revision"], 1);
    assert!(!stale.html().contains("another device"), "the text is shown on the page alone");
    assert_eq!(form(&ana).await.value("body"), "Written on another device.");
}

#[actix_web::test]
async fn a_save_whose_answer_was_lost_can_be_sent_again_as_it_was() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let unsure = form(&ana).await.set("body", "Once.");
    by_script(&unsure).await.expect(200);

    let again = by_script(&unsure).await.expect(200);

    assert_eq!(said(&again)["revision"], 1);
    by_script(&made_from(unsure, &again).set("body", "Twice.")).await.expect(200);
}

#[actix_web::test]
async fn after_signing_out_no_script_leaves_the_text_to_whoever_sits_down_next() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    sign_in(&ana, super::FORM).await;
    let open = form(&ana).await.set("body", "Typed before and after.");
    let out = ana.get("/account").await.form("Sign out");
    out.press("Sign out").await.expect(303);

    let refused = by_script(&open).await.expect(401);

    assert_eq!(said(&refused)["message"], "You are signed out.");
    assert_eq!(n_drafts(&app).await, 0);
    // Signed in again in another tab, the same page saves.
    sign_in(&ana, super::FORM).await;
    by_script(&open).await.expect(200);
    // Without signing in, the button keeps it in this browser: that is the person's own choice.
    diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();
    save(open.set("body", "Kept on purpose.")).await;
    assert_eq!(form(&ana).await.value("body"), "Kept on purpose.");
}

#[actix_web::test]
async fn a_form_of_one_account_is_not_kept_under_another_before_somebody_says_so() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let browser = app.visitor();
    sign_in(&browser, super::FORM).await;
    let of_ana = form(&browser).await.set("body", "Of Ana.");
    app.sign_in(&browser, "Ben").await;

    by_script(&of_ana).await.expect(401);
    for intent in ["save", "check", "submit"] {
        let asked = of_ana.clone().press(intent).await.expect(409);
        assert!(asked.says("Another account is signed in now"), "{intent}");
        assert_eq!(asked.form("body").value("body"), "Of Ana.", "{intent}");
        assert_eq!(n_drafts(&app).await, 0, "{intent}");
    }

    let asked = of_ana.press("submit").await;
    asked.form("body").press("submit").await.expect(303);
    assert!(app.mails_to(&email_of("Ana")).await.is_empty(), "Ben said that it is his");
}

#[actix_web::test]
async fn what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_overwritten() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    by_script(&form(&visitor).await.set("body", "Before.")).await.expect(200);

    let refused = by_script(&form(&visitor).await.set("body", "a\0b")).await.expect(422);

    let message = said(&refused)["message"].as_str().unwrap().to_owned();
    assert!(message.contains("NUL"), "{message}");
    assert_eq!(form(&visitor).await.value("body"), "Before.");
    let stored: i32 =
        drafts::table.select(drafts::revision).first(&mut app.db().await).await.unwrap();
    assert_eq!(stored, 1);
}

/// Sends the form as the script does.
async fn by_script(form: &Form) -> Page {
    form.clone().save_by_script().await
}

/// The same form, made from the draft that the answer names.
fn made_from(form: Form, answer: &Page) -> Form {
    let said = said(answer);
    form.set("revision", &said["revision"].to_string())
        .set("submission_key", said["submission_key"].as_str().unwrap())
}

fn said(answer: &Page) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap()
}
