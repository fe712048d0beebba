//! The log of a program that runs, at its most talkative: secrets and texts are looked for in it.

use super::program::{self, Program};
use super::{FORM, Ready, ready_accounts, sign_in};
use crate::support::{Visitor, code_now};

const TEXT: &str = "Herons nest where the willows lean over the quay.";
const WRONG: &str = "a wrong password that nobody has";
const EMAIL: &str = "wilhelmina.heron@example.org";
const NAME: &str = "Wilhelmina Heron";

// L1, L3
#[actix_web::test]
async fn neither_a_secret_nor_an_address_nor_a_text_is_in_the_log_of_a_program_however_much_it_logs()
 {
    let folder = program::data_folder();
    let settings = [
        ("LECTERN_LOG__FILTER", "info,lectern=trace".to_owned()),
        // Everybody comes from one network here.
        ("LECTERN_LIMITS__SIGN_IN__BURST", "100".to_owned()),
    ];
    let demo = Program::start_with(&["demo", "--port", "0"], folder.path(), &settings).await;
    let mut planted = vec![TEXT.to_owned(), WRONG.to_owned(), EMAIL.to_owned(), NAME.to_owned()];

    planted.extend(comment_without_an_account(&demo).await);
    let accounts = ready_accounts(folder.path());
    for account in &accounts {
        let visitor = demo.visitor();
        let wrong = [("email", account.email.as_str()), ("password", WRONG)];
        visitor.post("/sign-in", &wrong).await.expect(422);
        let visitor = sign_in(&demo, &accounts, &account.role).await;
        planted.extend(visitor.cookie("session"));
        planted.push(account.email.clone());
        planted.push(account.password.clone());
        planted.extend(account.totp_secret.clone());
    }
    planted.extend(one_time_codes(&demo, &accounts).await);
    // What is wrong with a request is logged as well.
    let reader = demo.visitor();
    reader.post_bytes("/sign-in", format!("email={EMAIL}&password=\u{0}{TEXT}")).await;
    reader.get(&format!("/verify-email?token={}", hex::encode(TEXT))).await;
    planted.push(hex::encode(TEXT));

    let logged = demo.logged();
    let log: Vec<&str> = logged.lines().map(without_time).collect();
    assert!(30 < log.len(), "it logs: {}", log.len());
    for secret in planted {
        assert!(5 < secret.len(), "{secret} could be there by chance");
        let found = log.iter().find(|it| it.contains(&secret));
        assert_eq!(found, None, "{secret}");
    }
    demo.stop();
}

/// Sent, mailed, confirmed. Gives the tokens that this took.
async fn comment_without_an_account(demo: &Program) -> Vec<String> {
    let ana = demo.visitor();
    let form = ana.get(FORM).await.expect(200).form("body").set("body", TEXT);
    let asked = form.press("submit").await.expect(200);
    let form = asked.form("email").set("display_name", NAME).set("email", EMAIL);
    form.press("submit").await.follow().await.expect(200);
    let link = link_to(&ana, "/confirm-comment?token=").await;
    let page = ana.get(&link).await.expect(200);
    page.form("confirm it").press("confirm it").await.expect(303);
    let asked = demo.visitor().get("/sign-in").await.form("Mail me a link").set("email", EMAIL);
    asked.press("Mail me a link").await.expect(200);
    let sign_in = link_to(&ana, "/sign-in/link").await;
    let tokens = [&link, &sign_in].map(|it| it.split("token=").nth(1).unwrap().to_owned());
    tokens.into_iter().chain(ana.cookie("draft")).chain(ana.cookie("session")).collect()
}

/// The codes of somebody who sets up an app, and signs in by a recovery code.
async fn one_time_codes(demo: &Program, accounts: &[Ready]) -> Vec<String> {
    let visitor = sign_in(demo, accounts, "commenter").await;
    let page = visitor.get("/account/one-time-code").await.expect(200);
    let secret = page.id("secret").replace(' ', "");
    let code = code_now(&secret);
    let done = page.form("code").set("code", &code).press("Set up").await.expect(200);
    let codes = done.all(".recovery-codes li");
    let account = accounts.iter().find(|it| it.role == "commenter").unwrap();
    let form = demo.visitor().get("/sign-in").await.form("password").set("email", &account.email);
    let form = form.set("password", &account.password).add("code", &codes[0]);
    assert_eq!(form.press("Sign in").await.expect(303).location(), "/account");
    codes.into_iter().chain([secret, code]).chain(visitor.cookie("session")).collect()
}

/// The newest link of this kind in the mailbox of the demonstration.
async fn link_to(visitor: &Visitor, path: &str) -> String {
    let list = visitor.get("/mailbox").await.expect(200);
    let mails = list.links().into_iter().filter(|(it, _)| it.starts_with("/mailbox/"));
    for (mail, _) in mails {
        let links = visitor.get(&mail).await.expect(200).links();
        if let Some((link, _)) = links.into_iter().find(|(it, _)| it.contains(path)) {
            return link;
        }
    }
    panic!("no mail with {path}");
}

/// A line without its time, whose digits could be anything.
fn without_time(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, rest)| rest)
}
