//! Decisions on a version that took the place of one that was decided on.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::standing::{Outcome, Standing};
use lectern::record::decide::DecideError;
use lectern::schema::intake::comments;

use super::desk;
use crate::support::TestApp;

#[actix_web::test]
async fn withholding_the_new_version_takes_the_old_one_out_and_undo_brings_it_back() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    app.replace(&number, "Call 555-0100.").await;
    let mo = app.moderator("Mo").await;
    let public = format!("/comments/{number}");

    let desk_before = desk(&mo, &number).await;
    assert!(
        desk_before.says("Withholding version 2 takes version 1 out"),
        "{}",
        desk_before.words()
    );
    let form = desk_before.form("reason_code").set("reason_code", "personal_information");
    form.press("withhold").await.expect(303);
    let shown = app.visitor().get(&public).await.expect(200);
    assert!(!shown.html().contains("Stone lasts.") && shown.says("Personal information"));

    desk(&mo, &number).await.form("Undo").press("Undo").await.expect(303);

    assert!(app.visitor().get(&public).await.expect(200).says("Stone lasts."));
    assert_eq!(state(&app).await, (Standing::Published, 2, Some(1), Some(1)));
    assert!(mo.get("/moderation").await.says("Call 555-0100."), "the new version waits again");
}

#[actix_web::test]
async fn a_version_may_stay_where_the_one_before_stood_and_be_taken_back() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Call 555-0100.").withheld("personal_information").insert().await;
    app.replace(&number, "Nonsense.").await;
    assert_eq!(state(&app).await, (Standing::Withheld, 2, None, Some(1)));

    app.withhold(&number, "off_topic").await;
    assert_eq!(state(&app).await, (Standing::Withheld, 2, None, Some(2)));
    let page = app.visitor().get(&format!("/comments/{number}")).await;
    assert!(page.says("Off topic"), "{}", page.words());
    let again = app.decide(&number, Outcome::Withhold, Some("off_topic")).await;
    assert!(matches!(again, Err(DecideError::AlreadyDecided(_))), "{again:?}");

    app.undo(&number).await.unwrap();
    assert_eq!(state(&app).await, (Standing::Withheld, 2, None, Some(1)));
    let page = app.visitor().get(&format!("/comments/{number}")).await;
    assert!(page.says("Personal information"), "for the reason of before: {}", page.words());
}

#[actix_web::test]
async fn nobody_decides_on_words_that_were_replaced_while_they_read() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mo = app.moderator("Mo").await;
    for standing in ["pending", "published"] {
        let comment = app.comment("Stone lasts.");
        let number = if standing == "pending" {
            comment.insert().await
        } else {
            comment.published().insert().await
        };
        let stale = desk(&mo, &number).await.form("reason_code").set("reason_code", "off_topic");
        app.replace(&number, "Steel is cheaper.").await;

        let told = stale.set("note", "Not about it.").press("withhold").await.expect(409);

        assert!(told.says("The author replaced it in the meantime"), "{}", told.words());
        assert!(told.says("Not about it."), "the note is not lost");
        assert!(desk(&mo, &number).await.says("Steel is cheaper."));
        app.publish(&number).await;
        assert!(app.visitor().get(&format!("/comments/{number}")).await.says("Steel is cheaper."));
    }
}

#[actix_web::test]
async fn of_two_moderators_on_a_new_version_one_wins() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (mo, kim) = (app.moderator("Mo").await, app.moderator("Kim").await);
    for round in 0..5 {
        let number = app.comment(&format!("Comment {round}")).published().insert().await;
        app.replace(&number, "Another one.").await;
        // Also where the forms do not say what they have seen.
        let one = desk(&mo, &number).await.form("publish").without("decision").without("version");
        let other =
            desk(&kim, &number).await.form("publish").without("decision").without("version");

        let (one, other) = tokio::join!(one.press("publish"), other.press("publish"));

        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
    }
}

#[actix_web::test]
async fn nobody_decides_on_the_new_version_of_their_own_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ana, mo) = (app.moderator("Ana").await, app.moderator("Mo").await);
    let number = app.comment("Stone lasts.").by("Ana").published().insert().await;
    app.replace(&number, "Mine is the best.").await;

    let form = desk(&mo, &number).await.form("publish");
    form.sent_by(&ana).press("publish").await.expect(403);

    assert!(app.visitor().get(&format!("/comments/{number}")).await.says("Stone lasts."));
}

/// Standing, current, published and decided version of the only comment.
async fn state(app: &TestApp) -> (Standing, i32, Option<i32>, Option<i32>) {
    comments::table
        .select((
            comments::standing,
            comments::current_version,
            comments::published_version,
            comments::decided_version,
        ))
        .first(&mut app.db().await)
        .await
        .unwrap()
}
