//! Guessing passwords: what it costs whoever guesses, and that it never shuts out the owner.

use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use lectern::settings::{Settings, Tries};

use super::believe_networks;
use crate::support::{Page, TestApp, Visitor, email_of};

const RIGHT: &str = "a lantern over the harbor wall";
const WRONG: &str = "a lantern under the harbor wall";

/// As shipped.
fn shipped(settings: &mut Settings) {
    believe_networks(settings);
    let tries = |in_a_row: u32, pause_seconds: u32| Tries {
        in_a_row: in_a_row.try_into().unwrap(),
        pause_seconds: pause_seconds.try_into().unwrap(),
    };
    settings.limits.tries.password = tries(5, 60);
    settings.limits.tries.password_day = tries(20, 86400);
    settings.limits.tries.password_anywhere = tries(100, 86400);
}

// A7
#[actix_web::test]
async fn after_five_wrong_passwords_a_network_waits_and_the_owner_comes_in_from_another() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;
    let thief = app.visitor_from("192.0.2.1");
    for _ in 0..5 {
        guess(&thief, &email_of("Ana"), WRONG).await.expect(422);
    }

    let page = guess(&thief, &email_of("Ana"), RIGHT).await.expect(429);

    assert!(page.says("Too many wrong passwords were given for this address."));
    assert!((50..=61).contains(&page.header("retry-after").parse::<u64>().unwrap()));
    assert_eq!(page.form("password").value("email"), email_of("Ana"));
    // The way in that is left stands on the same page.
    page.form("Mail me a link").press("Mail me a link").await.expect(200);
    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), 1);
    let ana = app.visitor_from("198.51.100.7");
    guess(&ana, &email_of("Ana"), RIGHT).await.expect(303);
    // Other accounts are not in the way of one another.
    guess(&thief, "ben@example.org", WRONG).await.expect(422);
    // The minute is over.
    later(&app, "1 minute").await;
    guess(&thief, &email_of("Ana"), WRONG).await.expect(422);
}

// A7, A15
#[actix_web::test]
async fn an_address_without_an_account_is_counted_in_the_same_words() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;

    let mut answers = Vec::new();
    for email in [email_of("Ana"), "zoe@example.org".to_owned()] {
        let thief = app.visitor_from("192.0.2.1");
        let mut said = Vec::new();
        for _ in 0..6 {
            let page = guess(&thief, &email, WRONG).await;
            said.push((page.status, page.html_without_request_id().replace(&email, "(address)")));
        }
        answers.push(said);
    }

    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].last().unwrap().0, 429);
}

// A7
#[actix_web::test]
async fn whoever_hammers_all_day_from_one_network_does_not_use_up_the_tries_of_the_owner() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;
    let thief = app.visitor_from("192.0.2.1");

    let mut n_tried = 0;
    for _ in 0..40 {
        for _ in 0..6 {
            n_tried += i32::from(guess(&thief, &email_of("Ana"), WRONG).await.status == 422);
        }
        later(&app, "61 seconds").await;
    }

    assert_eq!(n_tried, 20);
    guess(&thief, &email_of("Ana"), RIGHT).await.expect(429);
    guess(&app.visitor_from("198.51.100.7"), &email_of("Ana"), RIGHT).await.expect(303);
}

// A7, NIST's hundred
#[actix_web::test]
async fn after_a_hundred_wrong_passwords_from_everywhere_only_a_mailed_link_opens_the_account() {
    let app = TestApp::with_settings(|it| {
        shipped(it);
        it.limits.tries.password_anywhere.in_a_row = 12.try_into().unwrap();
    })
    .await;
    app.set_password("Ana", RIGHT).await;
    let mut n_tried = 0;
    for network in 1..=6 {
        let thief = app.visitor_from(&format!("192.0.2.{network}"));
        for _ in 0..4 {
            n_tried += i32::from(guess(&thief, &email_of("Ana"), WRONG).await.status == 422);
        }
    }
    assert_eq!(n_tried, 12);

    let ana = app.visitor_from("198.51.100.7");
    let page = guess(&ana, &email_of("Ana"), RIGHT).await.expect(429);
    page.form("Mail me a link").press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;
    ana.get(&link).await.expect(200).form("token").press("Sign in").await.expect(303);

    // Nothing is locked for good.
    later(&app, "25 hours").await;
    guess(&app.visitor_from("198.51.100.8"), &email_of("Ana"), RIGHT).await.expect(303);
}

// A7
#[actix_web::test]
async fn the_right_password_ends_the_row_of_wrong_ones() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;
    let ana = app.visitor_from("192.0.2.1");

    for _ in 0..3 {
        for _ in 0..4 {
            guess(&ana, &email_of("Ana"), WRONG).await.expect(422);
        }
        guess(&ana, &email_of("Ana"), RIGHT).await.expect(303);
    }
}

// A7
#[actix_web::test]
async fn guesses_sent_at_once_are_counted_one_after_the_other() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;
    let thief = app.visitor_from("192.0.2.1");
    let form = thief.get("/sign-in").await.form("password");
    let form = form.set("email", &email_of("Ana")).set("password", WRONG);

    let pages = join_all((0..30).map(|_| form.clone().press("Sign in"))).await;

    let n = |status| pages.iter().filter(|it| it.status == status).count();
    assert!(n(422) <= 5 && n(429) == 30 - n(422) - n(503), "{} {} {}", n(422), n(429), n(503));
}

/// Pairs of stolen addresses and passwords, from few networks: 5 of each hundred are tried, and the others cost no hash.
// A7
#[actix_web::test]
async fn a_refused_guess_costs_no_hash() {
    let app = TestApp::with_settings(shipped).await;
    app.set_password("Ana", RIGHT).await;
    let thief = app.visitor_from("192.0.2.1");
    let time = async |n: u32| {
        let started = Instant::now();
        for _ in 0..n {
            guess(&thief, &email_of("Ana"), WRONG).await;
        }
        started.elapsed() / n
    };
    let hashing = app.state.hasher.n_hashed();

    time(5).await;
    assert_eq!(app.state.hasher.n_hashed() - hashing, 5);
    let refused = time(100).await;

    assert_eq!(app.state.hasher.n_hashed() - hashing, 5);
    assert!(refused < Duration::from_secs(1), "{refused:?}");
}

async fn guess(visitor: &Visitor, email: &str, password: &str) -> Page {
    let fields = [("email", email), ("password", password), ("next", "")];
    visitor.post("/sign-in", &fields).await
}

/// Lets so much time pass for every count.
async fn later(app: &TestApp, time: &str) {
    let sql = format!("UPDATE intake.limit_counts SET until = until - interval '{time}'");
    app.db().await.batch_execute(&sql).await.unwrap();
}
