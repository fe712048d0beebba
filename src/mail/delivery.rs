//! Delivery: takes mails that are due from the outbox and hands them to the mail server.

use std::time::Duration;

use anyhow::Context;
use chrono::Utc;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::models::outbox::QueuedMail;
use crate::settings::{Mail, PublicUrl, SmtpTls};

/// Minutes until the next attempt, by how many have failed. After the last, the mail is given up.
const BACK_OFF_MINUTES: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1440];

/// A connection to the configured mail server, and who we say we are.
pub struct Courier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

/// What an attempt to deliver came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Delivered {
    NothingDue,
    Sent,
    Failed,
}

impl Courier {
    /// # Errors
    /// If the sender's address, or the server's name, is not one.
    pub fn new(settings: &Mail, site: &PublicUrl) -> anyhow::Result<Self> {
        let host = &settings.smtp_host;
        let tls = || TlsParameters::new(host.clone()).context("mail.smtp_host");
        let tls = match settings.smtp_tls {
            SmtpTls::Required => Tls::Wrapper(tls()?),
            SmtpTls::StartTls => Tls::Required(tls()?),
            SmtpTls::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.smtp_port)
            .tls(tls)
            .timeout(Some(Duration::from_secs(settings.timeout_seconds)));
        if !settings.smtp_user.is_empty() {
            let password = settings.smtp_password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(settings.smtp_user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            from: settings.from.parse().context("mail.from")?,
            host: site.host(),
        })
    }

    /// Delivers the next mail that is due, if there is one.
    ///
    /// The row stays locked while the server is spoken to, so that no other worker sends the same mail. Should
    /// this program die after the server took it, the mail goes out again under the same Message-ID.
    pub async fn deliver_next(&self, conn: &mut AsyncPgConnection) -> anyhow::Result<Delivered> {
        conn.transaction(async |conn| {
            // A slow server is waited for by our own time limit, not by the one for forgotten transactions.
            conn.batch_execute("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
            let Some(mail) = QueuedMail::take_due(conn).await? else {
                return Ok(Delivered::NothingDue);
            };
            match self.send(&mail).await {
                Ok(()) => {
                    QueuedMail::mark_sent(conn, mail.id).await?;
                    Ok(Delivered::Sent)
                }
                Err(failure) => {
                    let try_again_at = failure.try_again_at(mail.attempts);
                    let given_up = try_again_at.is_none();
                    tracing::warn!(
                        mail = mail.id,
                        given_up,
                        cause = failure.kind,
                        "Mail not delivered"
                    );
                    QueuedMail::mark_failed(conn, mail.id, failure.kind, try_again_at).await?;
                    Ok(Delivered::Failed)
                }
            }
        })
        .await
    }

    async fn send(&self, mail: &QueuedMail) -> Result<(), Failure> {
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
            .singlepart(SinglePart::plain(mail.body.clone()))
            .map_err(|_| Failure::MALFORMED)?;
        self.transport.send(message).await.map_err(|it| Failure::from(&it))?;
        Ok(())
    }
}

/// Why a mail was not taken, without the addresses that a server's answer repeats.
#[derive(Debug, Clone, Copy)]
struct Failure {
    kind: &'static str,
    /// Whether the same mail may be taken later.
    passing: bool,
}

impl Failure {
    const MALFORMED: Self = Self { kind: "the mail could not be put together", passing: false };

    fn try_again_at(self, attempts: i32) -> Option<chrono::DateTime<Utc>> {
        let minutes = BACK_OFF_MINUTES.get(usize::try_from(attempts).ok()?)?;
        self.passing.then(|| Utc::now() + chrono::Duration::minutes(*minutes))
    }
}

impl From<&lettre::transport::smtp::Error> for Failure {
    fn from(error: &lettre::transport::smtp::Error) -> Self {
        let (kind, passing) = if error.is_permanent() {
            ("the server refused the mail", false)
        } else if error.is_transient() {
            ("the server asked to try again later", true)
        } else if error.is_timeout() {
            ("the server did not answer in time", true)
        } else if error.is_tls() {
            ("the connection could not be secured", true)
        } else {
            ("the server could not be reached", true)
        };
        Self { kind, passing }
    }
}
