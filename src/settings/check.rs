//! Values that have the right type and still make no sense.

use std::collections::BTreeSet;

use lettre::message::Mailbox;
use tracing_subscriber::EnvFilter;

use super::{Settings, SmtpTls};
use crate::domain::email::EmailAddress;

const KEY_BYTES: usize = 32;
/// Of 32 random bytes about 30 are different; fewer than half of them never happen by chance.
const DIFFERENT_KEY_BYTES: usize = 16;

/// Each is a connection to the mail server, and for moments one to the database.
const MAX_COURIERS: u32 = 32;

/// A key, and what to do about its value.
#[derive(Debug)]
pub struct BadValue {
    pub key: &'static str,
    pub message: String,
}

impl Settings {
    /// The first value that makes no sense, if there is one.
    pub(super) fn check(&self) -> Result<(), BadValue> {
        self.check_public_url()?;
        self.check_site()?;
        self.check_database()?;
        self.check_secret_key()?;
        self.check_mail()?;
        self.check_attachments()?;
        self.check_counts()?;
        self.check_waiting()?;
        EnvFilter::try_new(&self.log.filter).map_err(|it| bad("log.filter", it.to_string()))?;
        Ok(())
    }

    fn check_public_url(&self) -> Result<(), BadValue> {
        if self.server.configured_public_url.is_none() && !self.server.bind.is_loopback() {
            return Err(bad(
                "server.public_url",
                "it must be set where others can reach `server.bind`",
            ));
        }
        Ok(())
    }

    fn check_site(&self) -> Result<(), BadValue> {
        let it = &self.site;
        let addresses = [
            ("site.contact", &it.contact),
            ("site.accessibility_contact", &it.accessibility_contact),
            ("site.privacy_contact", &it.privacy_contact),
        ];
        for (key, address) in addresses {
            if !address.is_empty() && EmailAddress::parse(address).is_err() {
                return Err(bad(key, "it must be an email address"));
            }
        }
        let contact = it.security_contact.as_str();
        let is_uri = ["mailto:", "https://"].iter().any(|it| contact.starts_with(it));
        let is_line = contact.bytes().all(|it| it.is_ascii_graphic());
        let is_good = contact.is_empty() || (is_uri && is_line);
        if !is_good {
            return Err(bad(
                "site.security_contact",
                "it must be like `mailto:security@example.gov` or `https://…`",
            ));
        }
        Ok(())
    }

    fn check_database(&self) -> Result<(), BadValue> {
        let it = &self.database;
        if it.application_url.is_empty() != it.public_url.is_empty() {
            return Err(bad(
                "database.application_url",
                "set it together with `database.public_url`, or neither",
            ));
        }
        if it.url.is_empty() && !it.application_url.is_empty() {
            return Err(bad(
                "database.url",
                "it is needed for migrations where the other two are set",
            ));
        }
        // The prefix becomes part of the name of a role, in statements that take no parameters.
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        if it.role_prefix.is_empty()
            || it.role_prefix.len() > 40
            || !it.role_prefix.chars().all(plain)
        {
            return Err(bad(
                "database.role_prefix",
                "use up to 40 lower-case letters, digits and underscores",
            ));
        }
        Ok(())
    }

    /// A key that somebody typed is guessed by somebody else.
    fn check_secret_key(&self) -> Result<(), BadValue> {
        let key = &self.security.secret_key;
        if key.is_empty() {
            return Ok(());
        }
        let bytes = hex::decode(key.reveal()).ok().filter(|it| it.len() == KEY_BYTES);
        let Some(bytes) = bytes else {
            return Err(bad(
                "security.secret_key",
                "it must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them",
            ));
        };
        if BTreeSet::from_iter(bytes).len() < DIFFERENT_KEY_BYTES {
            return Err(bad(
                "security.secret_key",
                "it is not random: use what `openssl rand -hex 32` prints",
            ));
        }
        Ok(())
    }

    fn check_mail(&self) -> Result<(), BadValue> {
        if self.mail.from.parse::<Mailbox>().is_err() {
            return Err(bad("mail.from", "it must be like `Lectern <no-reply@example.gov>`"));
        }
        if !(1..=MAX_COURIERS).contains(&self.mail.couriers) {
            return Err(bad("mail.couriers", format!("it must be from 1 to {MAX_COURIERS}")));
        }
        let near = matches!(self.mail.smtp_host.as_str(), "" | "localhost" | "127.0.0.1" | "::1");
        if self.mail.smtp_tls == SmtpTls::None && !self.mail.smtp_password.is_empty() && !near {
            return Err(bad(
                "mail.smtp_tls",
                "a password is not sent to another machine without TLS",
            ));
        }
        Ok(())
    }

