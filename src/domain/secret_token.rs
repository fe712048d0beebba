//! Tokens that prove something by being known: sessions, mailed links, draft cookies.

use std::fmt;

use rand::RngExt;
use sha2::{Digest, Sha256};

/// 256 random bits, written in hex. Only its digest is ever stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    #[must_use]
    pub fn random() -> Self {
        let bytes: [u8; 32] = rand::rng().random();
        Self(hex::encode(bytes))
    }

    /// Reads a token from a cookie or a link.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let is_token = raw.len() == 64 && raw.bytes().all(|it| it.is_ascii_hexdigit());
        is_token.then(|| Self(raw.to_ascii_lowercase()))
    }

    /// What the database holds in its place.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The token itself: for a cookie or a mail, never for a log.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(..)")
    }
}
