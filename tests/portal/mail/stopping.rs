//! The list of addresses that want no mail which somebody else can cause.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::mail::never_mail;
use lectern::schema::intake::{never_mail as list, outbox};

use super::smtp::MailServer;
use super::{app_that_mails, register};
use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn the_link_asks_first_and_then_nothing_that_a_stranger_causes_is_sent() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    let link = never_mail::link(&app.state, &email_of("Ana")).unwrap();
    let visitor = app.visitor();

    for _ in 0..3 {
        visitor.get(&link).await.expect(200);
    }
    assert_eq!(n_listed(&app).await, 0, "opening it changes nothing");
    let asked = visitor.get(&link).await.expect(200).form("Never mail");
    let done = asked.press("Never mail").await.expect(303).follow().await.expect(200);
    assert!(done.says("no mail any more"));

    let shown =
        visitor.get("/sign-in").await.form("Mail me a link").set("email", "ANA@example.org");
    let known = shown.press("Mail me a link").await.expect(200);
    assert!(known.says("ANA@example.org"), "the page is the same for every address");
    app.comment("The bridge").insert().await;
    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), 1, "the receipt, and nothing else");

    let again = done.form("Allow").press("Allow").await.expect(303).follow().await;
    assert!(again.says("You can stop that"));
    assert_eq!(n_listed(&app).await, 0);
}

#[actix_web::test]
async fn one_click_of_a_mail_program_is_enough_and_it_comes_from_elsewhere() {
    let app = TestApp::spawn().await;
    for content_type in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let link = never_mail::link(&app.state, &email_of("Ana")).unwrap();
        let program = app.visitor();
        let request = program.request("POST", &link).header("Content-Type", content_type);

        program.send(request.body("List-Unsubscribe=One-Click")).await.expect(200);

        assert_eq!(n_listed(&app).await, 1, "{content_type}");
        diesel::delete(list::table).execute(&mut app.db().await).await.unwrap();
    }
}

#[actix_web::test]
async fn mail_is_stopped_however_the_address_is_dressed_up() {
    let app = TestApp::spawn().await;
    let link = never_mail::link(&app.state, "ana.b@gmail.com").unwrap();
    app.visitor().get(&link).await.form("Never mail").press("Never mail").await.expect(303);

    for email in ["ana.b@gmail.com", "a.n.a.b+1@gmail.com", "ANAB@googlemail.com"] {
        let fields = [("email", email), ("display_name", "Ana")];
        app.visitor().post("/register", &fields).await.expect(200);
    }

    let n: i64 = outbox::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n, 0);
}

#[actix_web::test]
async fn a_link_that_was_made_up_stops_nobodys_mail() {
    let app = TestApp::spawn().await;
    let link = never_mail::link(&app.state, &email_of("Ana")).unwrap();
    let (path, token) = link.split_once("token=").unwrap();
    let mut changed = token.to_owned();
    changed.replace_range(60..61, if &token[60..61] == "0" { "1" } else { "0" });

    for token in ["", "x", changed.as_str(), &hex::encode("ana@example.org")] {
        app.visitor().get(&format!("{path}token={token}")).await.expect(410);
        let fields = [("token", token), ("intent", "stop")];
        app.visitor().post("/mail/stop", &fields).await.expect(410);
    }
    assert_eq!(n_listed(&app).await, 0);
}

#[actix_web::test]
async fn the_owner_of_the_address_takes_it_off_the_list_on_their_own_page() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    let link = never_mail::link(&app.state, &email_of("Ana")).unwrap();
    app.visitor().get(&link).await.form("Never mail").press("Never mail").await.expect(303);

    let own = ana.get("/account").await.expect(200);
    let after = own.form("Allow such mail").press("Allow such mail").await.expect(303);

    assert!(!after.follow().await.expect(200).says("Allow such mail"));
    assert_eq!(n_listed(&app).await, 0);
}

#[actix_web::test]
async fn who_says_no_after_a_mail_was_queued_does_not_get_it() {
    let server = MailServer::start().await;
    let app = app_that_mails(server.port, |_| {}).await;
    register(&app, "Ana").await;
    let link = never_mail::link(&app.state, &email_of("Ana")).unwrap();
    app.visitor().get(&link).await.form("Never mail").press("Never mail").await.expect(303);

    app.worker_round().await;

    let failure: Option<String> =
        outbox::table.select(outbox::failure).first(&mut app.db().await).await.unwrap();
    assert_eq!(failure.as_deref(), Some("unwanted"));
    assert_eq!(server.mails().len(), 0);
}

async fn n_listed(app: &TestApp) -> i64 {
    list::table.count().get_result(&mut app.db().await).await.unwrap()
}
