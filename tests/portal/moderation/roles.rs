//! Who gets in: nobody without the role, and with it no further than it reaches.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::models::area::Area;
use lectern::models::grant::Grant;
use lectern::schema::intake::{grants, sessions};

use super::page_of;
use crate::support::{AREA, OTHER_AREA, TestApp};

#[actix_web::test]
async fn every_page_of_the_moderators_is_closed_to_everybody_else() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let (stranger, ben) = (app.visitor(), app.registered("Ben").await);
    let comment = format!("/moderation/comments/{number}");
    let undo = format!("{comment}/undo");

    for path in ["/moderation", &comment] {
        let asked = stranger.get(path).await.expect(303);
        assert!(asked.location().starts_with("/sign-in?next="), "{path}");
        ben.get(path).await.expect(403);
    }
    let decision = [("outcome", "publish"), ("decision", "0")];
    for path in [&comment, &undo] {
        stranger.post(path, &decision).await.expect(401);
        ben.post(path, &decision).await.expect(403);
    }
    app.visitor().get(&format!("/comments/{number}")).await.expect(404);
}

#[actix_web::test]
async fn a_session_that_ran_out_loses_no_note() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let mo = app.moderator("Mo").await;
    let form = mo.get(&format!("/moderation/comments/{number}")).await.form("note");
    diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();

    let note = "Please leave out the address of your neighbor, and send it once more.";
    let form = form.set("reason_code", "personal_information").set("note", note);
    let page = form.press("withhold").await.expect(401);
    assert!(page.says("You have been signed out") && page.says(note));
    app.sign_in(&mo, "Mo").await;
    page.form("note").press("Try again").await.expect(303);

    assert!(page_of(&mo, &number).await.says(note));
}

#[actix_web::test]
async fn an_administrator_does_not_moderate_unless_granted() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    for role in [Role::Administrator, Role::Analyst] {
        let person = app.account(role.label()).await;
        Grant::give(&mut app.db().await, person.id, role).await.unwrap();
        let visitor = app.registered(role.label()).await;

        visitor.get("/moderation").await.expect(403);
        visitor.get(&format!("/moderation/comments/{number}")).await.expect(403);
    }
}

#[actix_web::test]
async fn a_moderator_of_one_area_sees_nothing_of_another() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let here = app.comment("About the bridge.").on(AREA).insert().await;
    let there = app.comment("About the ferry.").on(OTHER_AREA).insert().await;
    let kim = app.account("Kim").await;
    let mut conn = app.db().await;
    let (_, bridge) = Area::find_by_path(&mut conn, AREA).await.unwrap();
    diesel::insert_into(grants::table)
        .values((
            grants::account_id.eq(kim.id),
            grants::role.eq(Role::Moderator),
            grants::area_id.eq(bridge.id),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    let kim = app.registered("Kim").await;

    let queue = kim.get("/moderation").await.expect(200);
    assert!(queue.says("About the bridge.") && !queue.says("About the ferry."));
    let form = page_of(&kim, &here).await.form("publish");
    let there = format!("/moderation/comments/{there}");
    kim.get(&there).await.expect(404);
    kim.post(&there, &[("outcome", "publish")]).await.expect(404);
    kim.get(&format!("/moderation?area={OTHER_AREA}")).await.expect(404);
    form.press("publish").await.expect(303);
}

#[actix_web::test]
async fn a_grant_that_is_taken_away_ends_at_once() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mo = app.moderator("Mo").await;
    mo.get("/moderation").await.expect(200);

    diesel::delete(grants::table).execute(&mut app.db().await).await.unwrap();

    mo.get("/moderation").await.expect(403);
}

#[actix_web::test]
async fn a_page_of_the_queue_that_cannot_be_is_refused_by_name() {
    let app = TestApp::spawn().await;
    let mo = app.moderator("Mo").await;

    for after in ["-8000000000000000000.1", "9223372036854775807.1", "1", "x.y"] {
        let page = mo.get(&format!("/moderation?after={after}")).await.expect(400);
        assert!(page.says("after:"), "{after}");
    }
    mo.get("/moderation?after=8000000000000000000.1").await.expect(200);
}
