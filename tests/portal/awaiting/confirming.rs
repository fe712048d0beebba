//! Following the link: once, as of when the comment was sent, and never on behalf of somebody else.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::logging::measures;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{
    accounts, answers, awaiting_comments, comment_versions, comments, mailed_links,
};

use super::{follow_link, form, n, send};
use crate::support::{LateComments, TestApp, email_of, fill_in};

// A10
#[actix_web::test]
async fn looking_at_the_link_three_times_changes_nothing_and_the_button_still_works() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = send(&app.visitor(), "Zoe", "Stone lasts.").await.id("tracking-number");
    let link = app.last_link_to(&email_of("Zoe")).await;
    let scanner = app.visitor();

    for _ in 0..3 {
        let page = scanner.get(&link).await.expect(200);
        assert!(page.says("Stone lasts.") && page.says(&number), "the reader sees what it is");
        assert_eq!(page.header("cache-control"), "no-store");
    }

    let mut conn = app.db().await;
    assert_eq!((n(&mut conn, "comments").await, n(&mut conn, "accounts").await), (0, 0));
    assert!(scanner.cookie("session").is_none());
    follow_link(&app, &scanner, "Zoe").await;
    assert_eq!((n(&mut conn, "comments").await, n(&mut conn, "accounts").await), (1, 1));
}

// L3
#[actix_web::test]
async fn a_confirmed_comment_is_among_those_that_were_received_and_is_counted_once() {
    let figures = measures::start().unwrap();
    let received = || {
        let told = figures.render();
        let line = told.lines().find_map(|it| it.strip_prefix("lectern_comments_received_total "));
        line.map_or(0, |it| it.parse::<u64>().unwrap())
    };
    let app = TestApp::spawn().await;
    app.initiative().await;
    send(&app.visitor(), "Zoe", "Stone lasts.").await;
    assert_eq!(received(), 0, "it waits");
    let link = app.last_link_to(&email_of("Zoe")).await;
    let form = app.visitor().get(&link).await.expect(200).form("confirm it");

    for status in [303, 410] {
        form.clone().press("confirm it").await.expect(status);
        assert_eq!(received(), 1);
    }
}

#[actix_web::test]
async fn the_comment_counts_from_when_it_was_sent_even_if_the_area_closed_since() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let zoe = app.visitor();
    let number = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let mut conn = app.db().await;
    let (sent_at, digest): (DateTime<Utc>, Vec<u8>) = awaiting_comments::table
        .select((awaiting_comments::received_at, awaiting_comments::receipt_sha256))
        .first(&mut conn)
        .await
        .unwrap();
    app.close_area(LateComments::Refused).await;

    let confirmed = follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);

    assert_eq!(confirmed.id("tracking-number"), number);
    let (received_at, late, sha256): (DateTime<Utc>, bool, Vec<u8>) = comments::table
        .inner_join(comment_versions::table)
        .filter(comments::tracking_number.eq(&number))
        .select((comments::received_at, comments::late, comment_versions::receipt_sha256))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((received_at, late, sha256), (sent_at, false, digest));
    let n_answers: i64 = answers::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!((n_answers, n(&mut conn, "events").await), (7, 1));
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ConfirmComment, MailKind::Receipt]);
    assert_eq!(n(&mut conn, "drafts").await, 0, "the draft has done its work");
    let moderator = app.moderator("Mo").await;
    assert!(moderator.get("/moderation").await.expect(200).says("Stone lasts."));
}

// A9
#[actix_web::test]
async fn of_fifty_at_once_one_confirms_and_there_is_one_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    send(&app.visitor(), "Zoe", "Stone lasts.").await;
    let link = app.last_link_to(&email_of("Zoe")).await;
    let button = app.visitor().get(&link).await.expect(200).form("confirm it");

    let pages = join_all((0..50).map(|_| button.clone().press("confirm it"))).await;

    let n_confirmed = pages.iter().filter(|it| it.status == 303).count();
    let n_spent = pages.iter().filter(|it| it.status == 410).count();
    assert_eq!((n_confirmed, n_spent), (1, 49));
    let mut conn = app.db().await;
    assert_eq!((n(&mut conn, "comments").await, n(&mut conn, "events").await), (1, 1));
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ConfirmComment, MailKind::Receipt]);
    app.visitor().get(&link).await.expect(410);
}

