//! Where somebody signs in from: as much as its owner recognizes it by, and no more.

use sha2::{Digest, Sha256};

/// A browser and a network, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// `Firefox on Linux`.
    pub browser: String,
    /// The address without its last part: `198.51.100.0/24`.
    pub network: String,
}

impl Device {
    /// What the database holds to know it again.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(format!("{}\n{}", self.browser, self.network)).to_vec()
    }
}
