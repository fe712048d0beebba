//! What anybody else learns of a comment that waits: nothing, nor of the address that it waits for.

use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;

use super::{fill_in, follow_link, form, send};
use crate::support::{Page, TestApp, email_of};

#[actix_web::test]
async fn a_waiting_comment_is_for_strangers_as_if_it_were_not_there() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = send(&app.visitor(), "Zoe", "Stone lasts.").await.id("tracking-number");
    let pending = app.comment("Steel is cheaper.").insert().await.to_string();
    let absent = "2222-2222-2222";
    let ben = app.registered("Ben").await;

    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(404);
    for other in [&pending, absent] {
        let other = app.visitor().get(&format!("/comments/{other}")).await.expect(404);
        assert_eq!(public.html_without_request_id(), other.html_without_request_id());
    }
    let stranger = app.visitor();
    // A draft cookie of one's own opens nobody else's receipt.
    form(&stranger).await.set("body", "Mine.").press("save").await.expect(303);
    for path in ["", "/receipt.json"] {
        let path = format!("/account/comments/{number}{path}");
        stranger.get(&path).await.expect(303);
        ben.get(&path).await.expect(404);
    }
    for visitor in [&stranger, &ben] {
        visitor.post(&format!("/account/comments/{number}/mail-again"), &[]).await.expect(404);
    }
    assert_eq!(app.mails_to(&email_of("Zoe")).await.len(), 1);
}

#[actix_web::test]
async fn whoever_comes_later_to_the_same_computer_sees_no_address_and_after_it_forgot_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let library = app.visitor();
    let receipt = send(&library, "Zoe", "Stone lasts.").await;
    assert!(receipt.says(&email_of("Zoe")), "whoever just typed it can see a mistake");
    let place = format!("/account/comments/{}", receipt.id("tracking-number"));
    let later = "UPDATE intake.registrations SET created_at = now() - interval '16 minutes'";
    app.db().await.batch_execute(later).await.unwrap();

    let page = library.get(&place).await.expect(200);

    assert!(!page.html().contains(&email_of("Zoe")) && page.says("z•••@"), "{}", page.words());
    let button = "Forget this on this computer";
    page.form(button).press(button).await.expect(303);
    library.get(&place).await.expect(303);
    library.get(&format!("{place}/receipt.json")).await.expect(303);
    follow_link(&app, &app.visitor(), "Zoe").await.expect(303);
}

// A8
#[actix_web::test]
async fn a_known_and_an_unknown_address_wait_alike() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.account("Ana").await;
    let mut seen = Vec::new();

    for name in ["Ana", "Zoe"] {
        let visitor = app.visitor();
        let asked = fill_in(form(&visitor).await, "Stone lasts.").press("submit").await;
        let sent = asked.form("email").set("email", &email_of(name)).set("display_name", "Eve");
        let started = Instant::now();
        let sent = sent.press("submit").await.expect(303);
        assert!(Duration::from_millis(150) <= started.elapsed(), "{name}");
        let receipt = sent.follow().await.expect(200);
        let mail = app.mails_to(&email_of(name)).await.pop().unwrap();
        let token = app.last_link_to(&email_of(name)).await;
        let token = token.split_once("token=").unwrap().1.to_owned();
        seen.push((masked(&receipt, name), mail.subject, mail.body.replace(&token, "(token)")));
    }

    assert_eq!(seen[0].0, seen[1].0);
    assert_eq!(seen[0].1, seen[1].1);
    // The time until when it holds may differ by the minute that passed.
    assert_eq!(without_times(&seen[0].2), without_times(&seen[1].2));
}

#[actix_web::test]
async fn the_link_is_mailed_again_and_the_newest_is_the_only_one() {
    let app = TestApp::with_settings(|it| it.mail.stranger_per_hour = 3).await;
    app.initiative().await;
    let zoe = app.visitor();
    let receipt = send(&zoe, "Zoe", "Stone lasts.").await;
    let first = app.last_link_to(&email_of("Zoe")).await;

    let again = receipt.form("Mail me the link again").press("Mail me the link again").await;

    assert!(again.follow().await.expect(200).says("A new link is on its way"));
    let second = app.last_link_to(&email_of("Zoe")).await;
    assert_ne!(first, second);
    app.visitor().get(&first).await.expect(410);
    app.visitor().get(&second).await.expect(200);
    for _ in 0..8 {
        receipt.form("Mail me the link again").press("Mail me the link again").await.expect(303);
    }
    assert_eq!(app.mails_to(&email_of("Zoe")).await.len(), 3, "nobody's mailbox is buried");
}

/// The page without what differs between any two receipts.
fn masked(page: &Page, name: &str) -> String {
    let mut html = page.html_without_request_id().replace(&email_of(name), "(address)");
    for secret in [page.id("tracking-number"), page.all("p.digest code").remove(0)] {
        html = html.replace(&secret, "(secret)");
    }
    for time in page.all("time") {
        html = html.replace(&time, "(time)");
    }
    html.split("datetime=\"").map(|it| it.split_once('"').map_or(it, |(_, rest)| rest)).collect()
}

fn without_times(mail: &str) -> String {
    mail.lines().filter(|it| !it.contains("until")).collect()
}

#[actix_web::test]
async fn an_answer_that_is_held_back_holds_no_connection() {
    let app = TestApp::with_settings(|it| it.database.pool_size = 1).await;
    app.initiative().await;
    let mut forms = Vec::new();
    for i in 0..16 {
        let asked = fill_in(form(&app.visitor()).await, "Stone lasts.").press("submit").await;
        let email = email_of(&format!("Zoe{i}"));
        forms.push(asked.expect(200).form("email").set("email", &email).set("display_name", "Zoe"));
    }

    let started = Instant::now();
    let pages = join_all(forms.into_iter().map(|it| it.press("submit"))).await;

    assert!(pages.iter().all(|it| it.status == 303));
    let one_after_the_other = Duration::from_millis(16 * 150);
    assert!(started.elapsed() < one_after_the_other, "{:?}", started.elapsed());
}