#[actix_web::test]
async fn a_new_author_is_signed_in_and_somebody_with_an_account_is_not() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    let [zoe, phone] = [app.visitor(), app.visitor()];
    send(&app.visitor(), "Zoe", "Stone lasts.").await;
    let number = send(&app.visitor(), "Ana", "Steel is cheaper.").await.id("tracking-number");

    follow_link(&app, &zoe, "Zoe").await.follow().await.expect(200);
    let attached = follow_link(&app, &phone, "Ana").await;

    zoe.get("/account").await.expect(200);
    assert!(phone.cookie("session").is_none());
    let sign_in = attached.follow().await;
    assert!(sign_in.location().starts_with("/sign-in?next="), "{}", sign_in.location());
    let ana = app.registered("Ana").await;
    assert!(ana.get("/account").await.expect(200).says(&number), "it is hers");
}

#[actix_web::test]
async fn the_name_that_was_typed_is_never_given_to_an_account_that_is_there() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    let stranger = app.visitor();
    let filled = fill_in(form(&stranger).await, "Stone lasts.").set("attribution", "named");
    let asked = filled.press("submit").await.expect(200);
    let sent = asked.form("email").set("email", "ANA@example.org").set("display_name", "Evil Eve");
    sent.press("submit").await.expect(303);

    let mail = app.mails_to("ANA@example.org").await.pop().unwrap();
    let link = app.last_link_to("ANA@example.org").await;
    let page = app.visitor().get(&link).await.expect(200);
    page.form("confirm it").press("confirm it").await.expect(303);

    assert!(!mail.body.contains("Eve") && !mail.body.contains("Stone"), "{}", mail.body);
    assert!(page.says("Ana") && !page.says("Evil Eve"));
    let mut conn = app.db().await;
    let named: Option<String> = comment_versions::table
        .select(comment_versions::display_name)
        .first(&mut conn)
        .await
        .unwrap();
    let name: String =
        accounts::table.select(accounts::display_name).first(&mut conn).await.unwrap();
    assert_eq!((named.as_deref(), name.as_str()), (Some("Ana"), "Ana"));
}

#[actix_web::test]
async fn a_suspended_account_gets_no_comment_and_the_page_says_no_more() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    send(&app.visitor(), "Ana", "Stone lasts.").await;
    let link = app.last_link_to(&email_of("Ana")).await;
    let button = app.visitor().get(&link).await.expect(200).form("confirm it");
    diesel::update(accounts::table)
        .set(accounts::suspended_at.eq(Utc::now()))
        .execute(&mut app.db().await)
        .await
        .unwrap();

    let looked = app.visitor().get(&link).await.expect(410);
    let pressed = button.press("confirm it").await.expect(410);

    assert_eq!(looked.html_without_request_id(), pressed.html_without_request_id());
    let made_up = format!("/confirm-comment?token={}", "0".repeat(64));
    let made_up = app.visitor().get(&made_up).await.expect(410);
    assert_eq!(looked.html_without_request_id(), made_up.html_without_request_id());
    assert_eq!(n(&mut app.db().await, "comments").await, 0);
}

#[actix_web::test]
async fn a_link_for_one_purpose_does_nothing_for_another() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    send(&app.visitor(), "Zoe", "Stone lasts.").await;
    let link = app.last_link_to(&email_of("Zoe")).await;
    let token = link.split_once("token=").unwrap().1;

    for (page, action) in [
        ("/verify-email", "/verify-email"),
        ("/sign-in/link", "/sign-in/link/confirm"),
        ("/reset-password", "/reset-password"),
    ] {
        let password = "a lantern over the harbor wall";
        let fields = [("token", token), ("password", password)];
        let fields = if action.ends_with("confirm") { &fields[..1] } else { &fields[..] };
        app.visitor().post(action, fields).await.expect(410);
        let looked = app.visitor().get(&format!("{page}?token={token}")).await;
        assert!([200, 410].contains(&looked.status), "{page}");
    }

    assert_eq!(n(&mut app.db().await, "accounts").await, 0);
    follow_link(&app, &app.visitor(), "Zoe").await;
}

