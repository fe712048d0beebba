//! Sending a comment: acknowledged means durable (rule 1), and a receipt that proves what was sent.

mod anything_typed;
mod bad_input;
mod check_page;
mod mending;
mod steps;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{answers, comment_versions, comments, drafts, events};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{FORM, Form, LateComments, Page, TestApp, Visitor, fill_in, harbor};

#[actix_web::test]
async fn a_receipt_means_that_everything_is_stored() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    let receipt = submit(fill_in(form(&ana).await, "Stone lasts.\r\nSteel rusts.")).await;

    let number = receipt.id("tracking-number");
    let mut conn = app.db().await;
    let (body, stance): (String, Option<String>) = comments::table
        .inner_join(comment_versions::table)
        .filter(comments::tracking_number.eq(&number))
        .select((comment_versions::body, comment_versions::stance))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((body.as_str(), stance.as_deref()), ("Stone lasts.\nSteel rusts.", Some("support")));
    let n_answers: i64 = answers::table.count().get_result(&mut conn).await.unwrap();
    let n_events: i64 = events::table
        .filter(events::kind.eq("comment_received"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!((n_answers, n_events), (7, 1));
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::Receipt]);
    let n_drafts: i64 = drafts::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_drafts, 0);
}

#[actix_web::test]
async fn the_receipt_can_be_checked_by_anybody_who_has_the_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let receipt = submit(fill_in(form(&ana).await, "Stone lasts.")).await;

    let links = receipt.links();
    let (href, _) = links.iter().find(|(_, words)| words.contains("Download")).unwrap();
    let file = ana.get(href).await.expect(200);

    assert_eq!(hex::encode(Sha256::digest(&file.bytes)), receipt.all("p.digest code")[0]);
    let stored: Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(stored["body"], "Stone lasts.");
    assert_eq!(stored["tracking_number"], receipt.id("tracking-number").as_str());
    assert_eq!(stored["answers"]["order"]["value"], json!(["cost", "beauty"]));
    assert_eq!(
        stored["answers"]["material"],
        json!({ "value": "other", "other": "Glass, or nothing" })
    );
    assert_eq!(serde_json_canonicalizer::to_vec(&stored).unwrap(), file.bytes, "RFC 8785");
    for stranger in [app.visitor(), app.registered("Ben").await] {
        assert!([303, 404].contains(&stranger.get(href).await.status));
    }
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_comment_with_one_receipt() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let filled = fill_in(form(&ana).await, "Stone lasts.");

    let first = submit(filled.clone()).await;
    let second = submit(filled).await;

    assert_eq!(first.id("tracking-number"), second.id("tracking-number"));
    assert_eq!(n_comments(&app).await, 1);
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::Receipt]);
}

#[actix_web::test]
async fn twenty_at_once_are_one_comment_too() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let filled = fill_in(form(&ana).await, "Stone lasts.");

    let pages = join_all((0..20).map(|_| filled.clone().press("submit"))).await;

    let mut receipts: Vec<&str> =
        pages.iter().map(|it| it.location().split('?').next().unwrap()).collect();
    receipts.dedup();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(n_comments(&app).await, 1);
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::Receipt]);
}

#[actix_web::test]
async fn many_people_at_once_are_all_received() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mut forms = Vec::new();
    for n in 0..20 {
        let person = app.registered(&format!("Person {n}")).await;
        forms.push(fill_in(form(&person).await, &format!("Comment {n}")));
    }

    let pages = join_all(forms.into_iter().map(|it| it.press("submit"))).await;

    assert_eq!(pages.iter().map(|it| it.status).collect::<Vec<_>>(), [303; 20]);
    assert_eq!(n_comments(&app).await, 20);
}

#[actix_web::test]
async fn other_content_under_the_same_key_is_refused_with_the_receipt_and_the_text() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    let number = submit(filled.clone()).await.id("tracking-number");

    let other = fill_in(filled, "Steel is cheaper.");
    let refused = other.clone().press("submit").await.expect(409);

    let receipt = format!("/account/comments/{number}");
    assert!(refused.links().iter().any(|(href, _)| *href == receipt), "{:?}", refused.links());
    assert_eq!(refused.form("body").typed(), other.typed());
    assert_eq!(n_comments(&app).await, 1);
    let replaced = submit(refused.form("body")).await;
    assert_ne!(
        replaced.id("tracking-number"),
        number,
        "sent on purpose it is a comment of its own"
    );
}

#[actix_web::test]
async fn nobody_s_stance_is_taken_on_a_direction_that_they_have_not_seen() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let seen = fill_in(ana.get(FORM).await.form("body"), "Stone lasts.").set("stance", "support");
    let mut changed = harbor();
    for area in &mut changed.areas {
        area.stated_direction = "Fill the harbor with sand.".to_owned();
    }
    app.apply(&changed).await;

    for intent in ["check", "submit"] {
        let page = seen.clone().press(intent).await.expect(409);
        assert!(page.says("changed while you were writing"), "{intent}");
        assert!(page.says("Fill the harbor with sand."), "{intent}");
        assert_eq!(page.form("body").value("body"), "Stone lasts.", "{intent}");
    }
    let again = ana.get(FORM).await.form("body");

    assert_eq!(again.value("body"), "Stone lasts.", "the draft is safe");
    again.press("submit").await.expect(303);
}

#[actix_web::test]
async fn an_area_that_closed_meanwhile_keeps_the_text() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    app.close_area(LateComments::Refused).await;

    let refused = filled.clone().press("submit").await.expect(409);

    assert_eq!(refused.form("body").typed(), filled.typed());
    assert_eq!(form(&ana).await.typed(), filled.typed(), "the draft is saved");
    assert_eq!(n_comments(&app).await, 0);
}

#[actix_web::test]
async fn a_late_comment_is_taken_where_the_area_says_so_and_labelled_everywhere() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.close_area(LateComments::Taken).await;
    let ana = app.registered("Ana").await;

    let receipt = submit(fill_in(form(&ana).await, "Stone lasts.")).await;

    let number = receipt.id("tracking-number");
    assert!(receipt.says("marked as late"));
    let moderator = app.moderator("Mo").await;
    let page = moderator.get(&format!("/moderation/comments/{number}")).await.expect(200);
    assert!(page.words().to_lowercase().contains("late"));
    page.form("publish").press("publish").await.expect(303);
    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(public.says("came after the comment period closed"));
}

#[actix_web::test]
async fn without_an_account_the_next_page_asks_for_an_address_and_leads_to_signing_in() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();

    let asked = fill_in(form(&visitor).await, "Stone lasts.").press("submit").await.expect(200);

    assert!(asked.form("email").value("display_name").is_empty());
    assert!(asked.links().iter().any(|(href, _)| href.starts_with("/sign-in?next=")));
    assert_eq!(n_comments(&app).await, 0);
    assert_eq!(form(&visitor).await.value("body"), "Stone lasts.");
}

async fn form(visitor: &Visitor) -> Form {
    visitor.get(FORM).await.expect(200).form("body")
}

async fn submit(form: Form) -> Page {
    form.press("submit").await.follow().await.expect(200)
}

async fn n_comments(app: &TestApp) -> i64 {
    comments::table.count().get_result(&mut app.db().await).await.unwrap()
}
