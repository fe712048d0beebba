//! A file that goes with a comment: what it is called, what it is, and the digest that says which it is.

use serde::{Deserialize, Serialize};

use super::file_name::FileName;
use super::media_type::MediaType;

/// The SHA-256 of a file as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileDigest([u8; 32]);

/// One file of a comment, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: FileName,
    pub sha256: FileDigest,
    pub bytes: i64,
    pub media_type: MediaType,
}

impl FileDigest {
    #[must_use]
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits: its name in the store.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(self.0)
    }
}

impl TryFrom<Vec<u8>> for FileDigest {
    type Error = &'static str;

    fn try_from(stored: Vec<u8>) -> Result<Self, Self::Error> {
        stored.try_into().map(Self).map_err(|_| "not a SHA-256")
    }
}

impl TryFrom<String> for FileDigest {
    type Error = &'static str;

    fn try_from(hex: String) -> Result<Self, Self::Error> {
        hex::decode(hex).map_err(|_| "not hexadecimal").and_then(Self::try_from)
    }
}

impl From<FileDigest> for String {
    fn from(it: FileDigest) -> Self {
        it.hex()
    }
}
