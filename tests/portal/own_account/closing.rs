//! Closing an account: what was said stays, who said it goes, everywhere at once.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::domain::role::Role;
use lectern::models::audit::Act;
use lectern::models::comment_version;
use lectern::models::grant::Grant;
use lectern::models::outbox::MailKind;
use lectern::models::public_comment::PublicComment;
use lectern::schema::intake::{
    accounts, audit_log, comment_versions, comments, drafts, events, grants, one_time_codes,
    sessions,
};
use tokio::time::timeout;

use crate::support::{AREA, FORM, Page, TestApp, Visitor, email_of, fill_in};

#[actix_web::test]
async fn comments_stay_without_the_name_and_those_of_an_organization_stay_its_own() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let named = app.comment("Stone lasts.").attribution("named").organization("Quay Ltd");
    let named = named.stance("support").published().insert().await;
    let theirs = app.comment("We build walls.").attribution("organization");
    let theirs = theirs.organization("Harbor Works").published().insert().await;
    let waiting = app.comment("Wood burns.").attribution("named").insert().await;
    let summary = app.visitor().get(&format!("/initiatives/{AREA}/summary")).await.words();
    let ana = app.registered("Ana").await;

    let page = ana.get("/account/close").await.expect(200);
    assert!(page.says("Sent under your name. From then on it is shown as anonymous."));
    assert!(page.says("Stays the organization's, as before."));
    close(&ana).await.follow().await.expect(200);

    let stranger = app.visitor();
    let shown = stranger.get(&format!("/comments/{named}")).await.expect(200);
    assert!(shown.says("Anonymous") && shown.says("Stone lasts."), "{}", shown.words());
    assert!(!shown.html().contains("Ana") && !shown.html().contains("Quay"));
    let shown = stranger.get(&format!("/comments/{theirs}")).await.expect(200);
    assert!(shown.says("Harbor Works") && !shown.html().contains("Ana"));
    for path in ["comments", "comments.csv"] {
        let list = stranger.get(&format!("/initiatives/{AREA}/{path}")).await.expect(200);
        assert!(!list.html().contains("Ana") && !list.html().contains("Quay"), "{path}");
        assert!(list.html().contains("Stone lasts."), "{path}");
    }
    let after = stranger.get(&format!("/initiatives/{AREA}/summary")).await.words();
    assert_eq!(after, summary, "no figure counts by name");

    let moderator = app.moderator("Mo").await;
    for path in ["/moderation".to_owned(), format!("/moderation/comments/{waiting}")] {
        let desk = moderator.get(&path).await.expect(200);
        assert!(desk.says("Wood burns.") && !desk.html().contains("Ana"), "{path}");
    }
    // Decided on later, it is published without a name, and nobody is mailed about it.
    let n_mails = app.mails_to(&email_of("Ana")).await.len();
    app.publish(&waiting).await;
    let shown = stranger.get(&format!("/comments/{waiting}")).await.expect(200);
    assert!(shown.says("Anonymous") && !shown.html().contains("Ana"));
    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), n_mails);
    assert!(app.mails_to("").await.is_empty());
}

#[actix_web::test]
async fn each_comment_whose_public_row_changes_has_an_event_that_says_so_and_no_other() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let named = app.comment("Stone lasts.").attribution("named").published().insert().await;
    app.comment("We build walls.").attribution("anonymous").published().insert().await;
    app.comment("Wood burns.").attribution("named").insert().await;

    close(&app.registered("Ana").await).await.expect(303);

    let mut conn = app.db().await;
    let about: Vec<Option<i64>> = events::table
        .filter(events::kind.eq("author_left").and(events::area_id.is_not_null()))
        .select(events::comment_id)
        .load(&mut conn)
        .await
        .unwrap();
    let id: i64 = comments::table
        .filter(comments::tracking_number.eq(named.as_str()))
        .select(comments::id)
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(about, [Some(id)]);
}

