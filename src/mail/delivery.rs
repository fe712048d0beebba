//! Delivery: takes mails that are due from the outbox and hands them to the mail server.
//!
//! A mail is claimed for a time, sent outside any transaction, and then noted as sent or failed. Should the program
//! die in between, or the answer get lost, the mail goes out again later under the same Message-ID.

mod failure;
mod line;
pub mod trial;

use std::time::Duration;

use anyhow::Context;
use chrono::TimeDelta;
use lectern_templates::mails::{Letter, parts};
use lettre::Message;
use lettre::message::{Mailbox, MultiPart};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::app::AppState;
use crate::error::AppResult;
use crate::models::outbox::QueuedMail;
use crate::settings::{Mail, PublicUrl};
use failure::Failure;
use line::Line;

/// How much longer than the mail server's time a claim holds: enough to write down what came of it.
const TO_WRITE_DOWN: Duration = Duration::from_secs(60);
/// How long a mail under way may take after the word to stop.
const LAST_MOMENT: Duration = Duration::from_millis(500);

/// Speaks to the configured mail server, and knows who we say we are.
pub struct Courier {
    line: Line,
    from: Mailbox,
    host: String,
    patience: Duration,
}

impl Courier {
    /// # Errors
    /// If the sender's address, or the server's name, is not one.
    pub fn new(settings: &Mail, site: &PublicUrl) -> anyhow::Result<Self> {
        Ok(Self {
            line: Line::new(settings)?,
            from: settings.from.parse().context("mail.from")?,
            host: site.host(),
            patience: Duration::from_secs(settings.timeout_seconds),
        })
    }

    /// Delivers what is due, one mail after the other, until nothing is left or the program stops: a long outbox
    /// does not hold up the stop, what is left waits for the next start.
    ///
    /// # Errors
    /// What the database says; a mail that the server does not take is no error but tried again.
    pub async fn deliver_due(
        &mut self,
        state: &AppState,
        stop: &CancellationToken,
    ) -> AppResult<()> {
        while !stop.is_cancelled() {
            let lease = self.patience.saturating_add(TO_WRITE_DOWN);
            // The connection is given back before the server is spoken to.
            let claimed = QueuedMail::claim_next(&mut *state.db().await?, lease).await?;
            let Some(mail) = claimed else { break };
            self.deliver(&mail, state, stop).await?;
        }
        self.line.hang_up().await;
        Ok(())
    }

    async fn deliver(
        &mut self,
        mail: &QueuedMail,
        state: &AppState,
        stop: &CancellationToken,
    ) -> AppResult<()> {
        let sent = tokio::select! {
            sent = timeout(self.patience, self.send(mail)) => sent.unwrap_or(Err(Failure::SILENT)),
            () = last_moment(stop) => return Ok(mail.put_back(&mut *state.db().await?).await?),
        };
        let conn = &mut *state.db().await?;
        match sent {
            Ok(()) => mail.mark_sent(conn).await?,
            Err(failure) => {
                let wait = failure.wait_after(mail.attempts);
                let (given_up, cause) = (wait.is_none(), failure.kind);
                tracing::warn!(mail = mail.id, given_up, cause, "Mail not delivered");
                mail.mark_failed(conn, failure.kind, wait.map(TimeDelta::minutes)).await?;
            }
        }
        Ok(())
    }

    async fn send(&mut self, mail: &QueuedMail) -> Result<(), Failure> {
        let recipient: lettre::Address = mail.recipient.parse().map_err(|_| Failure::MALFORMED)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.message_id, self.host)))
            // Nobody's out-of-office answers a machine (RFC 3834).
            .raw_header(lettre::message::header::HeaderValue::new(
                lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(both_parts(mail))
            .map_err(|_| Failure::MALFORMED)?;
        let sent = self.line.send(message.envelope(), &message.formatted()).await;
        sent.map_err(|it| Failure::from(&it))
    }
}

/// Text and HTML, of which a mail program shows one.
fn both_parts(mail: &QueuedMail) -> MultiPart {
    let it = parts(&Letter { subject: &mail.subject, text: &mail.body, footer: None });
    MultiPart::alternative_plain_html(it.text, it.html)
}

async fn last_moment(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(LAST_MOMENT).await;
}
