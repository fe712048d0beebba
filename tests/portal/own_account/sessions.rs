//! Where one is signed in, and the end of it: one's own sessions, and nobody else's.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::sessions;

use crate::support::TestApp;

#[actix_web::test]
async fn sessions_are_listed_in_words_and_ended_one_or_all() {
    let app = TestApp::spawn().await;
    let (ana, phone, tablet) =
        (app.registered("Ana").await, app.registered("Ana").await, app.registered("Ana").await);
    diesel::update(sessions::table)
        .set((sessions::browser.eq("Firefox on Linux"), sessions::network.eq("203.0.113.0/24")))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    // S6
    let page = ana.get("/account/sessions").await.expect(200);
    assert_eq!(page.all(".row").len(), 3);
    let this_one: Vec<_> = page.all(".row h2");
    assert_eq!(this_one.iter().filter(|it| it.contains("(this one)")).count(), 1);
    assert!(page.says("Firefox on Linux") && page.says("From 203.0.113.0/24"));

    let done = page.form("Sign out there").press("Sign out there").await.follow().await;
    assert_eq!(done.all(".row").len(), 2);
    let one = [phone.get("/account").await.status, tablet.get("/account").await.status];
    assert!(one.contains(&303) && one.contains(&200), "{one:?}");

    let all = done.form("Sign out everywhere else").press("Sign out everywhere else").await;
    assert_eq!(all.follow().await.expect(200).all(".row").len(), 1);
    phone.get("/account").await.expect(303);
    tablet.get("/account").await.expect(303);
    ana.get("/account").await.expect(200);
}

#[actix_web::test]
async fn nobody_ends_the_session_of_somebody_else_or_learns_whether_it_is_there() {
    let app = TestApp::spawn().await;
    let (ana, ben) = (app.registered("Ana").await, app.registered("Ben").await);
    let ids: Vec<i64> =
        sessions::table.select(sessions::id).load(&mut app.db().await).await.unwrap();

    // C2
    let absent = ben.post("/account/sessions/end", &[("session", "999999")]).await.expect(303);
    for id in ids.iter().filter(|it| **it != *ids.iter().max().unwrap()) {
        let foreign = ben.post("/account/sessions/end", &[("session", &id.to_string())]).await;
        assert_eq!(foreign.expect(303).location(), absent.location());
    }
    ben.post("/account/sessions/end-others", &[]).await.expect(303);

    ana.get("/account").await.expect(200);
    for odd in ["", "x", "-", "9999999999999999999999"] {
        ben.post("/account/sessions/end", &[("session", odd)]).await.expect(400);
    }
}