#[actix_web::test]
async fn the_public_rows_are_those_that_would_be_derived_anew() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for attribution in ["named", "organization", "anonymous"] {
        let comment = app.comment("Stone lasts.").attribution(attribution).organization("Quay Ltd");
        comment.published().insert().await;
    }
    close(&app.registered("Ana").await).await.expect(303);

    let mut conn = app.db().await;
    let rows: Vec<(i64, String)> = comments::table
        .select((comments::id, comments::tracking_number))
        .load(&mut conn)
        .await
        .unwrap();
    for (id, number) in rows {
        let number = lectern::domain::tracking_number::TrackingNumber::parse(&number).unwrap();
        let stands = PublicComment::remove(&mut conn, &number).await.unwrap().unwrap();
        let anew = PublicComment::derive(&mut conn, lectern::models::comment::CommentId(id), 1);
        assert_eq!(format!("{:?}", anew.await.unwrap()), format!("{stands:?}"));
    }
}

#[actix_web::test]
async fn everything_that_led_to_the_account_is_gone_and_the_address_is_free() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.moderator("Ana").await;
    app.set_password("Ana", "a lantern over the harbor wall").await;
    let form = ana.get(FORM).await.expect(200).form("body");
    fill_in(form, "Stone lasts.").press("save").await.expect(303);
    let elsewhere = app.registered("Ana").await;
    let sign_in = app.visitor().get("/sign-in").await.form("Mail me a link");
    sign_in.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;

    let done = close(&ana).await.expect(303);

    assert_eq!(done.location(), "/account/closed");
    assert!(ana.cookie("session").is_none_or(|it| it.is_empty()));
    elsewhere.get("/account").await.expect(303);
    app.visitor().get(&link).await.expect(410);
    let mut conn = app.db().await;
    for (what, n) in [
        ("sessions", sessions::table.count().get_result::<i64>(&mut conn).await.unwrap()),
        ("grants", grants::table.count().get_result(&mut conn).await.unwrap()),
        ("codes", one_time_codes::table.count().get_result(&mut conn).await.unwrap()),
        ("drafts", drafts::table.count().get_result(&mut conn).await.unwrap()),
    ] {
        assert_eq!(n, 0, "{what}");
    }
    let (email, name, hash): (String, String, Option<String>) = accounts::table
        .select((accounts::email, accounts::display_name, accounts::password_hash))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((email.as_str(), name.as_str(), hash), ("", "Closed account", None));
    let logged: Vec<serde_json::Value> = audit_log::table
        .filter(audit_log::act.eq(Act::AccountClosed.as_str()))
        .select(audit_log::detail)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(logged, [serde_json::json!({ "comments": 0 })]);
    let mails = app.mail_kinds_to("Ana").await;
    assert_eq!(mails.last(), Some(&MailKind::AccountClosed));

    let again = app.registered("Ana").await;
    assert!(again.get("/account").await.expect(200).says("You have sent no comment yet."));
}

#[actix_web::test]
async fn nothing_is_closed_without_a_word_that_it_is_understood() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let form = ana.get("/account/close").await.expect(200).form("understood");

    let page = form.clone().press("Close my account").await.expect(422);
    assert_eq!(page.wrong_fields(), ["understood"]);
    form.add("understood", "no").press("Close my account").await.expect(422);

    ana.get("/account").await.expect(200);
    diesel::update(sessions::table)
        .set(sessions::proved_at.eq(chrono::DateTime::UNIX_EPOCH))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    let first = ana.get("/account/close").await.expect(303);
    assert_eq!(first.location(), "/account/prove?next=%2Faccount%2Fclose");
    ana.post("/account/close", &[("understood", "yes")]).await.expect(401);
}

