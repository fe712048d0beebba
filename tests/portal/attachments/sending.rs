//! Files go with the comment: all of them, once, and with a receipt that names them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::attribution::Attribution;
use lectern::domain::stance::Stance;
use lectern::domain::submission::Submission;
use lectern::models::area::Area;
use lectern::models::comment::Submitted;
use lectern::models::draft::DraftOwner;
use lectern::models::question::QuestionSet;
use lectern::record::receive::{Received, receive};
use lectern::schema::intake::{attachments, awaiting_comments};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::samples::pdf;
use super::{FILES, add, names};
use crate::support::{AREA, FORM, Page, TestApp, Visitor, email_of, fill_in};

#[actix_web::test]
async fn the_check_page_the_receipt_and_the_comment_name_every_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    add(&ana, "plan.pdf", &pdf("")).await.expect(303);
    add(&ana, "notes.txt", b"Stone lasts.").await.expect(303);

    let form = fill_in(ana.get(FORM).await.expect(200).form("body"), "Stone lasts.");
    let check = form.press("check").await.expect(200);
    assert!(check.says("plan.pdf (PDF, 1 KB)") && check.says("notes.txt (Plain text, 1 KB)"));
    let sent = check.form("submit");
    let receipt = sent.clone().press("submit").await.follow().await.expect(200);
    assert!(receipt.says("plan.pdf"), "{}", receipt.words());
    let number = receipt.id("tracking-number");
    let own = format!("/account/comments/{number}");

    let page = ana.get(&own).await.expect(200);
    assert!(page.links().contains(&(format!("{own}/files/1"), "plan.pdf".to_owned())));
    let json = ana.get(&format!("{own}/receipt.json")).await.expect(200);
    let said: Value = serde_json::from_slice(&json.bytes).unwrap();
    let digest = hex::encode(Sha256::digest(b"Stone lasts."));
    let expected = serde_json::json!({ "name": "notes.txt", "sha256": digest, "bytes": 12 });
    assert_eq!(said["files"][1], expected);
    assert!(receipt.says(&hex::encode(Sha256::digest(&json.bytes))));
    let file = ana.get(&format!("{own}/files/2")).await.expect(200);
    assert_eq!(file.bytes, b"Stone lasts.");
    ana.get(&format!("{own}/files/3")).await.expect(404);
    ana.get(&format!("{own}/files/0")).await.expect(404);
    assert_eq!(names(&ana).await, Vec::<String>::new(), "the draft was sent");

    // The same form once more is the same comment, though its draft and files are gone.
    let again = sent.press("submit").await.expect(303);
    assert_eq!(again.location(), format!("{own}?repeated=1"));
    assert_eq!(n_attachments(&app).await, 2);
}

#[actix_web::test]
async fn other_files_under_a_key_that_was_used_are_another_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    add(&zoe, "first.txt", b"First.").await.expect(303);
    let waiting = send(&zoe, "Zoe", "Stone lasts.").await;
    assert!(waiting.says("first.txt"), "{}", waiting.words());
    let again = send(&zoe, "Zoe", "Stone lasts.").await;
    assert_eq!(again.id("tracking-number"), waiting.id("tracking-number"));

    add(&zoe, "second.txt", b"Second.").await.expect(303);
    let form = zoe.get(FORM).await.expect(200).form("body").press("submit").await.expect(200);
    let form = form.form("email").set("display_name", "Zoe").set("email", &email_of("Zoe"));
    let refused = form.press("submit").await.expect(409);
    assert!(refused.says("with other content"), "{}", refused.words());
    assert_eq!(names(&zoe).await, ["first.txt", "second.txt"], "nothing is lost");

    confirm(&app, &zoe, "Zoe").await;
    assert_eq!(n_attachments(&app).await, 1);
    assert_eq!(names(&zoe).await, ["first.txt", "second.txt"], "the draft of another comment");
}

#[actix_web::test]
async fn a_comment_that_waits_keeps_its_files_and_its_author_gets_them_with_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    add(&zoe, "plan.pdf", &pdf("")).await.expect(303);
    let number = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let json = zoe.get(&format!("/account/comments/{number}/receipt.json")).await.expect(200);
    let said: Value = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(said["files"][0]["name"], "plan.pdf");
    // What was sent stays what it is, whatever becomes of the draft.
    let page = zoe.get(FILES).await.expect(200);
    page.form("Take away").press("Take away").await.expect(303);

    confirm(&app, &zoe, "Zoe").await;

    let own = format!("/account/comments/{number}");
    assert_eq!(zoe.get(&format!("{own}/files/1")).await.expect(200).bytes, pdf(""));
    let after = zoe.get(&format!("{own}/receipt.json")).await.expect(200);
    assert_eq!(after.bytes, json.bytes);
}

