//! In time by whole days, and kept as it was received.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::domain::standing::Source;
use lectern::models::comment::Comment;
use lectern::models::comment_version::CommentVersion;
use lectern::schema::intake::{comments, events, outbox};

use super::page_of;
use crate::support::{LateComments, TestApp, harbor};

#[actix_web::test]
async fn a_letter_counts_from_the_day_on_which_it_came_with_a_receipt_and_no_mail() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let entry = app.entry("A petition.").day("2026-11-20").signatories("312").kept_at("File 1");
    let id = entry.field("stance", "oppose").answer("material", "stone").insert().await;
    app.hand_over(id).await;
    let number = app.confirm(id, "Kim").await;

    let mut conn = app.db().await;
    let comment = Comment::find(&mut conn, &number).await.unwrap();
    assert_eq!((comment.source, comment.author_id), (Source::Staff, None));
    assert_eq!(comment.received_on.to_string(), "2026-11-20");
    assert_eq!(comment.received_at.to_rfc3339(), "2026-11-20T05:00:00+00:00");
    assert!(!comment.late);
    let kept: (Option<String>, i32) = comments::table
        .select((comments::channel, comments::n_signatories))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(kept, (Some("post".to_owned()), 312));
    let version = CommentVersion::find(&mut conn, comment.id, 1).await.unwrap();
    assert_eq!((version.receipt_sha256.len(), version.receipt_nonce.len()), (32, 16));
    let n_events: i64 = events::table
        .filter(events::comment_id.eq(comment.id))
        .filter(events::kind.eq("comment_received"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(n_events, 1);
    app.account("Mo").await;
    let mo = app.moderator("Kim").await;
    let desk = mo.get(&format!("/moderation/comments/{number}")).await.form("publish");
    desk.press("publish").await.expect(303);
    let n_mails: i64 = outbox::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_mails, 0);
}

#[actix_web::test]
async fn a_day_after_the_closing_is_late_or_refused_and_the_day_of_the_closing_is_not() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.close_area(LateComments::Taken).await;
    let zone = chrono_tz::America::New_York;
    let closed_on = (Utc::now() - TimeDelta::hours(1)).with_timezone(&zone).date_naive();
    let entry = app.entry("On the last day.").day(&closed_on.to_string()).kept_at("File 1");
    let last = entry.insert().await;
    app.hand_over(last).await;
    let number = app.confirm(last, "Kim").await;
    let comment = Comment::find(&mut app.db().await, &number).await.unwrap();
    assert!(!comment.late, "the period closed on that day");

    let mut definition = harbor();
    definition.areas[0].closes_at = Utc::now() - TimeDelta::days(3);
    definition.areas[0].take_late_comments = true;
    app.apply(&definition).await;
    let late = app.entry("Too late.").kept_at("File 1").insert().await;
    app.hand_over(late).await;
    let number = app.confirm(late, "Kim").await;
    assert!(Comment::find(&mut app.db().await, &number).await.unwrap().late);

    let waiting = app.entry("Later still.").kept_at("File 1").insert().await;
    app.hand_over(waiting).await;
    definition.areas[0].take_late_comments = false;
    app.apply(&definition).await;
    let kim = app.moderator("Kim").await;
    let refused = page_of(&kim, waiting).await.form("confirm").press("confirm").await;
    let refused = refused.expect(409);
    assert!(refused.says("The area takes no comments of this day"), "{}", refused.words());
    let form = kim.get(super::NEW).await.expect(200).form("channel").set("channel", "paper");
    let form = form.set("received_on", &closed_on.to_string()).set("body", "Too late.");
    let page = form.press("Save").await.expect(422);
    assert!(page.errors()[0].1.contains("takes no late comments"), "{:?}", page.errors());
}

#[actix_web::test]
async fn the_program_cannot_remove_an_entry_and_a_channel_belongs_to_staff() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.entry("A petition.").insert().await;
    app.comment("Stone lasts.").insert().await;
    let mut conn = app.db_as("application").await;
    let refused = conn.batch_execute("DELETE FROM intake.entries").await.unwrap_err().to_string();
    assert!(refused.contains("permission denied"), "{refused}");
    let mut conn = app.db().await;
    let on_the_web = "UPDATE intake.comments SET channel = 'paper'";
    let refused = conn.batch_execute(on_the_web).await.unwrap_err().to_string();
    assert!(refused.contains("comments_channel_when_entered_by_staff"), "{refused}");
}

#[actix_web::test]
async fn questions_that_change_meanwhile_leave_an_entry_as_it_is() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let entry = app.entry("A petition.").kept_at("File 1").answer("material", "stone");
    let id = entry.insert().await;
    app.hand_over(id).await;
    let (kim, before) = (app.moderator("Kim").await, app.moderator("Mo").await);
    let stale = before.get(super::NEW).await.expect(200).form("channel").set("channel", "paper");
    let stale = stale.set("answers.material", "other").set("answers.material.other", "Glass");
    let mut definition = harbor();
    definition.areas[0].questions.retain(|it| it.key != "material");
    app.apply(&definition).await;

    let page = page_of(&kim, id).await;
    assert!(page.says("What should it be made of?") && page.says("Stone"), "{}", page.words());
    page.form("confirm").press("confirm").await.expect(303);
    let stale = stale.set("received_on", "2026-11-20").set("body", "Stone.");
    let told = stale.press("Save").await.expect(409);
    assert!(told.says("changed while you were typing"), "{}", told.words());
    assert!(told.says("“Glass”"), "what has no place any more is shown: {}", told.words());
    told.form("channel").press("Save").await.expect(303);
}
