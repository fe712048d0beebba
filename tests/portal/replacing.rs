//! Replacing a comment: it keeps its number and its time, and what was decided on stands until the new version is.

mod deciding;
mod model;
mod writing;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::comment::Replaced;
use lectern::models::outbox::MailKind;
use sha2::{Digest, Sha256};

use crate::support::{AREA, LateComments, Page, TestApp, Visitor, email_of};

#[actix_web::test]
async fn a_published_comment_is_replaced_and_stays_until_the_new_version_is_decided_on() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").stance("support").published().insert().await;
    let (ana, mo, stranger) =
        (app.registered("Ana").await, app.moderator("Mo").await, app.visitor());
    let public = format!("/comments/{number}");
    let summary = format!("/initiatives/{AREA}/summary");
    let before = stranger.get(&summary).await.words();

    let form = form(&ana, &number).await;
    assert_eq!((form.value("body"), form.value("stance")), ("Stone lasts.", "support"));
    let form = form.set("body", "Steel is cheaper.").set("stance", "oppose");
    let checked = form.press("check").await.expect(200);
    assert!(checked.says(&format!("This replaces your comment {number}")), "{}", checked.words());
    let receipt = checked.form("submit").press("submit").await.follow().await.expect(200);

    assert_eq!(receipt.id("tracking-number"), number.to_string());
    assert!(receipt.says("version 2") && receipt.says("Steel is cheaper."), "{}", receipt.words());
    assert!(stranger.get(&public).await.expect(200).says("Stone lasts."));
    assert_eq!(stranger.get(&summary).await.words(), before);
    let status = own(&ana, &number).await;
    assert!(status.says("Replaced (version 2)"), "{}", status.words());
    assert!(status.says("Until then version 1 stays published."), "{}", status.words());
    let queue = mo.get("/moderation").await.expect(200);
    assert!(queue.says("1 comment waiting") && queue.says("Steel is cheaper."));
    assert!(queue.says("Replaced: version 2. Version 1 is published."), "{}", queue.words());
    let desk = desk(&mo, &number).await;
    assert!(desk.says("What do you think of this direction?") && desk.says("What changed"));
    assert!(desk.all("del").iter().any(|it| it.contains("Stone")), "{}", desk.html());
    assert!(desk.all("ins").iter().any(|it| it.contains("cheaper.")), "{}", desk.html());

    desk.form("publish").press("publish").await.expect(303);

    let shown = stranger.get(&public).await.expect(200);
    assert!(shown.says("Steel is cheaper.") && !shown.html().contains("Stone lasts."));
    assert!(shown.says("Version 2, replaced on "), "{}", shown.words());
    assert!(!mo.get("/moderation").await.says("Steel is cheaper."));
    let after = stranger.get(&summary).await.words();
    assert!(after != before, "{after}");
    let kinds = [MailKind::Receipt, MailKind::Published, MailKind::Receipt, MailKind::Published];
    assert_eq!(app.mail_kinds_to("Ana").await, kinds);
    let told = app.mails_to(&email_of("Ana")).await;
    assert!(told[2].subject.contains("replaced by version 2"), "{}", told[2].subject);
}

#[actix_web::test]
async fn each_version_has_a_receipt_that_proves_it_and_nobody_else_sees_one() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let received_at = received_at(&app, &number).await;
    assert_eq!(app.replace(&number, "Steel is cheaper.").await, Replaced::Kept(2));
    let (ana, ben) = (app.registered("Ana").await, app.registered("Ben").await);

    for (version, body) in [(1, "Stone lasts."), (2, "Steel is cheaper.")] {
        let path = format!("/account/comments/{number}/versions/{version}");
        let page = ana.get(&path).await.expect(200);
        let json = ana.get(&format!("{path}/receipt.json")).await.expect(200);
        assert!(page.says(body) && json.html().contains(body));
        assert!(page.says(&hex::encode(Sha256::digest(&json.bytes))), "{}", page.words());
        ben.get(&path).await.expect(404);
        ben.get(&format!("{path}/receipt.json")).await.expect(404);
    }
    ana.get(&format!("/account/comments/{number}/versions/3")).await.expect(404);
    ana.get(&format!("/account/comments/{number}/versions/x")).await.expect(404);
    assert_eq!(self::received_at(&app, &number).await, received_at, "the time stays");
}

