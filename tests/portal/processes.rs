//! The program itself, started and killed: what it acknowledged is there when it comes back (rule 1).

mod evaluating;
mod files;
mod log;
pub mod program;
mod read_only;
mod two;
pub mod writing;

use serde::Deserialize;

use crate::support::{Visitor, code_now};
use program::Program;

const FORM: &str = "/initiatives/genesis-mission/federal-coordination/comment";

#[derive(Deserialize)]
struct Ready {
    role: String,
    email: String,
    password: String,
    totp_secret: Option<String>,
}

#[actix_web::test]
async fn a_demonstration_survives_being_killed_with_everything_it_acknowledged() {
    let folder = program::data_folder();
    let mut demo = Program::start(&["demo", "--port", "0"], folder.path()).await;
    let accounts = ready_accounts(folder.path());
    for role in ["moderator", "analyst", "administrator"] {
        let visitor = sign_in(&demo, &accounts, role).await;
        let page = visitor.get("/moderation").await;
        assert_eq!(page.status, if role == "moderator" { 200 } else { 403 }, "{role}");
    }
    let reader = demo.visitor();
    let before = reader.get("/initiatives/genesis-mission/summary").await.expect(200);
    assert!(100 < received(&before.all("dl.stats dd")[0]));
    assert!(reader.get("/mailbox").await.expect(200).status == 200);

    let commenter = sign_in(&demo, &accounts, "commenter").await;
    let form = commenter.get(FORM).await.expect(200).form("body");
    let sent = form.set("body", "This must not be lost.").press("submit").await.expect(303);
    let receipt = sent.location().split('?').next().unwrap().to_owned();
    demo.kill();
    let mut demo = Program::start(&["demo", "--port", "0"], folder.path()).await;

    let accounts_again = ready_accounts(folder.path());
    assert!(accounts.iter().zip(&accounts_again).all(|(a, b)| a.password == b.password));
    let commenter = sign_in(&demo, &accounts_again, "commenter").await;
    assert!(commenter.get(&receipt).await.expect(200).says("This must not be lost."));
    let form = commenter.get(FORM).await.expect(200).form("body");
    form.set("body", "Nor this, with the database killed.").press("submit").await.expect(303);
    demo.kill_with_database();
    let demo = Program::start(&["demo", "--port", "0"], folder.path()).await;

    let after = demo.visitor().get("/initiatives/genesis-mission/summary").await.expect(200);
    assert_eq!(received(&after.all("dl.stats dd")[0]), received(&before.all("dl.stats dd")[0]) + 2);
    demo.stop();
}

#[actix_web::test]
async fn the_passwords_of_a_demonstration_are_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = program::data_folder();
    let demo = Program::start(&["demo", "--port", "0"], folder.path()).await;

    let file = folder.path().join("demo-accounts.json");

    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    for account in ready_accounts(folder.path()) {
        assert!(demo.said().contains(&account.password), "{}", account.role);
    }
    demo.stop();
}

#[actix_web::test]
async fn a_bad_setting_stops_the_start_with_one_line_that_names_it() {
    let folder = program::data_folder();
    for (name, value, named) in [
        ("LECTERN_SERVER__PORT", "many", "LECTERN_SERVER__PORT"),
        ("LECTERN_SERVER__PROT", "80", "server.prot"),
        ("LECTERN_SERVER__PUBLIC_URL", "http://comments.example.gov", "public_url"),
    ] {
        let (code, out) = program::run_to_end(&["serve"], folder.path(), &[(name, value)]);
        assert_ne!(code, 0, "{name}");
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(out.to_lowercase().contains(&named.to_lowercase()), "{out}");
    }
}

#[test]
fn every_subcommand_explains_itself_with_an_example() {
    let folder = program::data_folder();
    for command in [
        vec!["serve"],
        vec!["demo"],
        vec!["migrate"],
        vec!["initiative", "apply"],
        vec!["account", "create"],
        vec!["account", "reset-code"],
        vec!["site", "notice"],
        vec!["site", "read-only"],
        vec!["import"],
        vec!["export"],
        vec!["doctor"],
        vec!["health"],
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let (code, out) = program::run_to_end(&arguments, folder.path(), &[]);
        assert_eq!(code, 0, "{command:?}");
        assert!(out.contains("Example: "), "{command:?}: {out}");
    }
}

/// A story asks for a page again and again until something is on it.
fn many_pages() -> (&'static str, String) {
    ("LECTERN_LIMITS__READ__BURST", "1000000".to_owned())
}

fn ready_accounts(folder: &std::path::Path) -> Vec<Ready> {
    let text = std::fs::read_to_string(folder.join("demo-accounts.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn sign_in(demo: &Program, accounts: &[Ready], role: &str) -> Visitor {
    let account = accounts.iter().find(|it| it.role == role).unwrap();
    let visitor = demo.visitor();
    let form = visitor.get("/sign-in").await.expect(200).form("password");
    let form = form.set("email", &account.email).set("password", &account.password);
    // Password and code in one form, as scripts may send them.
    let form = match &account.totp_secret {
        Some(secret) => form.add("code", &code_now(secret)),
        None => form,
    };
    let signed_in = form.press("Sign in").await.expect(303);
    assert_eq!(signed_in.location(), "/account", "{role}");
    visitor
}

fn received(figure: &str) -> i64 {
    figure.replace(',', "").parse().unwrap()
}
