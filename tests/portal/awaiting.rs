//! Comments sent without an account: received, waiting for an address to be confirmed, and then as if sent by it.

mod confirming;
mod lapsing;
mod strangers;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::models::bulletin::StoredBulletin;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{accounts, awaiting_comments, comments, drafts, events, outbox};
use lectern::schema::public_record::figures;
use sha2::{Digest, Sha256};

use crate::support::{FORM, Form, LateComments, Page, TestApp, Visitor, email_of, fill_in};

#[actix_web::test]
async fn a_comment_without_an_account_is_received_and_waits_for_the_address() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();

    let receipt = send(&zoe, "Zoe", "Stone lasts.").await;

    let number = receipt.id("tracking-number");
    assert!(receipt.says("waiting for your address to be confirmed"));
    assert!(receipt.says(&email_of("Zoe")) && receipt.says("EST"), "{}", receipt.words());
    assert!(receipt.links().iter().any(|(href, _)| href == "/mailbox"));
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ConfirmComment]);
    let mut conn = app.db().await;
    assert_eq!(n(&mut conn, "comments").await, 0, "in no queue, list or figure");
    assert_eq!(n(&mut conn, "accounts").await, 0, "and nobody has an account for it");
    assert_eq!(n(&mut conn, "events").await, 0);
    let n_figures: i64 = figures::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_figures, 0);
    let again = zoe.get(&format!("/account/comments/{number}")).await.expect(200);
    assert_eq!(again.id("tracking-number"), number);
}

#[actix_web::test]
async fn an_answer_that_needs_mending_keeps_what_was_typed_and_the_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let asked = fill_in(form(&zoe).await, "Stone lasts.").press("submit").await.expect(200);

    let wrong = asked.form("email").set("email", "zoe at example").set("display_name", "");
    let page = wrong.press("submit").await.expect(422);

    assert_eq!(page.wrong_fields(), ["display_name", "email"]);
    let mended = page.form("email");
    assert_eq!(mended.value("email"), "zoe at example");
    assert_eq!(form(&zoe).await.value("body"), "Stone lasts.", "the draft is safe");
    let mended = mended.set("email", &email_of("Zoe")).set("display_name", "Zoe");
    let receipt = mended.press("submit").await.follow().await.expect(200);
    follow_link(&app, &app.visitor(), "Zoe").await.follow().await.expect(200);
    assert!(!receipt.id("tracking-number").is_empty());
    let stored: String = lectern::schema::intake::comment_versions::table
        .select(lectern::schema::intake::comment_versions::body)
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(stored, "Stone lasts.");
}

#[actix_web::test]
async fn the_receipt_file_of_a_waiting_comment_is_the_one_of_the_comment_later() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let receipt = send(&zoe, "Zoe", "Stone lasts.").await;
    let file = format!("/account/comments/{}/receipt.json", receipt.id("tracking-number"));

    let waiting = zoe.get(&file).await.expect(200);
    follow_link(&app, &zoe, "Zoe").await;
    let confirmed = zoe.get(&file).await.expect(200);

    assert_eq!(waiting.bytes, confirmed.bytes);
    assert_eq!(hex::encode(Sha256::digest(&waiting.bytes)), receipt.all("p.digest code")[0]);
}

#[actix_web::test]
async fn the_same_form_sent_again_waits_once_and_other_content_is_refused() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let asked = fill_in(form(&zoe).await, "Stone lasts.").press("submit").await.expect(200);
    let sent = asked.form("email").set("email", &email_of("Zoe")).set("display_name", "Zoe");
    let number = sent.clone().press("submit").await.follow().await.id("tracking-number");

    let again = sent.clone().press("submit").await;
    let pages = futures_util::future::join_all((0..10).map(|_| sent.clone().press("submit"))).await;
    let other = sent.without("body").add("body", "Steel.").press("submit").await.expect(409);

    assert_eq!(again.location(), format!("/account/comments/{number}"));
    assert!(pages.iter().all(|it| it.location() == again.location()));
    let receipt = format!("/account/comments/{number}");
    assert!(other.links().iter().any(|(href, _)| *href == receipt), "{}", other.words());
    assert_eq!(other.form("body").value("body"), "Steel.");
    assert_eq!(app.mail_kinds_to("Zoe").await.len(), 1);
    assert_eq!(n(&mut app.db().await, "awaiting").await, 1);
}

