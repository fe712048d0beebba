//! How long a session lasts: shorter for those who can do more.

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::models::grant::Grant;
use lectern::schema::intake::sessions;

use crate::support::TestApp;

#[actix_web::test]
async fn an_idle_moderator_is_signed_out_before_an_idle_commenter() {
    let app = TestApp::spawn().await;
    let (ana, mod_mo) = (app.registered("Ana").await, app.moderator("Mo").await);

    let a_while_ago = now.into_sql::<Timestamptz>() - 16_i32.minutes();
    diesel::update(sessions::table)
        .set(sessions::last_seen_at.eq(a_while_ago))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    ana.get("/account").await.expect(200);
    mod_mo.get("/moderation").await.expect(303);
    mod_mo.get("/account").await.expect(303);
}

#[actix_web::test]
async fn a_grant_shortens_the_session_that_is_open_already() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let yesterday = now.into_sql::<Timestamptz>() - 13_i32.hours();
    diesel::update(sessions::table)
        .set(sessions::created_at.eq(yesterday))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    ana.get("/account").await.expect(200);

    let account = app.account("Ana").await;
    Grant::give(&mut app.db().await, account.id, Role::Moderator).await.unwrap();

    ana.get("/account").await.expect(303);
}
