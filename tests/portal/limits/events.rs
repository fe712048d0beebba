//! Codes that lift the limits by network for a library, a campus or a hearing.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::{audit_log, event_codes};
use lectern::settings::{Rate, Settings, Tries};

use super::{believe_networks, rate, save};
use crate::support::{FORM, Page, TestApp, Visitor};

const LIBRARY: &str = "192.0.2.1";

/// Two of each kind from one network, and then no more for a minute.
fn few(settings: &mut Settings) {
    believe_networks(settings);
    let two = Rate { per_minute: 1.try_into().unwrap(), burst: 2.try_into().unwrap() };
    (settings.limits.read, settings.limits.save_draft) = (two, two);
}

#[actix_web::test]
async fn a_code_opens_the_site_to_a_library_that_has_used_up_its_network() {
    let app = TestApp::with_settings(few).await;
    app.initiative().await;
    let code = make_code(&app, "600").await;
    for _ in 0..3 {
        app.visitor_from(LIBRARY).get("/").await;
    }

    let ana = app.visitor_from(LIBRARY);
    let page = ana.get(FORM).await.expect(429);
    assert!(page.links().iter().any(|(href, words)| href == "/event" && words.contains("library")));
    let entered = enter(&ana, &code.replace('-', " ").to_uppercase()).await.expect(303);
    let cookie = entered.header("set-cookie").to_owned();
    assert!(entered.follow().await.expect(200).says("Thank you."));

    for part in ["event=", "HttpOnly", "SameSite=Lax", "Path=/", "Expires="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    for _ in 0..5 {
        ana.get(FORM).await.expect(200);
    }
    // Others of the same network still wait, and a cookie that somebody made up moves nobody.
    app.visitor_from(LIBRARY).get("/").await.expect(429);
    let ben = app.visitor_from(LIBRARY);
    let sealed = ana.cookie("event").unwrap();
    let other = if sealed.ends_with('0') { '1' } else { '0' };
    ben.set_cookie("event", &format!("{}{other}", &sealed[..sealed.len() - 1]));
    ben.get("/").await.expect(429);
    ben.set_cookie("event", &sealed);
    ben.get("/").await.expect(200);
}

// A16
#[actix_web::test]
async fn a_code_lifts_what_commenters_do_and_helps_nobody_to_try_passwords_or_to_download_in_bulk()
{
    let app = TestApp::with_settings(|it| {
        few(it);
        let limits = &mut it.limits;
        let two = limits.read;
        for other in [&mut limits.sign_in, &mut limits.download, &mut limits.own_data] {
            *other = two;
        }
        for lifted in [&mut limits.register, &mut limits.mailed_link, &mut limits.follow_link] {
            *lifted = two;
        }
    })
    .await;
    app.initiative().await;
    let code = make_code(&app, "600").await;
    let ana = app.visitor_from(LIBRARY);
    enter(&ana, &code).await.expect(303);
    let (email, password) = (("email", "ana@example.org"), ("password", "not the right one"));

    for n in 0..4 {
        ana.post("/register", &[email, ("display_name", "Ana")]).await.expect(200);
        ana.post("/sign-in/link", &[email]).await.expect(200);
        ana.post("/verify-email", &[("token", "none")]).await.expect(410);
        ana.post("/confirm-comment", &[("token", "none")]).await.expect(410);
        save(&ana, &format!("I row to work, part {n}.")).await.expect(303);
    }
    for _ in 0..2 {
        ana.post("/sign-in", &[email, password]).await.expect(422);
        ana.get("/initiatives/harbor/comments.csv").await.expect(200);
    }

    for refused in [
        ana.post("/sign-in", &[email, password]).await.expect(429),
        ana.get("/initiatives/harbor/comments.csv").await.expect(429),
    ] {
        assert!(refused.says("from your network"));
        assert!(refused.links().iter().all(|(href, _)| href != "/event"), "it would not help");
    }
}

#[actix_web::test]
async fn an_ended_event_counts_for_nothing_at_any_program_within_a_round() {
    let app = TestApp::with_settings(few).await;
    app.initiative().await;
    let second = app.second();
    let code = make_code(&app, "600").await;
    second.worker_round().await;
    let ana = app.visitor_from(LIBRARY);
    enter(&ana, &code).await.expect(303);
    let there = ana.at_program(&second);
    for _ in 0..5 {
        ana.get("/").await.expect(200);
        there.get("/").await.expect(200);
    }

    let administrator = app.administrator("Ada").await;
    let page = administrator.get("/admin/event-codes").await.expect(200);
    let ended = page.form("End now").press("End now").await.expect(303);
    assert_eq!(ended.location(), "/admin/event-codes?done=ended");

    let statuses = |it: Vec<Page>| it.iter().map(|it| it.status).collect::<Vec<_>>();
    assert_eq!(statuses(three(&ana).await), [200, 200, 429]);
    second.worker_round().await;
    assert_eq!(statuses(three(&there).await), [200, 200, 429]);
    enter(&app.visitor_from(LIBRARY), &code).await.expect(422);
    let acts: Vec<String> = audit_log::table
        .filter(audit_log::act.like("event_code_%"))
        .order(audit_log::id)
        .select(audit_log::act)
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(acts, ["event_code_made", "event_code_ended"]);
}

#[actix_web::test]
async fn an_event_has_a_count_of_its_own_and_accounts_are_counted_as_ever() {
    let app = TestApp::with_settings(|it| {
        few(it);
        it.limits.account.save_draft = rate(1);
    })
    .await;
    app.initiative().await;
    let code = make_code(&app, "6").await;
    let ana = app.visitor_from(LIBRARY);
    app.sign_in(&ana, "Ana").await;
    enter(&ana, &code).await.expect(303);
    save(&ana, "I row to work.").await.expect(303);
    let refused = save(&ana, "I row to work, daily.").await.expect(429);
    assert!(refused.says("from your account"));
    assert_eq!(refused.form("Try again").value("body"), "I row to work, daily.");

    let ben = app.visitor_from(LIBRARY);
    enter(&ben, &code).await.expect(303);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(ben.get("/").await.status);
    }

    // Ana opened the form twice and sent it twice.
    assert_eq!(statuses, [200, 200, 429, 429, 429]);
    assert!(ben.get("/").await.says("at your event"));
}