#[actix_web::test]
async fn after_closing_nothing_is_replaced_but_what_was_withheld_and_that_for_14_days() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let published = app.comment("Stone lasts.").published().insert().await;
    let withheld = app.comment("Call 555-0100.").withheld("personal_information").insert().await;
    let ana = app.registered("Ana").await;
    let late = form(&ana, &published).await.set("body", "Too late, and not lost.");
    app.close_area(LateComments::Refused).await;

    let refused = late.press("submit").await.expect(409);
    assert!(refused.says("cannot be replaced any more"), "{}", refused.words());
    assert_eq!(refused.form("body").value("body"), "Too late, and not lost.");
    assert_eq!(form(&ana, &published).await.value("body"), "Too late, and not lost.");
    assert!(!own(&ana, &published).await.says("Replace this comment"));

    assert!(own(&ana, &withheld).await.says("because it was withheld"));
    age_decisions(&app, 15).await;
    assert!(!own(&ana, &withheld).await.says("Replace this comment"));
    assert_eq!(app.replace(&withheld, "Call me.").await, Replaced::TooLate);
    age_decisions(&app, -2).await;
    assert_eq!(app.replace(&withheld, "Call me.").await, Replaced::Kept(2));

    app.close_area(LateComments::Taken).await;
    assert_eq!(app.replace(&published, "Late comments are taken.").await, Replaced::Kept(2));
}

#[actix_web::test]
async fn what_was_withdrawn_is_replaced_no_more_and_what_was_written_stays_to_be_read() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let ana = app.registered("Ana").await;
    let form = form(&ana, &number).await.set("body", "Half written.");
    form.clone().press("save").await.follow().await.expect(200);
    app.replace(&number, "Steel is cheaper.").await;
    let asked = ana.get(&format!("/account/comments/{number}/withdraw")).await.expect(200);
    asked.form("Withdraw").press("Withdraw the comment").await.expect(303);

    let refused = form.press("submit").await.expect(409);

    assert_eq!(refused.form("body").value("body"), "Half written.");
    assert!(ana.get("/account").await.says("Half written."));
    app.visitor().get(&format!("/comments/{number}")).await.expect(410);
    assert!(!app.moderator("Mo").await.get("/moderation").await.says("Steel is cheaper."));
}

/// The form that replaces a comment.
async fn form(author: &Visitor, number: &TrackingNumber) -> crate::support::Form {
    author.get(&format!("/account/comments/{number}/replace")).await.expect(200).form("body")
}

async fn own(author: &Visitor, number: &TrackingNumber) -> Page {
    author.get(&format!("/account/comments/{number}")).await.expect(200)
}

async fn desk(moderator: &Visitor, number: &TrackingNumber) -> Page {
    moderator.get(&format!("/moderation/comments/{number}")).await.expect(200)
}

async fn received_at(app: &TestApp, number: &TrackingNumber) -> chrono::DateTime<chrono::Utc> {
    use lectern::schema::intake::comments;
    let row = comments::table.filter(comments::tracking_number.eq(number));
    row.select(comments::received_at).first(&mut app.db().await).await.unwrap()
}

/// Lets days go by for everything that was decided, or come back.
async fn age_decisions(app: &TestApp, days: i32) {
    diesel::sql_query(
        "UPDATE intake.decisions SET decided_at = decided_at - make_interval(days => $1)",
    )
    .bind::<diesel::sql_types::Integer, _>(days)
    .execute(&mut app.db().await)
    .await
    .unwrap();
}
