//! Which passwords are taken: a table of fifty bad and fifty good ones, and a list of known ones.

use argon2::password_hash::PasswordHasher;
use argon2::{Argon2, Params};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::auth::choosing;
use lectern::domain::password::{Password, context};
use lectern::schema::intake::accounts;
use sha1::{Digest, Sha1};

use crate::support::{TestApp, email_of};

const TABLE: &str = include_str!("passwords.txt");
const KNOWN: &str = "a lantern over the harbor wall";

// A2
#[test]
fn fifty_bad_passwords_are_refused_and_fifty_good_ones_taken() {
    let context = context("comments.energy.example", "ana.lopez@example.org", "Ana Lopez");
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let (bad, good) = TABLE.split_once("\n# good\n").unwrap();
    let passwords = |it: &str| -> Vec<String> {
        let lines = it.lines().filter(|it| !it.is_empty() && !it.starts_with("# "));
        lines.map(str::to_owned).collect()
    };
    let (bad, good) = (passwords(bad), passwords(good));
    assert_eq!((bad.len(), good.len()), (50, 50));

    let taken: Vec<_> = bad.iter().filter(|it| Password::parse_new(it, &context).is_ok()).collect();
    let refused: Vec<_> =
        good.iter().filter(|it| Password::parse_new(it, &context).is_err()).collect();
    assert!(taken.is_empty() && refused.is_empty(), "taken: {taken:#?}, refused: {refused:#?}");
    for it in &bad {
        let reason = Password::parse_new(it, &context).unwrap_err();
        assert!(reason.contains("Use ") && !reason.contains(it.as_str()), "{reason}");
    }
}

#[actix_web::test]
async fn a_password_that_is_hard_to_judge_keeps_no_other_request_waiting() {
    let app = TestApp::spawn().await;
    let hard = "password".repeat(10);
    let mut choosing =
        std::pin::pin!(choosing::choose(&app.state, &hard, "ana@example.org", "Ana"));

    let looked_at_once = futures_util::future::poll_immediate(choosing.as_mut()).await;

    assert!(looked_at_once.is_none(), "it is judged elsewhere");
    assert!(choosing.await.unwrap().is_err());
}

// A2
#[actix_web::test]
async fn a_password_on_the_list_of_known_ones_is_refused_with_the_reason() {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut lines: Vec<_> = (0..500)
        .map(|it| format!("another known password {it}"))
        .chain([KNOWN.to_owned()])
        .map(|it| format!("{}:3\n", hex::encode_upper(Sha1::digest(it.as_bytes()))))
        .collect();
    lines.sort_unstable();
    std::fs::write(list.path(), lines.concat()).unwrap();
    let app =
        TestApp::with_settings(|it| it.passwords.breached_file = list.path().to_owned()).await;
    let ana = app.registered("Ana").await;

    let form = ana.get("/account/password").await.expect(200).form("password");
    let page = form.clone().set("password", KNOWN).press("Set a password").await.expect(422);
    assert_eq!(page.wrong_fields(), ["password"]);
    assert!(page.says("list of passwords that became known elsewhere"));
    let other = form.set("password", "another lantern, another wall");
    other.press("Set a password").await.expect(303);
}

// A5
#[actix_web::test]
async fn a_hash_with_older_settings_is_made_anew_when_its_owner_signs_in() {
    let app = TestApp::spawn().await;
    app.account("Ana").await;
    let older = Argon2::from(Params::new(9216, 4, 1, None).unwrap());
    let older = older.hash_password(KNOWN.as_bytes()).unwrap().to_string();
    diesel::update(accounts::table)
        .set(accounts::password_hash.eq(&older))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    let form = app.visitor().get("/sign-in").await.form("password").set("email", &email_of("Ana"));

    form.clone()
        .set("password", "another lantern, another wall")
        .press("Sign in")
        .await
        .expect(422);
    assert_eq!(stored(&app).await, older);
    form.clone().set("password", KNOWN).press("Sign in").await.expect(303);
    let renewed = stored(&app).await;

    assert!(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{renewed}");
    form.set("password", KNOWN).press("Sign in").await.expect(303);
    assert_eq!(stored(&app).await, renewed, "once is enough");
}

async fn stored(app: &TestApp) -> String {
    let hash: Option<String> =
        accounts::table.select(accounts::password_hash).first(&mut app.db().await).await.unwrap();
    hash.unwrap()
}
