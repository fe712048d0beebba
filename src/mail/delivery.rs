//! Delivery: takes mails that are due from the outbox and hands them to the mail server.
//!
//! A mail is claimed for a time, sent outside any transaction, and then noted as sent or failed. Should the program
//! die in between, or the answer get lost, the mail goes out again later under the same Message-ID. A failure that is
//! not the mail's makes all of them wait: see [`FailureKind::fault`]. Several couriers deliver at the same time: most of
//! what a mail takes is waiting for the server.

mod failure;
mod line;
mod pause;
mod ready;
pub mod trial;

use std::time::Duration;

use anyhow::Context;
use lectern_templates::mails::parts;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::composing::Composed;
use crate::app::AppState;
use crate::error::AppResult;
use crate::models::outbox::{FailureKind, Fault, Noted, QueuedMail};
use crate::settings::{Mail, PublicUrl};
use line::Line;
use pause::Pause;

/// How much longer than the mail server's time a claim holds: enough to write down what came of it.
const TO_WRITE_DOWN: Duration = Duration::from_secs(60);
/// What a server says before it hangs up.
const GOOD_BYE: u16 = 421;
/// How long a mail under way may take after the word to stop.
const LAST_MOMENT: Duration = Duration::from_millis(500);

/// Speaks to the configured mail server over a line of its own, and knows who we say we are.
pub struct Courier {
    line: Line,
    /// Shared with the others: they speak to the same server.
    pause: Pause,
    from: Mailbox,
    host: String,
    patience: Duration,
}

impl Courier {
    /// As many as the settings say. When the server does not answer one of them, all leave it alone.
    ///
    /// # Errors
    /// If the sender's address, or the server's name, is not one.
    pub fn all(settings: &Mail, site: &PublicUrl) -> anyhow::Result<Vec<Self>> {
        let pause = Pause::default();
        let courier = |_| Ok(Self { pause: pause.clone(), ..Self::new(settings, site)? });
        (0..settings.couriers).map(courier).collect()
    }

    /// # Errors
    /// If the sender's address, or the server's name, is not one.
    pub fn new(settings: &Mail, site: &PublicUrl) -> anyhow::Result<Self> {
        Ok(Self {
            line: Line::new(settings)?,
            pause: Pause::default(),
            from: settings.from.parse().context("mail.from")?,
            host: site.host(),
            patience: Duration::from_secs(settings.timeout_seconds),
        })
    }

    /// Delivers what is due, one mail after the other, until nothing is left, the line fails or the program stops: a
    /// long outbox does not hold up the stop, what is left waits for the next start.
    ///
    /// # Errors
    /// What the database says; a mail that the server does not take is no error but tried again.
    pub async fn deliver_due(
        &mut self,
        state: &AppState,
        stop: &CancellationToken,
    ) -> AppResult<()> {
        while !stop.is_cancelled() {
            let Some(_leave) = self.pause.leave() else { break };
            let lease = self.patience.saturating_add(TO_WRITE_DOWN);
            // The connection is given back before the server is spoken to.
            let claimed = QueuedMail::claim_next(&mut *state.db().await?, lease).await?;
            let Some(mail) = claimed else { break };
            let together = ready::ready(&mut *state.db().await?, &state.settings, &mail).await?;
            if !together.is_empty() {
                self.deliver(&mail, &together, state, stop).await?;
            }
        }
        self.line.hang_up().await;
        Ok(())
    }

    async fn deliver(
        &mut self,
        mail: &QueuedMail,
        together: &[QueuedMail],
        state: &AppState,
        stop: &CancellationToken,
    ) -> AppResult<()> {
        let composed = Composed::of(state, together)?;
        let sent = tokio::select! {
            sent = self.send(mail, &composed) => sent,
            () = last_moment(stop) => return Ok(mail.put_back(&mut *state.db().await?).await?),
        };
        let conn = &mut *state.db().await?;
        match sent {
            Ok(()) => {
                self.pause.end();
                mail.mark_sent(conn).await?;
            }
            Err(failure) if failure.kind.fault() == Fault::Line => {
                let is_known = self.pause.holds();
                let wait = self.pause.begin(failure.kind);
                if !is_known {
                    let (cause, minutes) = (failure.kind.label(), wait.num_minutes());
                    tracing::warn!(cause, code = failure.code, minutes, "No mail goes out for now");
                }
                mail.mark_held_up(conn, &failure, wait).await?;
            }
            Err(failure) => {
                match failure.code {
                    Some(GOOD_BYE) => self.pause.doubt(),
                    _ => self.pause.end(),
                }
                let n_failures = usize::try_from(mail.attempts).unwrap_or_default();
                let wait = failure.kind.wait_after(n_failures, rand::random());
                let (given_up, cause) = (wait.is_none(), failure.kind.label());
                let code = failure.code;
                tracing::warn!(mail = mail.id, given_up, cause, code, "Mail not delivered");
                mail.mark_failed(conn, &failure, wait).await?;
            }
        }
        Ok(())
    }

    async fn send(&mut self, mail: &QueuedMail, composed: &Composed) -> Result<(), Noted> {
        let message = self.message(mail, composed);
        let message = message.ok_or(Noted::ours(FailureKind::Malformed))?;
        self.line.send(message.envelope(), &message.formatted()).await
    }

    /// The mail with its headers: to one recipient, whatever stands in a row.
    fn message(&self, mail: &QueuedMail, composed: &Composed) -> Option<Message> {
        let recipient: lettre::Address = mail.recipient.parse().ok()?;
        let both = parts(&composed.letter());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(one_line(&composed.subject)?)
            .message_id(Some(format!("<{}@{}>", one_line(&mail.message_id)?, self.host)))
            // Nobody's out-of-office answers a machine (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &composed.stop_link {
            // Mail programs offer these as a button (RFC 2369, RFC 8058).
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{link}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        message.multipart(MultiPart::alternative_plain_html(both.text, both.html)).ok()
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A line break in a header would begin another one.
fn one_line(text: &str) -> Option<&str> {
    (!text.contains(['\r', '\n', '\0'])).then_some(text)
}

async fn last_moment(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(LAST_MOMENT).await;
}