#[actix_web::test]
async fn what_lapses_is_a_draft_again_with_its_files() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    add(&zoe, "plan.pdf", &pdf("")).await.expect(303);
    send(&zoe, "Zoe", "Stone lasts.").await;
    let mut conn = app.db().await;
    let earlier = diesel::dsl::now;
    diesel::update(awaiting_comments::table)
        .set(awaiting_comments::expires_at.eq(earlier))
        .execute(&mut conn)
        .await
        .unwrap();
    lectern::worker::tidy(&app.state).await.unwrap();

    assert_eq!(names(&zoe).await, ["plan.pdf"]);
    assert!(send(&zoe, "Zoe", "Stone lasts.").await.says("plan.pdf"));
}

#[actix_web::test]
async fn signing_in_brings_the_files_of_the_browser_along_beside_those_of_the_account() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let password = "a lantern over the harbor wall";
    app.set_password("Ana", password).await;
    let home = app.registered("Ana").await;
    add(&home, "home.txt", b"Home.").await.expect(303);
    add(&home, "both.txt", b"Both.").await.expect(303);
    let phone = app.visitor();
    let form = phone.get(FORM).await.expect(200).form("body");
    form.set("body", "Written on the way.").press("attach").await.expect(303);
    add(&phone, "way.txt", b"Way.").await.expect(303);
    add(&phone, "the-same.txt", b"Both.").await.expect(303);

    let page = phone.get(&format!("/sign-in?next={FORM}")).await.expect(200);
    let form = page.form("password").set("email", &email_of("Ana")).set("password", password);
    form.press("Sign in").await.expect(303);

    assert_eq!(names(&phone).await, ["home.txt", "both.txt", "way.txt"]);
    let both = phone.get(FORM).await.expect(200);
    assert!(both.says("Written on the way."));
    both.form("body").set("body", "All of it.").press("submit").await.expect(303);
    assert_eq!(n_attachments(&app).await, 3);
}

#[actix_web::test]
async fn more_files_than_allowed_are_told_and_none_is_dropped() {
    let app = TestApp::with_settings(|it| it.attachments.most_files = 1).await;
    app.initiative().await;
    let password = "a lantern over the harbor wall";
    app.set_password("Ana", password).await;
    add(&app.registered("Ana").await, "home.txt", b"Home.").await.expect(303);
    let phone = app.visitor();
    add(&phone, "way.txt", b"Way.").await.expect(303);
    let page = phone.get(&format!("/sign-in?next={FORM}")).await.expect(200);
    let form = page.form("password").set("email", &email_of("Ana")).set("password", password);
    form.press("Sign in").await.expect(303);

    let form = phone.get(FORM).await.expect(200).form("body").set("body", "Words.");
    let refused = form.press("submit").await.expect(422);

    assert_eq!(refused.wrong_fields(), ["files"]);
    assert!(refused.says("These are 2 files; 1 can go with a comment."));
    assert_eq!(names(&phone).await, ["home.txt", "way.txt"]);
}

#[actix_web::test]
async fn a_file_added_while_the_comment_is_sent_is_not_left_behind() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    add(&ana, "late.txt", b"Late.").await.expect(303);
    let mut conn = app.state.db().await.unwrap();
    let (initiative, area) = Area::find_by_path(&mut conn, AREA).await.unwrap();
    let set = QuestionSet::latest(&mut conn, area.id).await.unwrap();
    let author = app.account("Ana").await;
    let submission = Submission {
        stance: Stance::NotStated,
        respondent_kind: None,
        organization: None,
        attribution: Attribution::Anonymous,
        body: "Sent as it was before the file.".to_owned(),
        answers: Vec::new(),
        files: Vec::new(),
    };
    let received = Received {
        initiative: &initiative,
        area: &area,
        question_set: &set,
        author: &author,
        submission_key: "0123456789abcdef",
        submission: &submission,
        drafts: &[DraftOwner::Account(author.id)],
    };

    let (_, submitted) = receive(&mut conn, &app.state.site, &received).await.unwrap();

    assert_eq!(submitted, Submitted::FilesChanged);
    assert_eq!(names(&ana).await, ["late.txt"]);
    assert!(ana.get("/account").await.expect(200).says("You have sent no comment yet."));
}

/// Sends what stands in the form without an account.
async fn send(visitor: &Visitor, name: &str, body: &str) -> Page {
    let form = visitor.get(FORM).await.expect(200).form("body").set("body", body);
    let asked = form.press("submit").await.expect(200).form("email");
    let asked = asked.set("display_name", name).set("email", &email_of(name));
    asked.press("submit").await.follow().await.expect(200)
}

async fn confirm(app: &TestApp, visitor: &Visitor, name: &str) {
    let link = app.last_link_to(&email_of(name)).await;
    let button = visitor.get(&link).await.expect(200).form("confirm it");
    button.press("confirm it").await.expect(303);
}

async fn n_attachments(app: &TestApp) -> i64 {
    attachments::table.count().get_result(&mut app.db().await).await.unwrap()
}