#[actix_web::test]
async fn whoever_signs_in_instead_and_sends_the_form_again_has_confirmed_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.visitor();
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    let asked = filled.clone().press("submit").await.expect(200);
    let number = super::give_address(asked, "Ana").await.id("tracking-number");
    let sent_at: DateTime<Utc> = awaiting_comments::table
        .select(awaiting_comments::received_at)
        .first(&mut app.db().await)
        .await
        .unwrap();
    app.sign_in(&ana, "Ana").await;

    let receipt = filled.press("submit").await.follow().await.expect(200);

    assert_eq!(receipt.id("tracking-number"), number);
    assert!(!receipt.says("waiting for your address"));
    let mut conn = app.db().await;
    let received: Vec<DateTime<Utc>> =
        comments::table.select(comments::received_at).load(&mut conn).await.unwrap();
    assert_eq!(received, [sent_at]);
    let n_links: i64 = mailed_links::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(n_links, 1);
    let link = app.mails_to(&email_of("Ana")).await.remove(0).body;
    let link = link.split_whitespace().find(|it| it.starts_with("http")).unwrap().to_owned();
    app.visitor().get(&link).await.expect(410);
}

#[actix_web::test]
async fn what_was_written_on_in_a_form_that_was_confirmed_is_a_comment_of_its_own() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    let ana = app.visitor();
    let first = send(&ana, "Ana", "Stone lasts.").await.id("tracking-number");
    form(&ana).await.set("body", "And a second thought.").press("save").await.expect(303);
    follow_link(&app, &ana, "Ana").await;

    let second = super::send_draft(&ana, "Ana").await.id("tracking-number");
    follow_link(&app, &ana, "Ana").await;

    let kept: Vec<(String, String)> = comments::table
        .inner_join(comment_versions::table)
        .order(comments::id)
        .select((comments::tracking_number, comment_versions::body))
        .load(&mut app.db().await)
        .await
        .unwrap();
    let sent = [(first, "Stone lasts."), (second, "And a second thought.")];
    assert_eq!(kept, sent.map(|(number, body)| (number, body.to_owned())));
    assert_eq!(n(&mut app.db().await, "events").await, 2);
}

#[actix_web::test]
async fn one_link_confirms_what_its_browser_sent_with_its_address_and_nothing_of_anybody_else() {
    let app = TestApp::with_settings(|it| it.mail.stranger_per_hour = 1).await;
    app.initiative().await;
    let (zoe, eve) = (app.visitor(), app.visitor());
    let first = send(&zoe, "Zoe", "Stone lasts.").await.id("tracking-number");
    let ferry = zoe.get("/initiatives/harbor/ferry/comment").await.expect(200).form("body");
    let asked = ferry
        .set("stance", "support")
        .set("body", "Keep the ferry.")
        .press("submit")
        .await
        .expect(200);
    let receipt = super::give_address(asked, "Zoe").await;
    let evil = send(&eve, "Zoe", "Ships sink.").await.id("tracking-number");
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ConfirmComment], "an hour has one mail");
    assert!(receipt.says("confirms all that this browser sent"), "{}", receipt.words());

    let link = app.last_link_to(&email_of("Zoe")).await;
    let page = app.visitor().get(&link).await.expect(200);
    let phone = app.visitor();
    page.form("confirm them").sent_by(&phone).press("confirm them").await.expect(303);

    assert!(page.says("Stone lasts.") && page.says("Keep the ferry.") && !page.says("Ships sink."));
    let mut conn = app.db().await;
    let numbers: Vec<String> = comments::table
        .order(comments::id)
        .select(comments::tracking_number)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(numbers, [first, receipt.id("tracking-number")]);
    let waits: Vec<String> = awaiting_comments::table
        .select(awaiting_comments::tracking_number)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(waits, [evil]);
}

#[actix_web::test]
async fn a_full_outbox_or_a_busy_provider_stands_against_no_link_that_confirms_a_comment() {
    let app = TestApp::with_settings(|it| {
        (it.mail.stranger_per_domain_and_hour, it.mail.stranger_waiting) = (1, 1);
    })
    .await;
    app.initiative().await;

    for name in ["Zoe", "Yan", "Xia"] {
        send(&app.visitor(), name, "Stone lasts.").await;
        assert_eq!(app.mail_kinds_to(name).await, [MailKind::ConfirmComment], "{name}");
    }
}
