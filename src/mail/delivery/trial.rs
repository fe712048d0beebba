//! Trying the mail server out, for an operator who wants its own words.

use std::error::Error as _;
use std::time::Duration;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use tokio::time::timeout;

use super::line::Line;
use crate::domain::email::EmailAddress;
use crate::settings::Mail;

/// Connects, secures the connection and signs in, as for a mail, and hangs up.
///
/// # Errors
/// What went wrong, with the words of the server.
pub async fn greet(settings: &Mail) -> Result<(), String> {
    within(settings, async {
        let line = Line::new(settings).map_err(|it| format!("{it:#}"))?;
        let mut connection = line.connect().await.map_err(|it| in_words(&it.error))?;
        // It answered; whether it says good-bye does not matter.
        let _ = connection.quit().await;
        Ok(())
    })
    .await
}

/// Hands one mail over, and gives the server's answer.
///
/// # Errors
/// What went wrong, with the words of the server.
pub async fn send(settings: &Mail, recipient: &EmailAddress) -> Result<String, String> {
    let from: Mailbox = settings.from.parse().map_err(|it| format!("mail.from: {it}"))?;
    let to: lettre::Address =
        recipient.as_str().parse().map_err(|it| format!("the address cannot be used: {it}"))?;
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject("A test of the mail settings")
        .body("This mail was asked for with `lectern doctor --test-mail`. Mail works.\n".to_owned())
        .map_err(|it| it.to_string())?;
    within(settings, async {
        let line = Line::new(settings).map_err(|it| format!("{it:#}"))?;
        let mut connection = line.connect().await.map_err(|it| in_words(&it.error))?;
        let answer = connection.send(message.envelope(), &message.formatted()).await;
        let answer = answer.map_err(|it| in_words(&it))?;
        let _ = connection.quit().await;
        let words: Vec<&str> = answer.message().collect();
        Ok(format!("{} {}", answer.code(), words.join(" ")))
    })
    .await
}

async fn within<T>(
    settings: &Mail,
    work: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    let patience = Duration::from_secs(settings.timeout_seconds);
    let silent = || format!("the server did not answer within {} seconds", patience.as_secs());
    timeout(patience, work).await.unwrap_or_else(|_| Err(silent()))
}

fn in_words(error: &Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        let more = it.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = it.source();
    }
    words
}
