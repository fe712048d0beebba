//! Limits: whom each counts, that programs share the counts, and that nothing typed is lost to one.

mod events;
mod page;
mod passwords;

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join_all;
use lectern::models::limit_count;
use lectern::schema::intake::{comments, drafts};
use lectern::settings::{Settings, SharedRate};

use crate::support::{FORM, Page, TestApp, Visitor, fill_in};

/// Believes what visitors of the stories say about their network.
fn believe_networks(settings: &mut Settings) {
    settings.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
}

fn rate(burst: u32) -> SharedRate {
    SharedRate { per_hour: 60.try_into().unwrap(), burst: burst.try_into().unwrap() }
}

#[actix_web::test]
async fn an_account_is_counted_from_whatever_network_it_comes() {
    let app = TestApp::with_settings(|it| {
        believe_networks(it);
        it.limits.account.save_draft = rate(2);
    })
    .await;
    app.initiative().await;

    let mut statuses = Vec::new();
    for network in ["192.0.2.1", "198.51.100.2", "2001:db8::3"] {
        let ana = app.visitor_from(network);
        app.sign_in(&ana, "Ana").await;
        statuses.push(save(&ana, "I row to work.").await.status);
    }

    assert_eq!(statuses, [303, 303, 429]);
    let ben = app.visitor_from("192.0.2.1");
    app.sign_in(&ben, "Ben").await;
    save(&ben, "I walk.").await.expect(303);
    let nobody = app.visitor_from("192.0.2.1");
    save(&nobody, "I swim.").await.expect(303);
}

// A16, fault row 32
#[actix_web::test]
async fn programs_on_one_database_share_what_they_count_and_a_refused_comment_is_kept() {
    let app = TestApp::with_settings(|it| it.limits.account.submit = rate(1)).await;
    app.initiative().await;
    let second = app.second();
    let ana = app.registered("Ana").await;
    let form = fill_in(ana.get(FORM).await.expect(200).form("body"), "Stone lasts.");
    form.press("submit").await.expect(303);

    let there = ana.at_program(&second);
    let form = fill_in(there.get(FORM).await.expect(200).form("body"), "Steel rusts.");
    let page = form.clone().press("submit").await.expect(429);

    assert!(page.says("Too many comments were sent from your account."));
    assert!((1..=61).contains(&page.header("retry-after").parse::<u64>().unwrap()));
    assert_eq!(page.form("body").typed(), form.typed());
    // What one program said no to, the other keeps.
    drop(second);
    let draft = ana.get(FORM).await.expect(200).form("body");
    assert_eq!(draft.typed(), form.typed());
    let n: i64 = comments::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n, 1);
}

#[actix_web::test]
async fn all_visitors_together_have_a_count_where_each_costs_a_mail() {
    let app = TestApp::with_settings(|it| {
        believe_networks(it);
        it.limits.everybody.register = rate(2);
    })
    .await;

    let mut pages = Vec::new();
    for (network, name) in [("192.0.2.1", "Ana"), ("192.0.2.2", "Ben"), ("192.0.2.3", "Cleo")] {
        let form = app.visitor_from(network).get("/register").await.form("display_name");
        let form = form.set("display_name", name).set("email", &format!("{name}@example.org"));
        pages.push(form.press("Register").await);
    }

    let statuses: Vec<u16> = pages.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [200, 200, 429]);
    let again = pages[2].form("Try again");
    assert_eq!((again.value("display_name"), again.value("email")), ("Cleo", "Cleo@example.org"));
    assert!(app.mails_to("Cleo@example.org").await.is_empty());
}

#[actix_web::test]
async fn comments_without_an_account_count_too_for_each_costs_a_mail_and_their_text_is_kept() {
    let app = TestApp::with_settings(|it| {
        believe_networks(it);
        it.limits.everybody.mailed_link = rate(2);
    })
    .await;
    app.initiative().await;

    let mut pages = Vec::new();
    for (network, name) in [("192.0.2.1", "Ana"), ("192.0.2.2", "Ben"), ("192.0.2.3", "Cleo")] {
        let form = app.visitor_from(network).get(FORM).await.expect(200).form("body");
        let asked = fill_in(form, "I row to work.").press("submit").await.expect(200);
        let form = asked.form("email").set("email", &format!("{name}@example.org"));
        pages.push(form.set("display_name", name).press("submit").await);
    }

    let statuses: Vec<u16> = pages.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [303, 303, 429]);
    let again = pages[2].form("email");
    assert_eq!((again.value("email"), again.value("body")), ("Cleo@example.org", "I row to work."));
    assert!(app.mails_to("Cleo@example.org").await.is_empty());
}

