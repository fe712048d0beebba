//! Receipts: proof of what was received.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::submission::{Submission, canonical_json};
use super::tracking_number::TrackingNumber;

/// What a receipt speaks of. Its digest and nonce are the author's alone: with both, somebody who guesses the
/// text could prove the guess.
#[derive(Debug, Clone)]
pub struct Receipt<'a> {
    pub tracking_number: &'a TrackingNumber,
    pub version: i32,
    pub initiative: &'a str,
    pub area: &'a str,
    pub question_set: i32,
    pub submission: &'a Submission,
    /// 128 random bits.
    pub nonce: &'a [u8],
}

impl Receipt<'_> {
    /// The canonical JSON (RFC 8785) that the author can keep.
    #[must_use]
    pub fn canonical_json(&self) -> Vec<u8> {
        let answers: Value = self
            .submission
            .answers
            .iter()
            .map(|it| (it.key.clone(), json!({ "value": it.value, "other": it.other })))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let files: Vec<Value> = self
            .submission
            .files
            .iter()
            .map(|it| json!({ "name": it.name, "sha256": it.sha256, "bytes": it.bytes }))
            .collect();
        canonical_json(&json!({
            "tracking_number": self.tracking_number,
            "version": self.version,
            "initiative": self.initiative,
            "area": self.area,
            "question_set": self.question_set,
            "stance": self.submission.stance,
            "respondent_kind": self.submission.respondent_kind,
            "organization": self.submission.organization,
            "attribution": self.submission.attribution,
            "body": self.submission.body,
            "answers": answers,
            "files": files,
            "nonce": hex::encode(self.nonce),
        }))
    }

    /// SHA-256 of the canonical JSON.
    #[must_use]
    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(self.canonical_json()).to_vec()
    }
}