    fn check_attachments(&self) -> Result<(), BadValue> {
        let s3 = &self.attachments.s3;
        let in_the_clear = s3.endpoint.strip_prefix("http://");
        let near = |it: &str| {
            let host = it.split(['/', ':']).next().unwrap_or_default();
            matches!(host, "localhost" | "127.0.0.1")
        };
        let is_secure = s3.endpoint.is_empty() || s3.endpoint.starts_with("https://");
        if !is_secure && !in_the_clear.is_some_and(near) {
            return Err(bad("attachments.s3.endpoint", "it must be like `https://s3.example.gov`"));
        }
        if s3.access_key_id.is_empty() != s3.secret_access_key.is_empty() {
            return Err(bad(
                "attachments.s3.access_key_id",
                "set it together with `attachments.s3.secret_access_key`, or neither",
            ));
        }
        if s3.is_used() && s3.region.is_empty() {
            return Err(bad(
                "attachments.s3.region",
                "it is needed beside `attachments.s3.bucket`",
            ));
        }
        Ok(())
    }

    /// Zero seconds, connections or days would stop what they limit.
    fn check_counts(&self) -> Result<(), BadValue> {
        let counts = [
            ("server.body_seconds", self.server.body_seconds),
            ("database.pool_size", self.database.pool_size as u64),
            ("database.public_pool_size", self.database.public_pool_size as u64),
            ("database.dataset_connections", self.database.dataset_connections as u64),
            (
                "database.dataset_connections_per_address",
                self.database.dataset_connections_per_address as u64,
            ),
            ("database.wait_seconds", self.database.wait_seconds),
            ("database.statement_seconds", self.database.statement_seconds),
            ("database.dataset_stall_seconds", self.database.dataset_stall_seconds),
            ("database.dataset_minutes", self.database.dataset_minutes),
            ("sessions.idle_minutes", self.sessions.idle_minutes.into()),
            ("sessions.absolute_hours", self.sessions.absolute_hours.into()),
            ("sessions.staff_idle_minutes", self.sessions.staff_idle_minutes.into()),
            ("sessions.staff_absolute_hours", self.sessions.staff_absolute_hours.into()),
            ("links.register_hours", self.links.register_hours.into()),
            ("links.sign_in_minutes", self.links.sign_in_minutes.into()),
            ("links.reset_minutes", self.links.reset_minutes.into()),
            ("links.invite_hours", self.links.invite_hours.into()),
            ("links.change_email_hours", self.links.change_email_hours.into()),
            ("links.comment_hours", self.links.comment_hours.into()),
            ("links.follow_hours", self.links.follow_hours.into()),
            ("follows.closing_soon_hours", self.follows.closing_soon_hours.into()),
            ("drafts.days", self.drafts.days.into()),
            ("attachments.most_files", self.attachments.most_files.into()),
            ("attachments.most_bytes", self.attachments.most_bytes),
            ("attachments.minutes", self.attachments.minutes),
            ("attachments.bytes_per_day", self.attachments.bytes_per_day),
            ("mail.timeout_seconds", self.mail.timeout_seconds),
            ("mail.keep_days", self.mail.keep_days.into()),
            ("mail.stranger_per_hour", self.mail.stranger_per_hour.into()),
            ("mail.stranger_per_day", self.mail.stranger_per_day.into()),
            ("mail.stranger_per_domain_and_hour", self.mail.stranger_per_domain_and_hour.into()),
            ("mail.stranger_waiting", self.mail.stranger_waiting.into()),
            ("mail.own_at_once", self.mail.own_at_once.into()),
        ];
        match counts.into_iter().find(|(_, count)| *count == 0) {
            Some((key, _)) => Err(bad(key, "it must be at least 1")),
            None => Ok(()),
        }
    }

    /// A comment that was not confirmed in time is a draft again: the draft must still be there.
    fn check_waiting(&self) -> Result<(), BadValue> {
        if self.drafts.days.saturating_mul(24) <= self.links.comment_hours {
            return Err(bad(
                "links.comment_hours",
                "it must be less than `drafts.days`, for which the text is kept in the browser",
            ));
        }
        Ok(())
    }
}

fn bad(key: &'static str, message: impl Into<String>) -> BadValue {
    BadValue { key, message: message.into() }
}
