//! Everything held about somebody, as a zip: theirs, whole, without keys and without the names of staff.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use lectern::auth::own_account::held::{ELSEWHERE, is_in_the_file};
use lectern::schema::intake::{accounts, comment_versions, mailed_links, sessions};
use serde_json::{Value, json};

use crate::support::{FORM, Page, TestApp, Visitor, email_of, fill_in};

#[actix_web::test]
async fn the_file_has_everything_twice_and_nothing_of_anybody_else() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let moderator = "Moira Rathbone";
    app.moderator(moderator).await;
    let formula =
        app.comment("=1+1 is what it costs.").attribution("named").organization("Quay Ltd");
    let formula = formula.answer("material", "stone").file("plan.txt", b"Herons.");
    let number = formula.withheld("off_topic").insert().await;
    app.comment("Ben's own words.").by("Ben").insert().await;
    app.set_password("Ana", "a lantern over the harbor wall").await;
    let ana = app.registered("Ana").await;
    let form = ana.get(FORM).await.expect(200).form("body");
    fill_in(form, "A draft of mine.").press("save").await;
    let ask = app.visitor().get("/sign-in").await.form("Mail me a link");
    ask.set("email", &email_of("Ana")).press("Mail me a link").await.expect(200);
    let link = app.last_link_to(&email_of("Ana")).await;

    let page = download(&ana).await.expect(200);

    assert_eq!(page.header("content-type"), "application/zip");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("content-disposition").contains("lectern-account.zip"));
    let files = unzip(&page.bytes);
    assert!(files["README.txt"].contains("Everything that Lectern holds about you"));
    let rows = |name: &str| -> Vec<Value> { serde_json::from_str(&files[name]).unwrap() };
    assert_eq!(rows("account.json")[0]["email"], email_of("Ana"));
    assert_eq!(rows("account.json")[0]["has_password"], true);
    assert_eq!(rows("comments.json")[0]["tracking_number"], number.to_string());
    assert_eq!(files[&format!("files/{number}/1-1 plan.txt")], "Herons.");
    assert_eq!(rows("attachments.json")[0]["name"], "plan.txt");
    let version = &rows("comment_versions.json")[0];
    assert_eq!(version["body"], "=1+1 is what it costs.");
    let digest: Vec<u8> = comment_versions::table
        .select(comment_versions::receipt_sha256)
        .order(comment_versions::id)
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(version["receipt_sha256"], hex::encode(digest));
    assert_eq!(version["receipt_nonce"].as_str().unwrap().len(), 32);
    assert_eq!(rows("answers.json")[0]["answer"], "stone");
    let decision = &rows("decisions.json")[0];
    assert_eq!((&decision["to"], &decision["by"]), (&"withheld".into(), &"moderator".into()));
    assert_eq!(rows("drafts.json").len(), 1);
    assert_eq!(rows("sessions.json").len(), 1);
    assert!(rows("mails.json").iter().any(|it| it["kind"] == "sign_in"));
    assert_eq!(rows("mailed_links.json")[0]["purpose"], "sign_in");

    assert!(
        files["comment_versions.csv"].contains(",'=1+1 is what it costs.,"),
        "a formula is guarded"
    );
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let json: Vec<Value> =
            serde_json::from_str(&files[&name.replace(".csv", ".json")]).unwrap();
        let records = csv::Reader::from_reader(text.as_bytes()).into_records().count();
        assert_eq!(records, json.len(), "{name}");
    }

    let mut conn = app.db().await;
    let hash: Option<String> = accounts::table
        .filter(accounts::password_hash.is_not_null())
        .select(accounts::password_hash)
        .first(&mut conn)
        .await
        .unwrap();
    let mut tokens: Vec<Vec<u8>> =
        sessions::table.select(sessions::token_sha256).load(&mut conn).await.unwrap();
    tokens.extend(
        mailed_links::table
            .select(mailed_links::token_sha256)
            .load::<Vec<u8>>(&mut conn)
            .await
            .unwrap(),
    );
    let mut keys = vec![hash.unwrap(), link.split_once("token=").unwrap().1.to_owned()];
    keys.push(ana.cookie("session").unwrap());
    keys.extend(tokens.iter().map(hex::encode));
    for (name, text) in &files {
        for key in &keys {
            assert!(!text.contains(key.as_str()), "{name} has a key");
        }
        for foreign in ["Moira", "moira", "Ben's own words", "ben@example.org"] {
            assert!(!text.contains(foreign), "{name} has {foreign}");
        }
    }
}

