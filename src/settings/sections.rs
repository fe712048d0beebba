//! The sections of the settings, as `config/default.toml` explains them.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;
use serde::Deserialize;
use serde::de::Error;

use super::public_url::PublicUrl;
use super::secret::Secret;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub bind: IpAddr,
    pub port: u16,
    /// What was set; [`Server::public_url`] is what holds.
    #[serde(rename = "public_url", deserialize_with = "public_url")]
    pub configured_public_url: Option<PublicUrl>,
    #[serde(deserialize_with = "ranges")]
    pub trusted_proxies: Vec<IpNet>,
    pub forwarded_header: ForwardedHeader,
    /// Zero means one for each core.
    pub workers: usize,
    pub shutdown_seconds: u64,
    pub body_seconds: u64,
}

/// Who runs the site, for its pages about itself. Each may be empty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub operator: String,
    pub contact: String,
    pub postal_address: String,
    pub accessibility_contact: String,
    pub privacy_contact: String,
    pub security_contact: String,
    pub privacy_words: String,
    pub accessibility_words: String,
}

/// The one header in which trusted proxies name the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ForwardedHeader {
    XForwardedFor,
    Forwarded,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: Secret,
    pub application_url: Secret,
    pub public_url: Secret,
    pub role_prefix: String,
    pub durability: Durability,
    pub pool_size: usize,
    pub public_pool_size: usize,
    pub dataset_connections: usize,
    pub dataset_connections_per_address: usize,
    pub wait_seconds: u64,
    pub statement_seconds: u64,
    pub dataset_stall_seconds: u64,
    pub dataset_minutes: u64,
}

/// Whether a database that may forget what it acknowledged is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Durability {
    Required,
    Any,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
    pub staff_idle_minutes: u32,
    pub staff_absolute_hours: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// 64 hexadecimal digits; empty until the key file of the data folder was read.
    pub secret_key: Secret,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    /// Empty where there is no list.
    pub breached_file: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    pub register_hours: u32,
    pub sign_in_minutes: u32,
    pub reset_minutes: u32,
    pub invite_hours: u32,
    pub change_email_hours: u32,
    pub comment_hours: u32,
    pub follow_hours: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    pub closing_soon_hours: u32,
}

impl Links {
    /// How long a name and an address may wait for their owner, whatever they wait for.
    #[must_use]
    pub fn waiting_hours(&self) -> u32 {
        self.register_hours.max(self.comment_hours).max(self.invite_hours)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comments {
    pub mend_days: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafts {
    pub days: u32,
}

/// Files that go with comments.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    pub most_files: u32,
    pub most_bytes: u64,
    /// Empty until the data folder is known.
    pub folder: PathBuf,
    pub disk_floor: u64,
    pub minutes: u64,
    pub bytes_per_day: u64,
    pub bytes_of_drafts_without_account: u64,
    pub s3: S3,
}

/// A service that speaks S3, in the place of a folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Empty where there is none.
    pub bucket: String,
    pub region: String,
    /// Empty for Amazon's own.
    pub endpoint: String,
    /// Empty where the machine has a role of its own.
    pub access_key_id: Secret,
    pub secret_access_key: Secret,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Empty where there is no mail server.
    pub smtp_host: String,
    pub smtp_port: u16,
    pub smtp_tls: SmtpTls,
    pub smtp_user: String,
    pub smtp_password: Secret,
    pub from: String,
    pub timeout_seconds: u64,
    pub couriers: u32,
    pub keep_days: u32,
    pub stranger_per_hour: u32,
    pub stranger_per_day: u32,
    pub stranger_per_domain_and_hour: u32,
    pub stranger_waiting: u32,
    pub own_at_once: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum SmtpTls {
    /// TLS from the first byte.
    Required,
    /// Starts in the clear and must switch to TLS before anything is said.
    StartTls,
    None,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// None where nobody asks for them. Never an address that others can reach.
    #[serde(deserialize_with = "loopback")]
    pub bind: Option<SocketAddr>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum LogFormat {
    Json,
    Text,
}

impl Server {
    /// The address that people type. It follows the port, so it is asked for once the port is known.
    #[must_use]
    pub fn public_url(&self) -> PublicUrl {
        let listening = SocketAddr::new(self.bind, self.port);
        self.configured_public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(listening))
    }
}

impl Mail {
    /// Whether mails leave this machine at all.
    #[must_use]
    pub fn has_server(&self) -> bool {
        !self.smtp_host.is_empty()
    }
}

impl S3 {
    /// Whether files go to a service at all.
    #[must_use]
    pub fn is_used(&self) -> bool {
        !self.bucket.is_empty()
    }
}

impl TryFrom<String> for Durability {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "required" => Ok(Self::Required),
            "any" => Ok(Self::Any),
            _ => Err("expected \"required\" or \"any\""),
        }
    }
}

impl TryFrom<String> for ForwardedHeader {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.to_lowercase().as_str() {
            "x-forwarded-for" => Ok(Self::XForwardedFor),
            "forwarded" => Ok(Self::Forwarded),
            _ => Err("expected \"x-forwarded-for\" or \"forwarded\""),
        }
    }
}

impl TryFrom<String> for SmtpTls {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "required" => Ok(Self::Required),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            _ => Err("expected \"starttls\", \"required\" or \"none\""),
        }
    }
}

impl TryFrom<String> for LogFormat {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "json" => Ok(Self::Json),
            "text" => Ok(Self::Text),
            _ => Err("expected \"json\" or \"text\""),
        }
    }
}

fn public_url<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<PublicUrl>, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    PublicUrl::parse(&text).map(Some).map_err(D::Error::custom)
}

fn loopback<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<SocketAddr>() {
        Ok(place) if place.ip().is_loopback() => Ok(Some(place)),
        Ok(_) => Err(D::Error::custom("only an address of this machine, such as 127.0.0.1:9464")),
        Err(_) => Err(D::Error::custom("it must be an address and a port, such as 127.0.0.1:9464")),
    }
}

/// Ranges, or single addresses.
fn ranges<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let range = |text: String| {
        let address = text.parse::<IpAddr>().map(IpNet::from);
        let range = address.or_else(|_| text.parse::<IpNet>());
        range.map_err(|_| {
            D::Error::custom(format!("`{text}` is not an address or a range such as 10.0.0.0/8"))
        })
    };
    Vec::<String>::deserialize(from)?.into_iter().map(range).collect()
}
