//! The public reads the public record only (rule 3).

mod figures;

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

use crate::support::{OTHER_AREA, TestApp};

/// Stands in everything that the public must not see.
const SECRET: &str = "zanzibarquartz";

/// Rule 12.
#[actix_web::test]
async fn wherever_stances_are_given_or_counted_the_page_says_that_they_are_no_vote() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").stance("support").published().insert().await;
    let reader = app.visitor();

    for place in ["/initiatives/harbor", "/initiatives/harbor/bridge"] {
        for page in ["summary", "comments"] {
            let page = reader.get(&format!("{place}/{page}")).await.expect(200);
            let main = page.all("main").concat();
            assert!(main.contains("neither a ballot nor a sample"), "{place}: {main}");
        }
    }
    let form = reader.get("/initiatives/harbor/bridge/comment").await.expect(200);
    assert!(form.all("main").concat().contains("This is not a vote."));
}

#[actix_web::test]
async fn a_secret_word_is_in_no_public_byte() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let secret = format!("The word is {SECRET}.");
    app.comment("Stone lasts.")
        .by("Ben")
        .attribution("named")
        .stance("support")
        .published()
        .insert()
        .await;
    app.comment(&secret).stance("oppose").insert().await;
    app.comment(&secret).stance("oppose").withheld("personal_information").insert().await;
    let undone = app.comment(&secret).on(OTHER_AREA).published().insert().await;
    app.undo(&undone).await.unwrap();
    app.comment("Nobody knows me.")
        .by(&format!("Agent {SECRET}"))
        .attribution("anonymous")
        .organization(&format!("Bureau {SECRET}"))
        .answer("distance", "near")
        .published()
        .insert()
        .await;
    let mo = app.moderator("Mo").await;
    let number = app.comment(&secret).insert().await;
    let form = mo.get(&format!("/moderation/comments/{number}")).await.form("reason_code");
    let form = form.set("reason_code", "obscenity").set("note", &format!("You wrote {SECRET}."));
    form.press("withhold").await.expect(303);

    for round in ["before", "after"] {
        let seen = crawl(&app).await;
        assert!(seen.iter().any(|(path, _)| path.ends_with("/comments.csv")));
        assert!(seen.iter().any(|(path, _)| path.starts_with("/comments/")));
        for (path, body) in &seen {
            let body = body.to_lowercase();
            assert!(!body.contains(SECRET), "{path} {round} the background");
            assert!(!body.contains("ana@example.org"), "{path} {round} the background");
            // The form asks the question; no other page says what was answered.
            let asks = path.ends_with("/comment");
            assert!(asks || !body.contains("within a mile"), "{path} tells what is for statistics");
        }
        app.worker_round().await;
    }
}

#[actix_web::test]
async fn the_public_role_reads_nothing_private() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let tables: Vec<Name> = diesel::sql_query(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'catalogue', 'public_record')",
    )
    .load(&mut app.db().await)
    .await
    .unwrap();
    assert!(10 < tables.len());
    let mut conn = app.db_as("public").await;

    for Name { name } in tables {
        let read = conn.batch_execute(&format!("SELECT FROM {name}")).await;
        let refused = read.expect_err(&name).to_string();
        assert!(refused.contains("permission denied"), "{name}: {refused}");
    }
    for statement in [
        "INSERT INTO public_record.standings VALUES ('X', 1, 'withheld', NULL, now())",
        "DELETE FROM public_record.comments",
        "UPDATE catalogue.areas SET title = 'mine'",
        "SET ROLE lectern_application",
    ] {
        // Superusers may take any role, and tests connect as one: taking it says nothing.
        if !statement.starts_with("SET") {
            conn.batch_execute(statement).await.expect_err(statement);
        }
    }
}

#[actix_web::test]
async fn a_stranger_learns_the_reason_and_the_day_of_a_withheld_comment_and_no_more() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app
        .comment("The word is out.")
        .by("Zoe")
        .attribution("named")
        .withheld("obscenity")
        .insert()
        .await;

    let page = app.visitor().get(&format!("/comments/{number}")).await.expect(200);

    assert!(page.says("This comment is withheld") && page.says("Obscenity"));
    assert!(!page.html().contains("The word is out.") && !page.html().contains("Zoe"));
    let owner = app.registered("Zoe").await;
    let own = owner.get(&format!("/account/comments/{number}")).await.expect(200);
    assert!(own.says("The word is out.") && own.says("Obscenity"));
    let ben = app.registered("Ben").await;
    ben.get(&format!("/account/comments/{number}")).await.expect(404);
}

#[actix_web::test]
async fn a_pending_comment_looks_the_same_as_none_at_all() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let pending = app.comment("Stone lasts.").insert().await;
    let undone = app.comment("Steel rusts.").published().insert().await;
    app.undo(&undone).await.unwrap();
    let absent = lectern::domain::tracking_number::TrackingNumber::random();
    let visitor = app.visitor();

    let mut pages = Vec::new();
    for number in [pending, undone, absent] {
        let page = visitor.get(&format!("/comments/{number}")).await.expect(404);
        pages.push(page.html_without_request_id());
    }

    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[1], pages[2]);
}

#[actix_web::test]
async fn an_anonymous_comment_shows_the_day_alone() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number =
        app.comment("Stone lasts.").by("Zoe").attribution("anonymous").published().insert().await;

    let page = app.visitor().get(&format!("/comments/{number}")).await.expect(200);

    assert!(!page.html().contains("Zoe"));
    let times = page.all("main time");
    let document = page.html();
    assert!(!times.is_empty());
    assert!(!document.contains("AM EST") && !document.contains("PM E"), "{times:?}");
    for at in document.split("datetime=\"").skip(1) {
        let at = at.split('"').next().unwrap();
        assert_eq!(at.len(), "2026-01-01".len(), "{at}");
    }
}

#[actix_web::test]
async fn public_pages_are_the_same_bytes_for_everyone() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let readers = [app.visitor(), app.registered("Ana").await, app.moderator("Mo").await];

    for path in [
        "/".to_owned(),
        "/initiatives/harbor".to_owned(),
        "/initiatives/harbor/bridge".to_owned(),
        "/initiatives/harbor/bridge/comments".to_owned(),
        format!("/comments/{number}"),
    ] {
        let mut pages = Vec::new();
        for reader in &readers {
            pages.push(reader.get(&path).await.expect(200).html().to_owned());
        }
        assert!(pages.iter().all(|it| *it == pages[0]), "{path}");
    }
}

/// Every page and file that a stranger can reach by links from the start, with its headers.
async fn crawl(app: &TestApp) -> Vec<(String, String)> {
    let reader = app.visitor();
    let mut waiting = vec!["/".to_owned()];
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let page = reader.get(&path).await;
        assert!(page.status < 500, "{path}: {}", page.status);
        let headers = format!("{:?}", page.headers);
        let body = String::from_utf8_lossy(&page.bytes).into_owned();
        if page.header("content-type").starts_with("text/html") {
            for (href, _) in page.links() {
                let href = href.split('#').next().unwrap_or_default().to_owned();
                if href.starts_with('/') && known.len() < 400 && known.insert(href.clone()) {
                    waiting.push(href);
                }
            }
        }
        seen.push((path, headers + &body));
    }
    assert!(20 < seen.len(), "{:?}", known);
    seen
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}
