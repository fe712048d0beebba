//! Receiving a comment: its tracking number, its receipt, and the one transaction that keeps it.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::receipt::Receipt;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::logging::measures;
use crate::mail::letters;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::comment::{self, NewComment, Submitted};
use crate::models::draft::DraftOwner;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::settings::PublicUrl;

/// Everything about a comment that is about to be received.
#[derive(Debug)]
pub struct Received<'a> {
    pub initiative: &'a Initiative,
    pub area: &'a Area,
    pub question_set: &'a QuestionSet,
    pub author: &'a Account,
    pub submission_key: &'a str,
    pub submission: &'a Submission,
    /// Every draft that this submission makes an end of.
    pub drafts: &'a [DraftOwner],
}

/// Receives the comment under a new tracking number, which counts only if the answer is
/// [`Submitted::Received`]; any other answer stored nothing.
pub async fn receive(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    received: &Received<'_>,
) -> QueryResult<(TrackingNumber, Submitted)> {
    let tracking_number = TrackingNumber::random();
    let nonce: [u8; 16] = rand::random();
    let digest = Receipt {
        tracking_number: &tracking_number,
        version: 1,
        initiative: &received.initiative.slug,
        area: &received.area.slug,
        question_set: received.question_set.version,
        submission: received.submission,
        nonce: &nonce,
    }
    .sha256();
    let letter = letters::Received {
        author: received.author,
        initiative: received.initiative,
        area: received.area,
        tracking_number: tracking_number.as_str(),
        version: 1,
        digest: &hex::encode(&digest),
    };
    let new = NewComment {
        tracking_number: &tracking_number,
        area_id: received.area.id,
        time_zone: &received.initiative.time_zone,
        author: received.author,
        submission_key: received.submission_key,
        submission: received.submission,
        question_set: received.question_set,
        receipt_nonce: &nonce,
        receipt_sha256: &digest,
        drafts: received.drafts,
    };
    let submitted = comment::submit(conn, &new, |at, late| letter.receipt(site, at, late)).await?;
    if matches!(submitted, Submitted::Received) {
        measures::comment_received();
    }
    Ok((tracking_number, submitted))
}
