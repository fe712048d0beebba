//! What nobody confirmed in time: removed, and a draft in its author's browser again.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::schema::intake::{mailed_links, registrations};

use super::{follow_link, form, n, send, send_draft};
use crate::support::{FORM, TestApp, email_of};

#[actix_web::test]
async fn until_it_is_confirmed_the_text_stays_in_the_browser_and_the_form_says_that_it_was_sent() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let number = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let receipt = format!("/account/comments/{number}");

    let waiting = zoe.get(FORM).await.expect(200);
    follow_link(&app, &zoe, "Zoe").await;
    let confirmed = zoe.get(FORM).await.expect(200);

    assert!(waiting.says("waits for your address to be confirmed"));
    assert!(waiting.links().iter().any(|(href, _)| *href == receipt));
    assert_eq!(waiting.form("body").value("body"), "Stone lasts.");
    assert!(!confirmed.says("waits for your address"));
    assert_eq!(confirmed.form("body").value("body"), "");
}

#[actix_web::test]
async fn what_was_written_on_since_stays_when_the_comment_is_confirmed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    send(&zoe, "Zoe", "Stone lasts.").await;
    form(&zoe).await.set("body", "And a second thought.").press("save").await.expect(303);

    follow_link(&app, &zoe, "Zoe").await;

    assert_eq!(form(&zoe).await.value("body"), "And a second thought.");
}

#[actix_web::test]
async fn what_lapses_is_removed_and_is_a_draft_again() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let number = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let receipt = format!("/account/comments/{number}");
    let link = app.last_link_to(&email_of("Zoe")).await;
    let button = zoe.get(&link).await.expect(200).form("confirm it");
    // A registration alone lapses sooner than a comment that waits.
    let mut conn = app.db().await;
    conn.batch_execute(
        "UPDATE intake.registrations SET created_at = created_at - interval '71 hours'",
    )
    .await
    .unwrap();
    lectern::worker::tidy(&app.state).await.unwrap();
    zoe.get(&receipt).await.expect(200);

    conn.batch_execute(
        "UPDATE intake.awaiting_comments SET expires_at = now();
         UPDATE intake.mailed_links SET expires_at = now()",
    )
    .await
    .unwrap();
    zoe.get(&receipt).await.expect(303);
    button.clone().press("confirm it").await.expect(410);
    lectern::worker::tidy(&app.state).await.unwrap();

    assert_eq!(n(&mut conn, "awaiting").await, 0);
    let n_left: i64 = registrations::table.count().get_result(&mut conn).await.unwrap();
    let n_links: i64 = mailed_links::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!((n_left, n_links), (0, 0));
    let page = zoe.get(FORM).await.expect(200);
    assert!(page.says("was not opened in time"), "{}", page.words());
    assert_eq!(page.form("body").value("body"), "Stone lasts.");
    let again = send_draft(&zoe, "Zoe").await;
    assert_ne!(again.id("tracking-number"), number);
    follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);
}

#[actix_web::test]
async fn the_hours_that_a_comment_waits_can_be_set() {
    let app = TestApp::with_settings(|it| it.links.comment_hours = 5).await;
    app.initiative().await;
    let zoe = app.visitor();

    send(&zoe, "Zoe", "Stone lasts.").await;

    let hours: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
        "(SELECT expires_at - received_at = interval '5 hours' FROM intake.awaiting_comments)",
    ))
    .get_result(&mut app.db().await)
    .await
    .unwrap();
    assert!(hours);
}

#[actix_web::test]
async fn what_lapsed_can_be_sent_again_before_anything_is_tidied() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let number = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let mut conn = app.db().await;
    conn.batch_execute("UPDATE intake.awaiting_comments SET expires_at = now()").await.unwrap();

    let again = send_draft(&zoe, "Zoe").await;

    assert_ne!(again.id("tracking-number"), number);
    assert_eq!(n(&mut conn, "awaiting").await, 1);
    let n_registered: i64 = registrations::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_registered, 1, "that of the comment that lapsed went with it");
    follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);
}

#[actix_web::test]
async fn a_program_that_knows_nothing_of_waiting_comments_cannot_remove_one() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    send(&zoe, "Zoe", "Stone lasts.").await;

    // The tidying of the version before: by age alone.
    let mut earlier = app.db_as("application").await;
    let refused = earlier.batch_execute("DELETE FROM intake.registrations").await;

    assert!(refused.unwrap_err().to_string().contains("awaiting_comments"));
    follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);
}
