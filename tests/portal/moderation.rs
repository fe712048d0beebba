//! Deciding: one guarded update and one row for each decision (rule 4), by somebody who may (rule 7).

mod append_only;
mod roles;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::domain::standing::Standing;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{comments, decisions};

use crate::support::{Page, TestApp, Visitor, email_of};

#[actix_web::test]
async fn publishing_takes_a_comment_off_the_queue_and_tells_its_author() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let mo = app.moderator("Mo").await;
    assert!(mo.get("/moderation").await.expect(200).says("Stone lasts."));

    publish(&mo, &number).await.expect(303);

    assert!(!mo.get("/moderation").await.expect(200).says("Stone lasts."));
    assert!(page_of(&mo, &number).await.says("Published by Mo"));
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::Receipt, MailKind::Published]);
    app.visitor().get(&format!("/comments/{number}")).await.expect(200);
}

#[actix_web::test]
async fn withholding_needs_a_reason_and_the_author_reads_it_with_the_note() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("My phone is 555-0100.").insert().await;
    let mo = app.moderator("Mo").await;
    let form = page_of(&mo, &number).await.form("reason_code");
    let form = form.set("note", "Please leave the number out.");

    let refused = form.clone().press("withhold").await.expect(422);
    assert_eq!(refused.wrong_fields(), ["reason_code"]);
    assert_eq!(refused.form("note").value("note"), "Please leave the number out.");
    assert_eq!(standing(&app, &number).await, Standing::Pending);

    let form = refused.form("note").set("reason_code", "personal_information");
    form.press("withhold").await.expect(303);

    assert_eq!(standing(&app, &number).await, Standing::Withheld);
    let mail = app.mails_to(&email_of("Ana")).await.pop().unwrap();
    assert!(mail.body.contains("Personal information"), "{}", mail.body);
    assert!(mail.body.contains("Please leave the number out."), "{}", mail.body);
    assert!(!mail.body.contains("Mo"), "the author is not told by whom: {}", mail.body);
}

#[actix_web::test]
async fn a_reason_that_is_not_listed_is_refused_and_other_needs_a_note() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let mo = app.moderator("Mo").await;

    for (reason, note, field) in [
        ("dislike", "", "reason_code"),
        ("other", "", "note"),
        ("other", &"n".repeat(2001), "note"),
    ] {
        let form = page_of(&mo, &number).await.form("reason_code");
        let form = form.set("reason_code", reason).set("note", note);
        let page = form.press("withhold").await.expect(422);
        assert_eq!(page.wrong_fields(), [field], "{reason}");
    }
    assert_eq!(n_decisions(&app).await, 0);
}

#[actix_web::test]
async fn of_two_moderators_at_once_one_wins_and_the_other_is_told_who_was_first() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (mo, kim) = (app.moderator("Mo").await, app.moderator("Kim").await);

    for round in 0..10 {
        let number = app.comment(&format!("Comment {round}")).insert().await;
        let publish = page_of(&mo, &number).await.form("publish");
        let withhold = page_of(&kim, &number).await.form("reason_code");
        let withhold =
            withhold.set("reason_code", "off_topic").set("note", "Not about the bridge.");

        let (one, other) = tokio::join!(publish.press("publish"), withhold.press("withhold"));

        let statuses = [one.status, other.status];
        assert!(statuses == [303, 409] || statuses == [409, 303], "{statuses:?}");
        let (loser, winner) = if one.status == 409 { (&one, "Kim") } else { (&other, "Mo") };
        assert!(loser.says("Somebody was first") && loser.says(winner), "{}", loser.words());
        if other.status == 409 {
            assert!(other.says("Not about the bridge."), "the note is not lost");
        }
        assert_eq!(n_decisions(&app).await, round + 1);
    }
}

#[actix_web::test]
async fn a_page_that_is_out_of_date_decides_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let (mo, kim) = (app.moderator("Mo").await, app.moderator("Kim").await);
    let stale = page_of(&kim, &number).await.form("reason_code").set("reason_code", "off_topic");
    publish(&mo, &number).await.expect(303);

    let told = stale.press("withhold").await.expect(409);

    assert!(told.says("Published by Mo"));
    assert_eq!(standing(&app, &number).await, Standing::Published);
}

#[actix_web::test]
async fn nobody_decides_on_their_own_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.moderator("Ana").await;
    let mo = app.moderator("Mo").await;
    let number = app.comment("Mine is the best.").by("Ana").insert().await;
    let forms = page_of(&mo, &number).await;

    let own = page_of(&ana, &number).await;
    assert!(own.all("form button").iter().all(|it| it != "Publish" && it != "Withhold"));
    forms.form("publish").sent_by(&ana).press("publish").await.expect(403);
    let withhold = forms.form("reason_code").set("reason_code", "off_topic");
    withhold.sent_by(&ana).press("withhold").await.expect(403);
    publish(&mo, &number).await.expect(303);
    let undo = page_of(&mo, &number).await.form("Undo");
    undo.sent_by(&ana).press("Undo").await.expect(403);

    assert_eq!(standing(&app, &number).await, Standing::Published);
    assert_eq!(n_decisions(&app).await, 1);
}

#[actix_web::test]
async fn undo_is_a_new_decision_back_to_where_it_was() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let mo = app.moderator("Mo").await;
    let path = format!("/comments/{number}");
    publish(&mo, &number).await.expect(303);
    app.visitor().get(&path).await.expect(200);

    page_of(&mo, &number).await.form("Undo").press("Undo").await.expect(303);

    app.visitor().get(&path).await.expect(404);
    assert_eq!(standing(&app, &number).await, Standing::Pending);
    assert_eq!(n_decisions(&app).await, 2);
    assert!(mo.get("/moderation").await.expect(200).says("Stone lasts."), "back in the queue");
    let kinds = [MailKind::Receipt, MailKind::Published, MailKind::Undone];
    assert_eq!(app.mail_kinds_to("Ana").await, kinds);
    publish(&mo, &number).await.expect(303);
}

#[actix_web::test]
async fn a_decision_is_undone_once_however_often_the_button_is_pressed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let mo = app.moderator("Mo").await;
    let undo = page_of(&mo, &number).await.form("Undo");

    let pages = join_all((0..5).map(|_| undo.clone().press("Undo"))).await;

    assert_eq!(pages.iter().filter(|it| it.status == 303).count(), 1);
    assert_eq!(pages.iter().filter(|it| it.status == 409).count(), 4);
    assert_eq!(n_decisions(&app).await, 2);
}

async fn page_of(moderator: &Visitor, number: &TrackingNumber) -> Page {
    moderator.get(&format!("/moderation/comments/{number}")).await.expect(200)
}

async fn publish(moderator: &Visitor, number: &TrackingNumber) -> Page {
    page_of(moderator, number).await.form("publish").press("publish").await
}

async fn standing(app: &TestApp, number: &TrackingNumber) -> Standing {
    comments::table
        .filter(comments::tracking_number.eq(number))
        .select(comments::standing)
        .first(&mut app.db().await)
        .await
        .unwrap()
}

async fn n_decisions(app: &TestApp) -> i64 {
    decisions::table.count().get_result(&mut app.db().await).await.unwrap()
}
