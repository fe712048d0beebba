//! The line to the mail server: one connection, kept while mails follow one another.
//!
//! Not lettre's pooled transport: it keeps a connection that was given up in the middle of a mail, and would then
//! take late answers for those to the next one; and it waits for a silent server to say good-bye, for ever.

use std::time::Duration;

use anyhow::Context;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout, timeout_at};

use super::failure::{self, NoConnection, Step};
use crate::models::outbox::{FailureKind, Noted};
use crate::settings::{Mail, SmtpTls};

/// How long a good-bye may take.
const GOOD_BYE: Duration = Duration::from_secs(1);

/// Whom to call, and the connection while one is open.
pub struct Line {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    patience: Duration,
    per_address: Duration,
    open: Option<AsyncSmtpConnection>,
}

enum Security {
    FromTheFirstByte(TlsParameters),
    AfterHello(TlsParameters),
    None,
}

impl Line {
    /// Opens no connection yet: the first mail does.
    ///
    /// # Errors
    /// If the server's name is not one.
    pub fn new(settings: &Mail) -> anyhow::Result<Self> {
        let tls = || TlsParameters::new(settings.smtp_host.clone()).context("mail.smtp_host");
        let credentials = || {
            let password = settings.smtp_password.reveal().to_owned();
            Credentials::new(settings.smtp_user.clone(), password)
        };
        Ok(Self {
            host: settings.smtp_host.clone(),
            port: settings.smtp_port,
            security: match settings.smtp_tls {
                SmtpTls::Required => Security::FromTheFirstByte(tls()?),
                SmtpTls::StartTls => Security::AfterHello(tls()?),
                SmtpTls::None => Security::None,
            },
            credentials: (!settings.smtp_user.is_empty()).then(credentials),
            patience: Duration::from_secs(settings.timeout_seconds),
            // A name may have two addresses, of which one leads nowhere: that leaves time for the other.
            per_address: Duration::from_secs(settings.timeout_seconds) / 2,
            open: None,
        })
    }

    /// Hands over one mail, within the time that the settings give the server. Dropped before its end, or after a
    /// failure, the connection is closed and not used again.
    pub async fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<(), Noted> {
        let until = Instant::now() + self.patience;
        let open = timeout_at(until, self.reuse()).await.ok().flatten();
        let mut connection = match open {
            Some(open) => open,
            None => match timeout_at(until, self.connect()).await {
                Ok(connected) => connected.map_err(|it| failure::of_line(&it))?,
                Err(_) => return Err(Noted::ours(FailureKind::Silent)),
            },
        };
        match timeout_at(until, connection.send(envelope, message)).await {
            Ok(sent) => sent.map_err(|it| failure::of_mail(&it))?,
            Err(_) => return Err(Noted::ours(FailureKind::Slow)),
        };
        self.open = Some(connection);
        Ok(())
    }

    /// Says good-bye, if a connection is open.
    pub async fn hang_up(&mut self) {
        if let Some(mut connection) = self.open.take() {
            // The mails are delivered: a server that says nothing to this is no failure.
            let _ = timeout(GOOD_BYE, connection.quit()).await;
        }
    }

    /// The open connection, if the server still answers on it.
    async fn reuse(&mut self) -> Option<AsyncSmtpConnection> {
        let mut connection = self.open.take()?;
        connection.test_connected().await.then_some(connection)
    }

    /// A new connection, secured and signed in.
    pub async fn connect(&self) -> Result<AsyncSmtpConnection, NoConnection> {
        let server = (self.host.as_str(), self.port);
        let (limit, hello) = (Some(self.per_address), ClientId::default());
        let from_the_first_byte = match &self.security {
            Security::FromTheFirstByte(tls) => Some(tls.clone()),
            Security::AfterHello(_) | Security::None => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, limit, &hello, from_the_first_byte, None)
                .await
                .map_err(|it| NoConnection::on(Step::Reaching, it))?;
        if let Security::AfterHello(tls) = &self.security {
            let secured = connection.starttls(tls.clone(), &hello).await;
            secured.map_err(|it| NoConnection::on(Step::Securing, it))?;
        }
        if let Some(credentials) = &self.credentials {
            let admitted = connection.auth(DEFAULT_MECHANISMS, credentials).await;
            admitted.map_err(|it| NoConnection::on(Step::SigningIn, it))?;
        }
        Ok(connection)
    }
}