#[actix_web::test]
async fn many_at_once_are_no_way_around_a_count() {
    let app = TestApp::with_settings(|it| it.limits.account.save_draft = rate(5)).await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let form = ana.get(FORM).await.expect(200).form("body").set("body", "I row to work.");

    let sent = join_all((0..20).map(|_| form.clone().press("save"))).await;

    let n_refused = sent.iter().filter(|it| it.status == 429).count();
    assert_eq!(n_refused, 15, "{:?}", sent.iter().map(|it| it.status).collect::<Vec<_>>());
}

#[actix_web::test]
async fn a_count_that_cannot_be_made_lets_nothing_through_and_loses_nothing() {
    let app = TestApp::with_settings(|it| it.database.statement_seconds = 1).await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let form = ana.get(FORM).await.expect(200).form("body").set("body", "I row to work.");
    let mut owner = app.db().await;
    let held = "BEGIN; LOCK TABLE intake.limit_counts IN ACCESS EXCLUSIVE MODE";
    owner.batch_execute(held).await.unwrap();

    let page = form.press("save").await.expect(503);

    assert!(!page.header("retry-after").is_empty());
    assert_eq!(page.form("Try again").value("body"), "I row to work.");
    owner.batch_execute("ROLLBACK").await.unwrap();
    let n: i64 = drafts::table.count().get_result(&mut owner).await.unwrap();
    assert_eq!(n, 0);
    page.form("Try again").press("Try again").await.expect(303);
}

#[actix_web::test]
async fn a_count_runs_out_by_the_clock_of_the_database_and_is_tidied_away() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let every = Duration::from_secs(60);
    for key in [b"ana".as_slice(), b"ben"] {
        for _ in 0..3 {
            assert_eq!(limit_count::spend(&mut conn, key, every, 3).await.unwrap(), Ok(()));
        }
    }
    let refused = limit_count::spend(&mut conn, b"ana", every, 3).await.unwrap();
    let wait = refused.unwrap_err();
    assert!(Duration::from_secs(58) < wait && wait <= every, "{wait:?}");

    let later = "UPDATE intake.limit_counts SET until = until - interval '1 minute'";
    conn.batch_execute(later).await.unwrap();
    assert_eq!(limit_count::spend(&mut conn, b"ana", every, 3).await.unwrap(), Ok(()));
    assert!(limit_count::spend(&mut conn, b"ana", every, 3).await.unwrap().is_err());

    let later = "UPDATE intake.limit_counts SET until = now() WHERE key_sha256 = 'ben'::bytea";
    conn.batch_execute(later).await.unwrap();
    lectern::worker::tidy(&app.state).await.unwrap();
    assert_eq!(keys(&app).await, [b"ana"]);
}

#[actix_web::test]
async fn the_database_learns_neither_addresses_nor_accounts_from_the_counts() {
    let app = TestApp::with_settings(believe_networks).await;
    app.initiative().await;
    let ana = app.visitor_from("192.0.2.1");
    app.sign_in(&ana, "Ana").await;
    save(&ana, "I row to work.").await.expect(303);

    let keys = keys(&app).await;
    assert!(!keys.is_empty() && keys.iter().all(|it| it.len() == 32));
}

async fn keys(app: &TestApp) -> Vec<Vec<u8>> {
    use lectern::schema::intake::limit_counts;
    let keys = limit_counts::table.select(limit_counts::key_sha256);
    keys.load(&mut app.db().await).await.unwrap()
}

async fn save(visitor: &Visitor, body: &str) -> Page {
    let form = visitor.get(FORM).await.expect(200).form("body");
    form.set("body", body).press("save").await
}
