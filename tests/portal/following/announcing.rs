//! What followers are told: each of each thing once, in batches, also where the program is killed between two.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join_all;
use lectern::domain::email::EmailAddress;
use lectern::mail::announcing::{BATCH, announce_batch};
use lectern::mail::never_mail as links;
use lectern::models::{follow, never_mail};
use lectern::schema::intake::{announced, outbox};

use super::FOLLOW;
use crate::support::{AREA, TestApp, email_of, harbor};

/// Lets the period close at another time, by a file.
async fn close_at(app: &TestApp, closes_at: chrono::DateTime<Utc>, reason: &str) {
    let mut definition = harbor();
    definition.areas[0].closes_at = closes_at;
    definition.areas[0].period_reason = Some(reason.to_owned());
    app.apply(&definition).await;
}

async fn follow_by_address(app: &TestApp, n: i32) {
    let insert = format!(
        "INSERT INTO intake.follows (area_id, email, canonical_email)
         SELECT area.id, 'f' || n || '@example.org', 'f' || n || '@example.org'
         FROM catalogue.areas AS area, generate_series(1, {n}) AS n WHERE area.slug = 'bridge'"
    );
    app.db().await.batch_execute(&insert).await.unwrap();
}

async fn told(conn: &mut AsyncPgConnection) -> Vec<(String, String)> {
    outbox::table
        .filter(outbox::kind.eq("followed"))
        .order(outbox::id)
        .select((outbox::recipient, outbox::subject))
        .load(conn)
        .await
        .unwrap()
}

#[actix_web::test]
async fn followers_are_told_of_a_change_with_its_reason_and_a_link_that_stops_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ana, walt) = (app.registered("Ana").await, email_of("Walt"));
    ana.post(FOLLOW, &[("intent", "follow")]).await.expect(303);
    let stranger = app.visitor();
    stranger.post(FOLLOW, &[("email", &walt)]).await.expect(200);
    let link = app.last_link_to(&walt).await;
    stranger.get(&link).await.form("token").press("Yes").await.expect(303);

    close_at(&app, harbor().areas[0].closes_at + TimeDelta::days(30), "Many asked for more time.")
        .await;
    app.worker_round().await;
    app.worker_round().await;

    let mut conn = app.db().await;
    let mut recipients: Vec<_> = told(&mut conn).await.into_iter().map(|(it, _)| it).collect();
    recipients.sort();
    assert_eq!(recipients, [email_of("Ana"), walt.clone()]);
    let body: String = outbox::table
        .filter(outbox::recipient.eq(&walt).and(outbox::kind.eq("followed")))
        .select(outbox::body)
        .first(&mut conn)
        .await
        .unwrap();
    assert!(body.contains("> Many asked for more time."), "{body}");

    // One click of a mail program, without a page.
    let stop = links::follow_link(&app.state, &walt).unwrap();
    let stop = stop.replace(&app.state.site.absolute(""), "");
    assert!(stranger.get(&stop).await.expect(200).says("is mailed about these areas"));
    let page = stranger.post(&stop, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
    assert!(page.says("follows nothing"));
    let address = EmailAddress::parse(&walt).unwrap();
    assert!(follow::of(&mut conn, &address).await.unwrap().is_empty());
    stranger.get("/follow/stop?token=00").await.expect(410);
}

#[actix_web::test]
async fn of_many_followers_each_is_told_once_also_where_the_work_is_broken_off_or_done_twice_at_once()
 {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let n = BATCH * 2 + 7;
    follow_by_address(&app, n).await;
    close_at(&app, harbor().areas[0].closes_at + TimeDelta::days(30), "More time.").await;

    // A batch that is killed before it ends leaves nothing.
    let mut killed = app.db().await;
    let broken: Result<(), diesel::result::Error> = killed
        .transaction(async |conn| {
            announce_batch(conn, &app.state.site).await?;
            Err(diesel::result::Error::RollbackTransaction)
        })
        .await;
    broken.unwrap_err();
    let mut conn = app.db().await;
    assert!(told(&mut conn).await.is_empty());
    // One batch, and a stop.
    assert_eq!(announce_batch(&mut conn, &app.state.site).await.unwrap(), BATCH as usize);
    assert_eq!(told(&mut conn).await.len(), BATCH as usize);
    // Two programs go on.
    let second = app.second();
    join_all([0, 1].map(async |it| {
        if it == 0 { app.worker_round().await } else { second.worker_round().await }
    }))
    .await;
    app.worker_round().await;

    let mut recipients: Vec<_> = told(&mut conn).await.into_iter().map(|(it, _)| it).collect();
    assert_eq!(recipients.len(), n as usize);
    recipients.sort();
    recipients.dedup();
    assert_eq!(recipients.len(), n as usize);
    // Were the cursor lost, the key would hold.
    conn.batch_execute("UPDATE intake.announcements SET told_up_to = 0, finished_at = NULL")
        .await
        .unwrap();
    app.worker_round().await;
    assert_eq!(told(&mut conn).await.len(), n as usize);
    let noted: i64 = announced::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(noted, i64::from(n));
}

#[actix_web::test]
async fn that_an_area_closes_soon_and_that_it_closed_is_told_once_each() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    follow_by_address(&app, 2).await;
    let now = Utc::now();
    let second = |it: chrono::DateTime<Utc>| chrono::SubsecRound::trunc_subsecs(it, 0);
    close_at(&app, second(now + TimeDelta::hours(71)), "Sooner.").await;
    app.worker_round().await;
    app.worker_round().await;
    let mut conn = app.db().await;
    let subjects = |rows: Vec<(String, String)>| -> Vec<String> {
        rows.into_iter().map(|(_, it)| it.split(':').next().unwrap().to_owned()).collect()
    };
    let closing = ["Comments close early"; 2].into_iter().chain(["Comments close soon"; 2]);
    assert_eq!(subjects(told(&mut conn).await), closing.collect::<Vec<_>>());

    // Time passes.
    conn.batch_execute(
        "UPDATE catalogue.period_events SET opens_at = opens_at - interval '80 hours',
             closes_at = closes_at - interval '80 hours'
         WHERE area_id = (SELECT id FROM catalogue.areas WHERE slug = 'bridge')",
    )
    .await
    .unwrap();
    app.worker_round().await;
    app.worker_round().await;
    let all = subjects(told(&mut conn).await);
    assert_eq!(all[4..], ["Comments closed", "Comments closed"]);
}

#[actix_web::test]
async fn whoever_wants_no_mail_or_began_later_is_not_told() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    follow_by_address(&app, 2).await;
    let mut conn = app.db().await;
    never_mail::add(&mut conn, &EmailAddress::parse("f1@example.org").unwrap()).await.unwrap();
    close_at(&app, harbor().areas[0].closes_at + TimeDelta::days(30), "More time.").await;
    let (_, area) = lectern::models::area::Area::find_by_path(&mut conn, AREA).await.unwrap();
    let late = EmailAddress::parse("late@example.org").unwrap();
    follow::begin(&mut conn, area.id, &late).await.unwrap();

    app.worker_round().await;

    let recipients: Vec<_> = told(&mut conn).await.into_iter().map(|(it, _)| it).collect();
    assert_eq!(recipients, ["f2@example.org"]);
}
