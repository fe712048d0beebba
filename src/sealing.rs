//! Sealing: what is stored or sent so that only this portal can read it, and nobody can make it up.
//!
//! XChaCha20-Poly1305 under one key that is kept outside the database: a copy of the database opens nothing.

use anyhow::Context;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use crate::settings::Secret;

const N_NONCE_BYTES: usize = 24;

/// What is sealed. Something that was sealed for one purpose does not open for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The secret that one-time codes are made from.
    OneTimeCode,
    /// The same secret while it is offered on a page, to whom and until when.
    OfferedCode,
    /// An address, in the link that stops all mail to it.
    NeverMail,
    /// An address, in the link that ends what it follows.
    Follows,
    /// The event that lifts limits for a browser.
    Event,
    /// Whom a limit counts.
    Limit,
    /// Which account a form was made for.
    Writer,
}

#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key: Key,
}

impl Sealer {
    /// `key` is 32 bytes in hexadecimal digits.
    ///
    /// # Errors
    /// If it is not.
    pub fn new(key: &Secret) -> anyhow::Result<Self> {
        let key = hex::decode(key.reveal()).ok().and_then(|it| Key::try_from(it.as_slice()).ok());
        let key = key.context("security.secret_key: it must be 64 hexadecimal digits")?;
        Ok(Self { cipher: XChaCha20Poly1305::new(&key), key })
    }

    /// A nonce and the sealed content.
    ///
    /// # Errors
    /// If the content is longer than the cipher takes, which is gigabytes.
    pub fn seal(&self, purpose: Purpose, content: &[u8]) -> anyhow::Result<Vec<u8>> {
        let nonce: [u8; N_NONCE_BYTES] = rand::random();
        let payload = Payload { msg: content, aad: purpose.label() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| anyhow::anyhow!("the content could not be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// The content; nothing if it was sealed under another key, for another purpose, or was changed.
    #[must_use]
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<N_NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: purpose.label() };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// What stands for `content` in the database, where only its equal has to be found again. Without the key nobody
    /// can try which content a digest belongs to.
    #[must_use]
    pub fn digest(&self, purpose: Purpose, content: &[u8]) -> Vec<u8> {
        let label = purpose.label();
        // The key comes first and has one length, and the label ends at the zero: nothing reads as something else.
        let parts = [self.key.as_slice(), label, &[0], content];
        Sha256::digest(parts.concat()).to_vec()
    }
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::OneTimeCode => b"lectern one-time code",
            Self::OfferedCode => b"lectern offered code",
            Self::NeverMail => b"lectern never mail",
            Self::Follows => b"lectern follows",
            Self::Event => b"lectern event",
            Self::Limit => b"lectern limit",
            Self::Writer => b"lectern writer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(digit: &str) -> Sealer {
        Sealer::new(&Secret::new(digit.repeat(64))).unwrap()
    }

    #[test]
    fn only_the_same_key_opens_and_only_for_the_same_purpose() {
        let sealed = sealer("a").seal(Purpose::OneTimeCode, b"a lantern").unwrap();
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;

        assert_eq!(sealer("a").open(Purpose::OneTimeCode, &sealed).unwrap(), b"a lantern");
        assert_eq!(sealer("a").open(Purpose::NeverMail, &sealed), None);
        assert_eq!(sealer("b").open(Purpose::OneTimeCode, &sealed), None);
        assert_eq!(sealer("a").open(Purpose::OneTimeCode, &changed), None);
        assert_eq!(sealer("a").open(Purpose::OneTimeCode, b"short"), None);
        assert!(!sealed.windows(9).any(|it| it == b"a lantern"));
    }

    #[test]
    fn a_digest_is_found_again_under_the_same_key_and_purpose_only() {
        let digest = sealer("a").digest(Purpose::Limit, b"ana@example.org");

        assert_eq!(sealer("a").digest(Purpose::Limit, b"ana@example.org"), digest);
        assert_ne!(sealer("a").digest(Purpose::Event, b"ana@example.org"), digest);
        assert_ne!(sealer("b").digest(Purpose::Limit, b"ana@example.org"), digest);
    }

    #[test]
    fn a_key_that_is_none_is_refused() {
        for key in ["", "abc", &"g".repeat(64), &"a".repeat(62)] {
            assert!(Sealer::new(&Secret::new(key.to_owned())).is_err(), "{key}");
        }
    }
}
