//! Words that are planted and then looked for where they must not be.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use lectern::domain::secret_token::SecretToken;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::routes::{Policy, addresses};

use crate::support::{FORM, OTHER_AREA, Page, TestApp, Visitor, fill_in};

const PASSWORD: &str = "seven lanterns over the quay";

// A5, S1, L3
#[actix_web::test]
async fn a_copy_of_the_database_holds_no_password_no_cookie_and_no_key() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    let stranger = app.visitor();
    let form = fill_in(stranger.get(FORM).await.form("submit"), "Stone lasts.");
    form.press("save").await;
    let form = ana.get("/sign-in").await.form("password");
    let form = form.set("email", "ana@example.org").set("password", PASSWORD);
    form.press("Sign in").await.expect(303);
    let session = ana.cookie("session").unwrap();
    let draft = stranger.cookie("draft").unwrap();
    let asked = stranger.get("/forgot-password").await.form("email");
    asked.set("email", "ana@example.org").press("link").await.expect(200);
    let link = app.last_link_to("ana@example.org").await;
    let token = link.split("token=").nth(1).unwrap().to_owned();

    let secrets = [PASSWORD, &session, &draft, app.settings.security.secret_key.reveal(), &token];
    for (place, row) in dump(&app, &["intake", "public_record", "catalogue"]).await {
        for secret in secrets {
            // The mail itself has to carry its link until it is sent; nothing else does.
            let is_mail = place == "intake.outbox" && secret == token;
            assert!(is_mail || !row.contains(secret), "{place} holds a secret: {row}");
        }
        assert!(!place.ends_with("outbox") || !row.contains(PASSWORD));
    }
    let hashes: Vec<_> = dump(&app, &["intake"]).await;
    let hash = hashes.iter().find(|(place, _)| place == "intake.accounts").unwrap();
    assert!(hash.1.contains("$argon2id$v=19$m="), "{}", hash.1);
    // What is stored lets nobody in.
    let thief = app.visitor();
    thief.set_cookie("session", &hex::encode(SecretToken::parse(&session).unwrap().sha256()));
    thief.get("/account").await.expect(303);
}

// C3
#[actix_web::test]
async fn nothing_that_is_private_stands_in_any_page_that_a_stranger_or_another_person_can_open() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.registered("Ana").await;
    let form = fill_in(ana.get(FORM).await.form("submit"), "A draft about willows and herons.");
    form.press("save").await;
    let mut numbers = vec![
        app.comment("Waiting for the moderator.")
            .by("Ana")
            .file("A plan that nobody has seen.txt", b"Herons nest at pier four.")
            .insert()
            .await,
        app.comment("Held back for obscenity.").by("Ben").withheld("obscenity").insert().await,
        app.comment("Nobody knows who wrote this.")
            .by("Secretive Samuel")
            .attribution("anonymous")
            .organization("Bureau of Whispers")
            .answer("distance", "near")
            .published()
            .insert()
            .await,
        on_paper(&app).await,
        app.comment("Stone lasts.").by("Open Olga").attribution("named").published().insert().await,
    ];
    let undone = app.comment("Taken back later.").on(OTHER_AREA).published().insert().await;
    app.undo(&undone).await.unwrap();
    let mo = app.moderator("Mo").await;
    let noted = app.comment("This one gets a note.").by("Ben").insert().await;
    let form = mo.get(&format!("/moderation/comments/{noted}")).await.form("reason_code");
    let form = form.set("reason_code", "off_topic").set("note", "Please mind your language, Ben.");
    form.press("withhold").await.expect(303);
    numbers.extend([undone, noted]);
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    app.worker_round().await;

    let mut private = private_words(&app, &numbers).await;
    private.insert("Herons nest at pier four.".to_owned());
    private.insert("Twelve names in blue ink.".to_owned());
    for planted in [
        "ana@example.org",
        "A plan that nobody has seen.txt",
        "Please mind your language, Ben.",
        "Bureau of Whispers",
        "Cabinet nine under the stairs",
        "Signature of a whole street.pdf",
        "The street leaves its names out",
    ] {
        assert!(private.contains(planted), "{planted} is not among what is looked for");
    }
    assert!(40 < private.len(), "{}", private.len());
    let eve = app.registered("Eve").await;
    let mut n_pages = 0;
    for reader in [app.visitor(), eve] {
        for page in every_page(&reader, &numbers).await {
            n_pages += 1;
            let bytes = format!("{:?}{}", page.headers, String::from_utf8_lossy(&page.bytes));
            for words in &private {
                assert!(!bytes.contains(words.as_str()), "{} tells: {words}", page.path);
            }
        }
    }
    assert!(100 < n_pages, "{n_pages}");
}

