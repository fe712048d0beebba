//! Replacing a comment: a further version with a receipt of its own, under the number and the time of the first.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::receipt::Receipt;
use crate::domain::submission::Submission;
use crate::logging::measures;
use crate::mail::letters;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::comment::{self, Comment, Replaced, Replacement};
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::settings::PublicUrl;

/// Everything about a version that is about to take the place of another one.
#[derive(Debug)]
pub struct Replacing<'a> {
    pub initiative: &'a Initiative,
    pub area: &'a Area,
    pub question_set: &'a QuestionSet,
    pub author: &'a Account,
    pub comment: &'a Comment,
    /// The version that its author saw.
    pub seen_version: i32,
    pub submission_key: &'a str,
    pub submission: &'a Submission,
    pub mend_days: i32,
}

/// Keeps the new version; any answer but [`Replaced::Kept`] stored nothing.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    it: &Replacing<'_>,
) -> QueryResult<Replaced> {
    let nonce: [u8; 16] = rand::random();
    let mut new = Replacement {
        comment: it.comment,
        author: it.author,
        seen_version: it.seen_version,
        submission_key: it.submission_key,
        submission: it.submission,
        question_set: it.question_set,
        receipt_nonce: &nonce,
        receipt_sha256: &[],
        mend_days: it.mend_days,
    };
    let version = new.version();
    let digest = Receipt {
        tracking_number: &it.comment.tracking_number,
        version,
        initiative: &it.initiative.slug,
        area: &it.area.slug,
        question_set: it.question_set.version,
        submission: it.submission,
        nonce: &nonce,
    }
    .sha256();
    new.receipt_sha256 = &digest;
    let letter = letters::Received {
        author: it.author,
        initiative: it.initiative,
        area: it.area,
        tracking_number: it.comment.tracking_number.as_str(),
        version,
        digest: &hex::encode(&digest),
    };
    let replaced = comment::replace(conn, &new, |at, late| letter.receipt(site, at, late)).await?;
    if matches!(replaced, Replaced::Kept(_)) {
        measures::comment_replaced();
    }
    Ok(replaced)
}
