//! The way to a database: on this machine as it is, and over a network inside TLS that checks who answers.

mod address;
mod trust;

use std::fmt;

use anyhow::Context;
use diesel::ConnectionResult;
use diesel::result::ConnectionError;
use diesel_async::AsyncPgConnection;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use address::Address;

/// Knows where a database is and how it is spoken to. Makes connections; holds none.
#[derive(Clone)]
pub struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    way: Way,
}

/// How safe what passes between us and the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A socket or an address of this machine, without TLS.
    WithinThisMachine,
    /// Inside TLS: the certificate was checked, and that it is of the host in the address.
    Tls,
    /// Over a network in the clear, because the address says `sslmode=disable`.
    InTheClear,
}

impl Connector {
    /// Reads the address and, where it names one, the file of certificates that are trusted.
    ///
    /// # Errors
    /// If either cannot be read. The message never repeats the address, which holds a password.
    pub fn to(url: &str) -> anyhow::Result<Self> {
        let address = Address::parse(url).context("the address of the database")?;
        let way = address.way();
        let tls = match way {
            Way::Tls => Some(trust::tls(address.trusted.as_deref())?),
            Way::WithinThisMachine | Way::InTheClear => None,
        };
        let mut config = address.config;
        config.ssl_mode(match way {
            Way::Tls => tokio_postgres::config::SslMode::Require,
            Way::WithinThisMachine | Way::InTheClear => tokio_postgres::config::SslMode::Disable,
        });
        Ok(Self { config, tls, way })
    }

    #[must_use]
    pub fn way(&self) -> Way {
        self.way
    }

    /// What a pool that connects by itself is made from.
    #[must_use]
    pub fn parts(&self) -> (Config, Option<MakeRustlsConnect>) {
        (self.config.clone(), self.tls.clone())
    }

    /// A new connection.
    ///
    /// # Errors
    /// What the network, the certificate or the database has against it.
    pub async fn connect(&self) -> ConnectionResult<AsyncPgConnection> {
        match &self.tls {
            Some(tls) => {
                let (client, connection) =
                    self.config.connect(tls.clone()).await.map_err(|it| in_words(&it))?;
                AsyncPgConnection::try_from_client_and_connection(client, connection).await
            }
            None => {
                let (client, connection) =
                    self.config.connect(NoTls).await.map_err(|it| in_words(&it))?;
                AsyncPgConnection::try_from_client_and_connection(client, connection).await
            }
        }
    }
}

/// A connection of its own, for whoever needs only one.
///
/// # Errors
/// As [`Connector::to`] and [`Connector::connect`].
pub async fn connect(url: &str) -> anyhow::Result<AsyncPgConnection> {
    Connector::to(url)?.connect().await.context("no database connection")
}

/// The address holds a password.
impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").field("way", &self.way).finish_non_exhaustive()
    }
}

/// With its causes: "error performing TLS handshake" alone helps nobody.
fn in_words(error: &tokio_postgres::Error) -> ConnectionError {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(it) = cause {
        let more = it.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = it.source();
    }
    ConnectionError::BadConnection(words)
}