#[actix_web::test]
async fn ten_at_once_wait_once() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let asked = fill_in(form(&zoe).await, "Stone lasts.").press("submit").await.expect(200);
    let sent = asked.form("email").set("email", &email_of("Zoe")).set("display_name", "Zoe");

    let pages = futures_util::future::join_all((0..10).map(|_| sent.clone().press("submit"))).await;

    let mut places: Vec<&str> = pages.iter().map(Page::location).collect();
    places.dedup();
    assert_eq!(places.len(), 1, "{places:?}");
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ConfirmComment]);
}

#[actix_web::test]
async fn a_mistyped_address_is_mended_and_the_comment_keeps_its_number() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let number = send(&zoe, "Zoo", "Stone lasts.").await.id("tracking-number");
    let wrong_link = app.last_link_to(&email_of("Zoo")).await;

    let mended = send_draft(&zoe, "Zoe").await;

    assert_eq!(mended.id("tracking-number"), number);
    assert!(mended.says(&email_of("Zoe")) && !mended.says(&email_of("Zoo")));
    app.visitor().get(&wrong_link).await.expect(410);
    follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);
}

#[actix_web::test]
async fn a_closed_area_takes_no_comment_that_waits_either() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let asked = fill_in(form(&zoe).await, "Stone lasts.").press("submit").await.expect(200);
    app.close_area(LateComments::Refused).await;

    let sent = asked.form("email").set("email", &email_of("Zoe")).set("display_name", "Zoe");
    let refused = sent.press("submit").await.expect(409);

    assert_eq!(refused.form("body").value("body"), "Stone lasts.");
    assert_eq!(n(&mut app.db().await, "awaiting").await, 0);
    assert!(app.mails_to(&email_of("Zoe")).await.is_empty());
}

#[actix_web::test]
async fn a_comment_is_confirmed_while_the_site_can_only_be_read() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    send(&zoe, "Zoe", "Stone lasts.").await;
    StoredBulletin::make_read_only(&mut app.db().await, "The database moves.").await.unwrap();
    app.worker_round().await;

    let confirmed = follow_link(&app, &zoe, "Zoe").await;

    confirmed.follow().await.expect(200);
    assert_eq!(zoe.get(FORM).await.form("submit").press("submit").await.status, 503);
}

/// Fills in the form and sends it under a name that is nobody's yet, as far as the waiting receipt.
async fn send(visitor: &Visitor, name: &str, body: &str) -> Page {
    let filled = fill_in(form(visitor).await, body);
    give_address(filled.press("submit").await.expect(200), name).await
}

/// Sends what the draft says.
async fn send_draft(visitor: &Visitor, name: &str) -> Page {
    give_address(form(visitor).await.press("submit").await.expect(200), name).await
}

async fn give_address(asked: Page, name: &str) -> Page {
    let sent = asked.form("email").set("email", &email_of(name)).set("display_name", name);
    sent.press("submit").await.follow().await.expect(200)
}

/// Opens the last link that was mailed and presses the button on its page.
async fn follow_link(app: &TestApp, visitor: &Visitor, name: &str) -> Page {
    let link = app.last_link_to(&email_of(name)).await;
    let page = visitor.get(&link).await.expect(200);
    page.form("confirm it").press("confirm it").await.expect(303)
}

async fn form(visitor: &Visitor) -> Form {
    visitor.get(FORM).await.expect(200).form("body")
}

async fn n(conn: &mut AsyncPgConnection, what: &str) -> i64 {
    match what {
        "comments" => comments::table.count().get_result(conn).await,
        "accounts" => accounts::table.count().get_result(conn).await,
        "awaiting" => awaiting_comments::table.count().get_result(conn).await,
        "drafts" => drafts::table.count().get_result(conn).await,
        "mails" => outbox::table.count().get_result(conn).await,
        _ => {
            events::table.filter(events::kind.eq("comment_received")).count().get_result(conn).await
        }
    }
    .unwrap()
}
