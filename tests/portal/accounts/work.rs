//! What a door costs, counted: for a known and an unknown address the same statements, hashes and mails (rule 6).

use std::sync::{Mutex, PoisonError};

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};

use lectern::models::account::{Account, Suspended};

use super::{knock, masked, try_password};
use crate::support::{FORM, Form, Page, TestApp, Visitor, email_of, fill_in};

static STATEMENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Every door that takes an address from a stranger.
const DOORS: [&str; 7] =
    ["register", "link", "reset", "password", "comment", "mail again", "address"];

// A8
#[actix_web::test]
async fn at_every_door_a_known_and_an_unknown_address_take_the_same_work() {
    // Statements of every test of this process are seen, and nextest gives each test a process of its own.
    assert!(std::env::var_os("NEXTEST").is_some(), "run this under cargo nextest");
    set_default_instrumentation(|| Some(Box::new(note))).unwrap();
    let app = TestApp::with_settings(|it| {
        it.mail.stranger_per_hour = 100;
        it.mail.stranger_per_day = 100;
    })
    .await;
    app.initiative().await;
    app.set_password("Ana", "a lantern over the harbor wall").await;
    app.account("Lin").await;
    app.set_password("Sam", "a lantern over the harbor wall").await;
    suspend(&app, "Sam").await;
    // Equally long, so that no page differs by its length.
    let unknown = email_of("Zoe");
    for door in DOORS {
        // The first time a connection sees a statement it may have to look up more.
        work(&app, door, &email_of("Bea")).await;
    }

    for door in DOORS {
        let without = work(&app, door, &unknown).await;
        // With a password, without one, and shut out.
        for name in ["Ana", "Lin", "Sam"] {
            let with_account = work(&app, door, &email_of(name)).await;

            assert!(!with_account.statements.is_empty(), "{door} {name}");
            assert_eq!(with_account.statements, without.statements, "{door} {name}");
            assert_eq!(with_account.n_hashed, without.n_hashed, "{door} {name}");
            assert_eq!(with_account.n_mails, without.n_mails, "{door} {name}");
            assert_eq!(with_account.answer, without.answer, "{door} {name}");
            let n_hashed = u64::from(door == "password");
            let n_mails = usize::from(door != "password");
            assert_eq!(
                (with_account.n_hashed, with_account.n_mails),
                (n_hashed, n_mails),
                "{door}"
            );
        }
    }
}

async fn suspend(app: &TestApp, name: &str) {
    let id = app.account(name).await.id;
    Account::set_suspended(&mut app.db().await, id, Suspended::Yes).await.unwrap();
}

/// What one knock led to.
struct Work {
    statements: Vec<String>,
    n_hashed: u64,
    n_mails: usize,
    answer: (u16, String),
}

async fn work(app: &TestApp, door: &str, email: &str) -> Work {
    let visitor = app.visitor();
    let asked = ask(app, &visitor, door, email).await;
    let (n_mails, n_hashed) = (app.mails_to(email).await.len(), app.state.hasher.n_hashed());
    noted().clear();
    let page = match asked {
        Some(form) => form.press("").await,
        None => match door {
            "register" => knock(app, "/register", "display_name", "Register", email).await,
            "link" => knock(app, "/sign-in", "Mail me a link", "Mail me a link", email).await,
            "reset" => knock(app, "/forgot-password", "email", "Mail me a link", email).await,
            _ => try_password(app, email, "another lantern, another wall").await,
        },
    };
    let statements = std::mem::take(&mut *noted());
    Work {
        statements,
        n_hashed: app.state.hasher.n_hashed() - n_hashed,
        n_mails: app.mails_to(email).await.len() - n_mails,
        answer: (page.status, answer(&page, email)),
    }
}

/// The doors behind the comment form, and the one of whoever is signed in, are walked up to before anything is counted.
async fn ask(app: &TestApp, visitor: &Visitor, door: &str, email: &str) -> Option<Form> {
    if door == "address" {
        app.sign_in(visitor, "Kim").await;
        let form = visitor.get("/account/address").await.expect(200).form("email");
        return Some(form.set("email", email));
    }
    if !matches!(door, "comment" | "mail again") {
        return None;
    }
    let form = visitor.get(FORM).await.expect(200).form("body");
    let asked = fill_in(form, "Stone lasts.").press("submit").await.expect(200);
    let sent = asked.form("email").set("email", email).set("display_name", "Somebody");
    if door == "comment" {
        return Some(sent);
    }
    let receipt = sent.press("submit").await.follow().await.expect(200);
    assert!(!app.mails_to(email).await.is_empty());
    Some(receipt.form("Mail me the link again"))
}

/// The page, or where it leads; a tracking number is drawn anew each time.
fn answer(page: &Page, email: &str) -> String {
    match page.status {
        303 => page.location().rsplit('/').skip(1).collect(),
        _ => masked(page, email),
    }
}

/// Writes down each statement without its values. A new connection takes its role first, whoever needs it.
fn note(event: InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { query, .. } = event {
        let query = query.to_string();
        let statement = query.split("-- binds").next().unwrap_or_default().trim();
        if !statement.starts_with("SET") {
            noted().push(statement.to_owned());
        }
    }
}

fn noted() -> std::sync::MutexGuard<'static, Vec<String>> {
    STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner)
}