#[actix_web::test]
async fn codes_cannot_be_guessed_and_mistyping_locks_nobody_out_of_the_room() {
    let app = TestApp::with_settings(|it| {
        few(it);
        it.limits.tries.event_code =
            Tries { in_a_row: 3.try_into().unwrap(), pause_seconds: 60.try_into().unwrap() };
    })
    .await;
    app.initiative().await;
    let code = make_code(&app, "600").await;
    let thief = app.visitor_from("198.51.100.2");
    for _ in 0..3 {
        enter(&thief, "lusab-tomir-panok").await.expect(422);
    }

    let page = enter(&thief, &code).await.expect(429);

    assert_eq!(page.form("event_code").value("event_code"), code);
    assert!(!page.header("retry-after").is_empty());
    // A room enters the right code, however many they are.
    for _ in 0..10 {
        enter(&app.visitor_from(LIBRARY), &code).await.expect(303);
    }
    let page = enter(&app.visitor_from(LIBRARY), "harbor-lantern-42").await.expect(422);
    assert_eq!(page.wrong_fields(), ["event_code"]);
}

#[actix_web::test]
async fn a_code_is_made_with_care_and_stands_in_the_database_for_nobody_to_read() {
    let app = TestApp::with_settings(believe_networks).await;
    app.initiative().await;
    let administrator = app.administrator("Ada").await;
    for (from, until, quota, wrong) in [
        ("", "", "600", "valid_until"),
        ("", "2020-01-01 10:00", "600", "valid_until"),
        ("tomorrow", &tomorrow(), "600", "valid_from"),
        ("", &tomorrow(), "0", "per_minute"),
        ("", &tomorrow(), "many", "per_minute"),
    ] {
        let page = make(&administrator, from, until, quota).await.expect(422);
        assert_eq!(page.wrong_fields(), [wrong], "{from} {until} {quota}");
        let again = page.form("valid_until");
        assert_eq!((again.value("name"), again.value("per_minute")), ("Hearing", quota));
    }

    let code = make_code(&app, "600").await;

    let (digest, sealed): (Vec<u8>, Vec<u8>) = event_codes::table
        .select((event_codes::code_sha256, event_codes::sealed_code))
        .first(&mut app.db().await)
        .await
        .unwrap();
    let holds = |it: &[u8]| it.windows(code.len()).any(|it| it == code.as_bytes());
    assert!(!holds(&digest) && !holds(&sealed));
}

async fn three(visitor: &Visitor) -> Vec<Page> {
    let mut pages = Vec::new();
    for _ in 0..3 {
        pages.push(visitor.get("/").await);
    }
    pages
}

async fn enter(visitor: &Visitor, code: &str) -> Page {
    let form = visitor.get("/event").await.expect(200).form("event_code");
    form.set("event_code", code).press("Enter the code").await
}

async fn make(administrator: &Visitor, from: &str, until: &str, quota: &str) -> Page {
    let form = administrator.get("/admin/event-codes").await.expect(200).form("valid_until");
    let form = form.set("name", "Hearing").set("valid_from", from).set("valid_until", until);
    form.set("per_minute", quota).press("Make the code").await
}

/// A code as an administrator reads it off their page.
async fn make_code(app: &TestApp, per_minute: &str) -> String {
    let administrator = app.visitor_from("203.0.113.9");
    drop(app.administrator("Ada").await);
    app.sign_in(&administrator, "Ada").await;
    let made = make(&administrator, "", &tomorrow(), per_minute).await;
    // Opening the list counts as well, so it is read from elsewhere.
    let elsewhere = app.visitor_from("203.0.113.10");
    app.sign_in(&elsewhere, "Ada").await;
    let list = elsewhere.get(made.expect(303).location()).await.expect(200);
    list.all("li.row code").into_iter().next().unwrap()
}

fn tomorrow() -> String {
    let tomorrow = chrono::Utc::now() + chrono::TimeDelta::days(1);
    tomorrow.format("%Y-%m-%d %H:%M").to_string()
}
