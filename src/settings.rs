//! What an operator can set, read once at the start.
//!
//! `config/default.toml` names every key. A file, the environment and the command line are laid over it, in this order.
//! An unknown key or a bad value stops the start with one line that names the key and where it came from.

mod check;
mod keys;
mod layers;
mod limits;
mod public_url;
mod secret;
mod sections;

use std::path::PathBuf;

pub use limits::{Limits, Rate, SharedRate, Tries};
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use secret::Secret;
pub use sections::{
    Attachments, Comments, Database, Drafts, Durability, Follows, ForwardedHeader, Links, Log,
    LogFormat, Mail, Metrics, Passwords, S3, Security, Server, Sessions, Site, SmtpTls,
};
use serde::Deserialize;

/// Every setting, valid by the time that anybody sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub server: Server,
    pub site: Site,
    pub database: Database,
    pub security: Security,
    pub sessions: Sessions,
    pub passwords: Passwords,
    pub links: Links,
    pub follows: Follows,
    pub comments: Comments,
    pub drafts: Drafts,
    pub attachments: Attachments,
    pub mail: Mail,
    pub limits: Limits,
    pub metrics: Metrics,
    pub log: Log,
}

/// Where settings come from besides the defaults, the weakest first.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file of `--config`.
    pub file: Option<PathBuf>,
    pub environment: Vec<(String, String)>,
    /// Flags of the command line: a key such as `server.port`, and its value.
    pub flags: Vec<(&'static str, String)>,
}

/// Why the program does not start: one line that names the key and where its value came from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct InvalidSettings {
    /// The key and its source, as an operator would look for them.
    place: String,
    message: String,
}

impl Settings {
    /// Reads all sources and checks the values.
    pub fn load(sources: &Sources) -> Result<Self, InvalidSettings> {
        let layers = layers::Layers::read(sources)?;
        let settings: Self = layers.settings()?;
        match settings.check() {
            Ok(()) => Ok(settings),
            Err(bad) => Err(layers.blame(bad.key, &bad.message)),
        }
    }
}

impl Settings {
    /// Forgets every database that was named: the portal works with its own.
    pub fn use_own_database(&mut self) {
        let database = &mut self.database;
        for url in [&mut database.url, &mut database.application_url, &mut database.public_url] {
            *url = Secret::default();
        }
    }
}

impl Sources {
    /// A file, the environment of this process, and flags.
    #[must_use]
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(&'static str, String)>) -> Self {
        // A variable that is not Unicode cannot be one of ours, and must not stop the start.
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self { file, environment: std::env::vars_os().filter_map(text).collect(), flags }
    }
}

impl InvalidSettings {
    /// Line breaks in a message would make it more than the one line that is promised.
    fn new(place: String, message: &str) -> Self {
        Self { place, message: message.split_whitespace().collect::<Vec<_>>().join(" ") }
    }
}

#[cfg(test)]
mod tests;
