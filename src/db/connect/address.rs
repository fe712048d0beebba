//! Reading the address of a database, with what it says about TLS.

use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::Way;

/// An address, taken apart.
#[derive(Debug)]
pub struct Address {
    pub config: Config,
    /// A file of certificates (`sslrootcert`); without one, the authorities that browsers trust.
    pub trusted: Option<PathBuf>,
    wanted: Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Tls,
    NoTls,
    /// What fits the host.
    NotSaid,
}

impl Address {
    /// Takes `sslmode` and `sslrootcert` out of the address: the library does not know all of their values.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let (rest, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut kept, mut mode, mut trusted) = (Vec::new(), None, None);
        for part in query.split('&').filter(|it| !it.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => trusted = Some(PathBuf::from(decoded(value))),
                _ => kept.push(part),
            }
        }
        let rest =
            if kept.is_empty() { rest.to_owned() } else { format!("{rest}?{}", kept.join("&")) };
        let config: Config = rest.parse().context("it cannot be read")?;
        let wanted = match (mode, config.get_ssl_mode()) {
            (Some("disable"), _) | (None, SslMode::Disable) => Wanted::NoTls,
            // Never TLS with whoever happens to answer: that would keep out nobody who sits in between.
            (Some("require" | "verify-ca" | "verify-full"), _) | (None, SslMode::Require) => {
                Wanted::Tls
            }
            (Some(_), _) => bail!("sslmode: use disable, require or verify-full"),
            (None, _) => Wanted::NotSaid,
        };
        Ok(Self { config, trusted, wanted })
    }

    pub fn way(&self) -> Way {
        let is_here = self.config.get_hosts().iter().all(is_of_this_machine)
            && self.config.get_hostaddrs().iter().all(IpAddr::is_loopback);
        match (self.wanted, is_here) {
            (Wanted::Tls, _) | (Wanted::NotSaid, false) => Way::Tls,
            (_, true) => Way::WithinThisMachine,
            (Wanted::NoTls, false) => Way::InTheClear,
        }
    }
}

fn is_of_this_machine(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
        }
    }
}

/// A plus sign is itself in the address of a database.
fn decoded(value: &str) -> String {
    let pair = format!("v={}", value.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |it| it.1.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_another_machine_is_spoken_to_inside_tls_unless_the_address_says_otherwise() {
        for (address, way) in [
            ("postgres://a@%2Frun%2Flectern/a", Way::WithinThisMachine),
            ("postgres://a@localhost/a", Way::WithinThisMachine),
            ("postgres://a@127.0.0.1/a", Way::WithinThisMachine),
            ("postgres://a@[::1]:5433/a?application_name=b", Way::WithinThisMachine),
            ("postgres://a@localhost/a?sslmode=verify-full", Way::Tls),
            ("postgres://a:b@db.example/a", Way::Tls),
            ("postgres://a:b@10.0.0.7/a?connect_timeout=3", Way::Tls),
            ("postgres://a:b@localhost,db.example/a", Way::Tls),
            ("postgres://a:b@localhost/a?hostaddr=10.0.0.7", Way::Tls),
            ("postgres://a:b@db.example/a?sslmode=require", Way::Tls),
            ("postgres://a:b@db.example/a?sslmode=disable&connect_timeout=3", Way::InTheClear),
            ("host=db.example user=a", Way::Tls),
            ("host=db.example user=a sslmode=disable", Way::InTheClear),
        ] {
            assert_eq!(Address::parse(address).unwrap().way(), way, "{address}");
        }
    }

    #[test]
    fn tls_that_gives_way_or_is_misspelled_is_refused_without_repeating_the_password() {
        for mode in ["prefer", "allow", "verify_full", ""] {
            let address = format!("postgres://a:hunter2@db.example/a?sslmode={mode}");
            let error = format!("{:#}", Address::parse(&address).unwrap_err());
            assert!(error.contains("sslmode") && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn the_file_of_certificates_is_found_in_the_address() {
        let address =
            "postgres://a@db.example/a?sslrootcert=%2Fetc%2Fa%20b+c.pem&sslmode=verify-full";
        let address = Address::parse(address).unwrap();
        assert_eq!(address.trusted.unwrap(), PathBuf::from("/etc/a b+c.pem"));
    }
}