#[actix_web::test]
async fn somebody_with_nothing_gets_a_whole_file_and_only_after_proving_who_they_are() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;

    let files = unzip(&download(&ana).await.expect(200).bytes);
    assert_eq!(files["comments.json"], "[]\n");
    assert!(files["comments.csv"].starts_with("tracking_number,"));

    diesel::update(sessions::table)
        .set(sessions::proved_at.eq(chrono::DateTime::UNIX_EPOCH))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    assert!(ana.get("/account/data").await.expect(303).location().starts_with("/account/prove"));
    ana.post("/account/data", &[]).await.expect(401);
    ana.get("/account/data?account_id=1").await.expect(303);
}

#[actix_web::test]
async fn staff_read_what_they_did_and_not_to_whom() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let mo = app.account("Mo").await;
    let form = ada.get(&format!("/admin/accounts/{}/suspend", mo.id.0)).await.form("reason");
    form.set("reason", "They asked us to.").press("Suspend").await.expect(303);
    let form = ada.get(&format!("/admin/accounts/{}/lift", mo.id.0)).await.form("reason");
    form.set("reason", "They came back.").press("Lift the suspension").await.expect(303);

    let acts = async |visitor: &Visitor| -> Vec<Value> {
        let files = unzip(&download(visitor).await.expect(200).bytes);
        let acts: Vec<Value> = serde_json::from_str(&files["acts.json"]).unwrap();
        acts.iter().map(|it| json!([it["by_you"], it["act"], it["subject"]])).collect()
    };
    assert_eq!(
        acts(&ada).await,
        [
            json!([true, "account_suspended", "account"]),
            json!([true, "suspension_lifted", "account"])
        ]
    );
    assert_eq!(
        acts(&app.registered("Mo").await).await,
        [
            json!([false, "account_suspended", "your account"]),
            json!([false, "suspension_lifted", "your account"])
        ]
    );
}

#[actix_web::test]
async fn many_long_comments_come_whole() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for n in 0..12 {
        let body: String = (0..6_000).map(|it| format!("{:x} ", it * 7919 + n)).collect();
        app.comment(&body).insert().await;
    }

    let files = unzip(&download(&app.registered("Ana").await).await.expect(200).bytes);

    let versions: Vec<Value> = serde_json::from_str(&files["comment_versions.json"]).unwrap();
    assert_eq!(versions.len(), 12);
    assert!(versions.iter().all(|it| it["body"].as_str().unwrap().len() > 20_000));
}

#[actix_web::test]
async fn every_private_table_is_in_the_file_or_is_listed_with_a_reason() {
    let app = TestApp::spawn().await;
    let tables: Vec<Name> = diesel::sql_query(
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'intake'",
    )
    .load(&mut app.db().await)
    .await
    .unwrap();

    assert!(tables.len() > 15);
    for (listed, _) in ELSEWHERE {
        assert!(tables.iter().any(|it| it.name == *listed), "{listed} is no table");
    }
    for Name { name } in tables {
        let elsewhere = ELSEWHERE.iter().any(|(it, _)| *it == name);
        assert_ne!(is_in_the_file(&name), elsewhere, "{name}: see auth/own_account/held");
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

async fn download(visitor: &Visitor) -> Page {
    let form = visitor.get("/account/data").await.expect(200).form("Download everything");
    form.press("Download everything").await
}

fn unzip(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}