/// A published comment that came on paper: where it is kept, its scan and the name under it are for staff alone.
async fn on_paper(app: &TestApp) -> TrackingNumber {
    let entry = app.entry("We want a bridge, all of us.").by("Kim");
    let entry = entry.kept_at("Cabinet nine under the stairs").signatories("12");
    let entry = entry.field("display_name", "The street leaves its names out");
    let scan: (&str, &[u8]) = ("Signature of a whole street.pdf", b"Twelve names in blue ink.");
    let id = entry.scan(scan.0, scan.1).insert().await;
    app.hand_over(id).await;
    let number = app.confirm(id, "Lou").await;
    app.publish(&number).await;
    number
}

/// Every text of some length that stands in a private table and in no public one.
async fn private_words(app: &TestApp, numbers: &[String]) -> BTreeSet<String> {
    let public: String =
        dump(app, &["catalogue", "public_record"]).await.into_iter().map(|(_, row)| row).collect();
    let mut words = BTreeSet::new();
    for (_, row) in dump(app, &["intake"]).await {
        collect(&serde_json::from_str(&row).unwrap(), &mut words);
    }
    words.retain(|it| {
        let said = serde_json::Value::from(it.as_str()).to_string();
        // Names of fields stand in drafts; the form names them too.
        let is_name = it.starts_with("answers.") && !it.contains(' ');
        !is_name && !public.contains(said.trim_matches('"')) && !numbers.contains(it)
    });
    words
}

fn collect(value: &serde_json::Value, words: &mut BTreeSet<String>) {
    /// Shorter ones are codes and choices, which pages name anyway.
    const FROM_CHARS: usize = 14;
    match value {
        serde_json::Value::String(it) if FROM_CHARS <= it.chars().count() => {
            words.insert(it.clone());
        }
        serde_json::Value::Array(values) => values.iter().for_each(|it| collect(it, words)),
        serde_json::Value::Object(values) => values.values().for_each(|it| collect(it, words)),
        _ => {}
    }
}

/// Whatever answers a GET, for each area and each comment.
async fn every_page(reader: &Visitor, numbers: &[String]) -> Vec<Page> {
    let mut pages = Vec::new();
    for address in addresses() {
        let is_read = address.methods.iter().any(|it| it.as_str() == "GET");
        // A portal that sends no mail shows all mails to whoever sits at its machine.
        if !is_read || address.policy == Policy::Mailbox {
            continue;
        }
        let mut paths = BTreeSet::new();
        for area in ["bridge", "ferry"] {
            for number in numbers {
                let path = address.path.replace("{initiative}", "harbor").replace("{area}", area);
                let path = path.replace("{position}", "1").replace("{entry}", "1");
                paths.insert(path.replace("{tracking_number}", number));
            }
        }
        for path in paths {
            pages.push(reader.get(&path).await);
        }
    }
    pages
}

/// Every row of every table, as JSON.
async fn dump(app: &TestApp, schemas: &[&str]) -> Vec<(String, String)> {
    let mut conn = app.db().await;
    let tables: Vec<Row> = diesel::sql_query(
        "SELECT table_schema || '.' || table_name AS words FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' ORDER BY 1",
    )
    .load(&mut conn)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for Row { words: place } in tables {
        if !schemas.iter().any(|it| place.starts_with(&format!("{it}."))) {
            continue;
        }
        let query = format!("SELECT to_jsonb(it)::text AS words FROM {place} AS it");
        let found: Vec<Row> = diesel::sql_query(query).load(&mut conn).await.unwrap();
        rows.extend(found.into_iter().map(|it| (place.clone(), it.words)));
    }
    rows
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    words: String,
}