#[actix_web::test]
async fn the_last_administrator_for_everything_stays_and_of_two_at_once_one() {
    let app = TestApp::spawn().await;
    let (ana, ben) = (app.administrator("Ana").await, app.administrator("Ben").await);
    let forms = [
        ana.get("/account/close").await.expect(200).form("understood"),
        ben.get("/account/close").await.expect(200).form("understood"),
    ];

    let [one, other] = forms.map(|it| it.add("understood", "yes").press("Close my account"));
    let (one, other) = tokio::join!(one, other);

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let left = if one.status == 422 { &ana } else { &ben };
    let page = left.get("/account/close").await.expect(200);
    assert!(page.says("You are the only administrator for everything."));
    // An administrator of less than everything is no replacement.
    let mo = app.account("Mo").await;
    let mut conn = app.db().await;
    Grant::give(&mut conn, mo.id, Role::Moderator).await.unwrap();
    left.post("/account/close", &[("understood", "yes")]).await.expect(422);
}

#[actix_web::test]
async fn nobody_else_waits_for_changes_of_administrators() {
    let app = TestApp::spawn().await;
    let ana = app.moderator("Ana").await;
    let mut conn = app.db().await;
    conn.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7004)").await.unwrap();

    close(&ana).await.expect(303);
}

#[actix_web::test]
async fn the_page_that_asks_waits_for_no_change_of_administrators() {
    let app = TestApp::spawn().await;
    let ana = app.administrator("Ana").await;
    let mut conn = app.db().await;
    conn.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7004)").await.unwrap();

    let asked = timeout(Duration::from_secs(5), ana.get("/account/close")).await;

    let page = asked.expect("it waits").expect(200);
    assert!(page.says("You are the only administrator for everything."));
}

#[actix_web::test]
async fn an_administrator_who_leaves_waits_for_them_before_the_account_is_held() {
    let app = TestApp::spawn().await;
    let (ana, _) = (app.administrator("Ana").await, app.administrator("Ben").await);
    let form = ana.get("/account/close").await.expect(200).form("understood");
    let mut conn = app.db().await;
    conn.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7004)").await.unwrap();

    let others = async {
        waiting_for_a_lock(&app).await;
        let suspend = "UPDATE intake.accounts SET suspended_at = now() WHERE display_name = 'Ana'";
        conn.batch_execute(suspend).await.expect("the row is free");
        conn.batch_execute("COMMIT").await.unwrap();
    };
    let (page, ()) = tokio::join!(form.add("understood", "yes").press("Close my account"), others);

    page.expect(303);
}

// The account first, then its links.
#[actix_web::test]
async fn a_link_that_is_followed_while_its_account_closes_gives_way() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;
    let asked = app.visitor().get("/sign-in").await.form("Mail me a link");
    asked.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;
    let form = app.visitor().get(&link).await.expect(200).form("token");
    let mut conn = app.db().await;
    conn.batch_execute("BEGIN; SELECT 1 FROM intake.accounts FOR UPDATE").await.unwrap();

    let closing = async {
        waiting_for_a_lock(&app).await;
        conn.batch_execute("DELETE FROM intake.mailed_links").await.expect("the link is free");
        conn.batch_execute("COMMIT").await.unwrap();
    };
    let (page, ()) = tokio::join!(form.press(""), closing);

    page.expect(410);
}

#[derive(QueryableByName)]
struct N {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// Comes back when some statement waits for a lock.
async fn waiting_for_a_lock(app: &TestApp) {
    let mut conn = app.db().await;
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while diesel::sql_query(waiting).get_result::<N>(&mut conn).await.unwrap().n == 0 {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_name_beside_a_comment_can_be_taken_away_and_not_be_changed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").insert().await;
    let mut conn = app.db_as("application").await;

    let renamed = "UPDATE intake.comment_versions SET display_name = 'Zoe'";
    let refused = conn.batch_execute(renamed).await.expect_err(renamed).to_string();
    assert!(refused.contains("can be taken away, and not be changed"), "{refused}");

    let author = app.account("Ana").await.id;
    assert_eq!(comment_version::take_names_away(&mut conn, author).await.unwrap(), 1);
    conn.batch_execute(renamed).await.expect_err("a name does not come back");
    let name: Option<String> = comment_versions::table
        .select(comment_versions::display_name)
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(name, None);
}

async fn close(visitor: &Visitor) -> Page {
    let form = visitor.get("/account/close").await.expect(200).form("understood");
    form.add("understood", "yes").press("Close my account").await
}
