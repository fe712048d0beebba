//! Links in mails: each works once, and looking changes nothing.

use std::time::Duration;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures_util::future::join_all;
use lectern::models::account::Account;
use lectern::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use lectern::schema::intake::{accounts, mailed_links, sessions};
use tokio::sync::Notify;

use super::ask_to_register;
use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn of_fifty_redemptions_at_once_one_succeeds() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Zoe").await;
    app.account("Ana").await;
    ask_for_link(&app).await;

    for (name, button) in
        [("Zoe", "Confirm and sign in"), ("Ana", "Sign in"), ("Mo", "Confirm and sign in")]
    {
        diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();
        let link = match name {
            "Mo" => invite(&app, "Mo").await,
            _ => app.last_link_to(&email_of(name)).await,
        };
        let form = app.visitor().get(&link).await.expect(200).form(button);

        let pages = join_all((0..50).map(|_| form.clone().press(button))).await;

        let n_signed_in = pages.iter().filter(|it| it.status == 303).count();
        let n_spent = pages.iter().filter(|it| it.status == 410).count();
        assert_eq!((n_signed_in, n_spent), (1, 49), "{name}");
        let n: i64 = sessions::table.count().get_result(&mut app.db().await).await.unwrap();
        assert_eq!(n, 1, "{name}");
    }
}

#[actix_web::test]
async fn whoever_uses_or_asks_for_a_link_waits_for_its_account_and_blocks_nobody_who_holds_it() {
    let app = TestApp::spawn().await;
    let ana = app.account("Ana").await;
    for (ask_at, button, status) in [
        ("/sign-in", "Sign in", 410),
        ("/forgot-password", "Set the password", 410),
        ("/sign-in", "Mail me a link", 200),
        ("/forgot-password", "Mail me a link", 200),
    ] {
        let asking = app.visitor().get(ask_at).await.expect(200).form("Mail me a link");
        let asking = asking.set("email", &email_of("Ana"));
        asking.clone().press("Mail me a link").await.expect(200);
        let following = app.visitor().get(&app.last_link_to(&email_of("Ana")).await).await;
        let form = match button {
            "Mail me a link" => asking,
            "Sign in" => following.form(button),
            _ => following.form(button).set("password", "a lantern over the harbor wall"),
        };

        // As closing and suspending do: the account, then its links.
        let (holder, looker) = (&mut app.db().await, &mut app.db().await);
        let is_held = Notify::new();
        let holding = holder.transaction(async |holder| {
            Account::lock(holder, ana.id).await?;
            is_held.notify_one();
            until_somebody_waits(looker).await;
            MailedLink::end_all_of(holder, ana.id).await
        });
        let pressing = async {
            is_held.notified().await;
            form.press(button).await
        };
        let (held, page) = tokio::join!(holding, pressing);

        assert_eq!(held, Ok(()), "{ask_at}: {button}");
        page.expect(status);
    }
}

/// Asks again and again, because Postgres tells nobody when a session begins to wait for a row.
async fn until_somebody_waits(conn: &mut AsyncPgConnection) {
    let n_waiting = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = async {
        while sql::<BigInt>(n_waiting).get_result::<i64>(conn).await.unwrap() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("somebody waits");
}

// A9
#[actix_web::test]
async fn of_fifty_new_passwords_at_once_by_one_link_one_is_set() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;
    let form = app.visitor().get("/forgot-password").await.expect(200).form("email");
    form.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;
    let form = app.visitor().get(&link).await.expect(200).form("password");

    let tries = (0..50).map(|n| {
        let password = format!("a lantern over the harbor wall {n}");
        form.clone().set("password", &password).press("Set the password")
    });
    let pages = join_all(tries).await;

    let n_set = pages.iter().filter(|it| it.status == 303).count();
    assert_eq!(n_set, 1);
    // So many at once wait for more hashing than there is room for; those are asked to come back, to a spent link.
    assert!(pages.iter().all(|it| [303, 410, 503].contains(&it.status)));
    form.set("password", "a lantern over the harbor wall")
        .press("Set the password")
        .await
        .expect(410);
}

#[actix_web::test]
async fn opening_a_link_changes_nothing_until_the_button_is_pressed() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let scanner = app.visitor();

    for _ in 0..3 {
        scanner.get(&link).await.expect(200);
    }
    scanner.send(scanner.request("HEAD", &link)).await.expect(200);

    let mut conn = app.db().await;
    let n_accounts: i64 = accounts::table.count().get_result(&mut conn).await.unwrap();
    let n_used: i64 = mailed_links::table
        .filter(mailed_links::used_at.is_not_null())
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!((n_accounts, n_used), (0, 0));
    assert!(scanner.cookie("session").is_none());
    let confirm = scanner.get(&link).await.form("Confirm and sign in");
    confirm.press("Confirm and sign in").await.expect(303);
}

#[actix_web::test]
async fn a_mailed_link_signs_in_once_and_a_newer_one_ends_it() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;
    let first = ask_for_link(&app).await;
    let second = ask_for_link(&app).await;

    let visitor = app.visitor();
    let opened = visitor.get(&second).await.expect(200);
    let signed_in = opened.form("Sign in").press("Sign in").await;
    let again = opened.form("Sign in").press("Sign in").await;

    assert!(opened.says(&email_of("Ana")), "whoever was sent it by somebody else is warned");
    assert_eq!((signed_in.status, again.status), (303, 410));
    for spent in [&first, &second] {
        app.visitor().get(spent).await.expect(410);
    }
    visitor.get("/account").await.expect(200);
}

#[actix_web::test]
async fn a_link_that_has_run_out_or_was_made_up_says_so_and_no_more() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    diesel::update(mailed_links::table)
        .set(mailed_links::expires_at.eq(chrono::Utc::now()))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    let late = app.visitor().get(&link).await.expect(410);
    let made_up = format!("/verify-email?token={}", "0".repeat(64));
    let made_up = app.visitor().get(&made_up).await.expect(410);

    assert_eq!(late.html_without_request_id(), made_up.html_without_request_id());
    for broken in ["/verify-email", "/verify-email?token=x", "/reset-password?token=%00"] {
        app.visitor().get(broken).await.expect(410);
    }
}

#[actix_web::test]
async fn only_the_digest_of_a_link_is_stored() {
    let app = TestApp::spawn().await;
    ask_to_register(&app, "Ana").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let token = link.split_once("token=").unwrap().1;

    let stored: Vec<u8> = mailed_links::table
        .select(mailed_links::token_sha256)
        .first(&mut app.db().await)
        .await
        .unwrap();

    assert_ne!(hex::encode(&stored), token);
    let copied = format!("/verify-email?token={}", hex::encode(&stored));
    app.visitor().get(&copied).await.expect(410);
}

async fn invite(app: &TestApp, name: &str) -> String {
    let whom = LinkFor::Account(app.account(name).await.id);
    let until = chrono::Utc::now() + chrono::Duration::hours(1);
    let mut conn = app.db().await;
    let token = MailedLink::create(&mut conn, LinkPurpose::Invite, whom, "/account", until).await;
    format!("/verify-email?token={}", token.unwrap().reveal())
}

async fn ask_for_link(app: &TestApp) -> String {
    let form = app.visitor().get("/sign-in").await.expect(200).form("Mail me a link");
    form.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    app.last_link_to(&email_of("Ana")).await
}
