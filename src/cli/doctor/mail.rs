//! The mail server: reached, secured and signed in to, as for a mail. None is sent unless that is asked for.

use super::finding::Finding;
use crate::domain::email::EmailAddress;
use crate::mail::delivery::trial;
use crate::settings::{Settings, SmtpTls};

const ABOUT: &str = "mail server";

pub async fn examine(settings: &Settings, test_mail: Option<&EmailAddress>) -> Vec<Finding> {
    let mail = &settings.mail;
    if !mail.has_server() {
        let words = "there is none, so mails wait in the database";
        return vec![if settings.server.public_url().is_loopback() {
            Finding::ok(ABOUT, format!("{words}; /mailbox shows them on this machine"))
        } else {
            let remedy = "Set smtp_host, smtp_user and from in [mail]: without mail nobody can confirm an address.";
            Finding::wrong(ABOUT, words, remedy)
        }];
    }
    let place = format!("{}, port {}", mail.smtp_host, mail.smtp_port);
    if let Err(words) = trial::greet(mail).await {
        return vec![Finding::wrong(ABOUT, format!("{place}: {words}"), remedy(&words))];
    }
    let secured = if mail.smtp_tls == SmtpTls::None { "without TLS" } else { "inside TLS" };
    let login = if mail.smtp_user.is_empty() { "without a login" } else { "and signed in" };
    let mut findings =
        vec![Finding::ok(ABOUT, format!("{place}: reached {secured} {login}; no mail was sent"))];
    if let Some(recipient) = test_mail {
        findings.push(match trial::send(mail, recipient).await {
            Ok(answer) => Finding::ok("test mail", format!("the server took it: {answer}")),
            Err(words) => Finding::wrong(
                "test mail",
                format!("the server did not take it: {words}"),
                remedy(&words),
            ),
        });
    }
    findings
}

fn remedy(words: &str) -> &'static str {
    let words = words.to_lowercase();
    if words.contains("certificate") || words.contains("tls") || words.contains("ssl") {
        "Check mail.smtp_tls: \"starttls\" is usual on port 587, \"required\" on 465. The certificate must name mail.smtp_host."
    } else if words.contains("535") || words.contains("auth") || words.contains("credential") {
        "Check mail.smtp_user and the password in the file of LECTERN_MAIL__SMTP_PASSWORD_FILE."
    } else if words.contains("sender") || words.contains("from") {
        "Check mail.from: the server must allow this login to send as that address."
    } else {
        "Check mail.smtp_host and mail.smtp_port, and that this machine may reach them: nc -vz HOST PORT"
    }
}
