//! How long a session lasts: shorter for those who can do more.

use diesel::dsl::{IntervalDsl, now, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
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
async fn a_form_looks_its_session_up_once_and_one_that_asks_for_none_never() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let name = ana.get("/account/name").await.expect(200).form("display_name");
    let link = app
        .visitor()
        .get("/sign-in")
        .await
        .form("Mail me a link")
        .sent_by(&ana)
        .set("email", "zoe@example.org");
    // Each look-up ends with a statement that may note when the session was seen.
    let conn = &mut app.db().await;
    conn.batch_execute(
        "CREATE SEQUENCE public.looked_up;
         CREATE FUNCTION public.note_look_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
         BEGIN
             PERFORM nextval('public.looked_up');
             RETURN NULL;
         END
         $$;
         CREATE TRIGGER note_look_up AFTER UPDATE ON intake.sessions
             FOR EACH STATEMENT EXECUTE FUNCTION public.note_look_up()",
    )
    .await
    .unwrap();

    name.set("display_name", "Ana Lopez").press("Change").await.expect(303);
    assert_eq!(n_looked_up(conn).await, 1);
    link.press("Mail me a link").await.expect(200);
    assert_eq!(n_looked_up(conn).await, 1);
}

async fn n_looked_up(conn: &mut AsyncPgConnection) -> i64 {
    let counted = "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.looked_up)";
    diesel::select(sql::<BigInt>(counted)).get_result(conn).await.unwrap()
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
