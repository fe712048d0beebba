//! Submission: one transaction from the form to the queue, after which the comment is there or is not.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use super::complete::Content;
use crate::domain::attachment::Attachment;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::{Account, AccountId};
use crate::models::area::AreaId;
use crate::models::comment_version::VersionId;
use crate::models::draft::{Draft, DraftOwner};
use crate::models::outbox::NewMail;
use crate::models::question::QuestionSet;
use crate::models::{attachment, draft_file};
use crate::schema::intake::{comment_versions, comments};

/// A comment ready to be received.
#[derive(Debug)]
pub struct NewComment<'a> {
    pub tracking_number: &'a TrackingNumber,
    pub area_id: AreaId,
    /// In which zone its day of receipt is counted.
    pub time_zone: &'a str,
    pub author: &'a Account,
    /// Chosen by the form: the same form sent twice is one comment.
    pub submission_key: &'a str,
    pub submission: &'a Submission,
    pub question_set: &'a QuestionSet,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
    /// Every draft that this submission makes an end of.
    pub drafts: &'a [DraftOwner],
}

/// What became of a submission.
#[derive(Debug, PartialEq, Eq)]
pub enum Submitted {
    Received,
    /// The same content came under this key before: this is its receipt.
    SameAgain(TrackingNumber),
    /// Other content came under this key before, and stands; nothing was stored.
    OtherContent(TrackingNumber),
    /// The area takes no comments now; nothing was stored.
    Closed,
    /// A file was added to the draft, or taken away, while it was being sent; nothing was stored.
    FilesChanged,
}

/// Receives a comment: comment, version, answers, files, event, tally and mail, or nothing at all.
///
/// Whether it is in time is judged by the clock of the database, in the insert itself.
pub async fn submit(
    conn: &mut AsyncPgConnection,
    new: &NewComment<'_>,
    receipt_mail: impl Fn(DateTime<Utc>, IsLate) -> NewMail + Send + Sync,
) -> QueryResult<Submitted> {
    let submitted = conn.transaction(async |conn| {
        let Some(received) = insert_in_time(conn, new).await? else {
            let form = SentForm {
                submission_key: new.submission_key,
                area_id: new.area_id,
                submission: new.submission,
            };
            return found_before(conn, new.author.id, &form).await;
        };
        if !has_all_files(conn, new.drafts, new.area_id, &new.submission.files).await? {
            return Err(Error::RollbackTransaction);
        }
        let content = Content {
            area_id: new.area_id,
            display_name: Some(&new.author.display_name),
            submission: new.submission,
            question_set: new.question_set,
            receipt_nonce: new.receipt_nonce,
            receipt_sha256: new.receipt_sha256,
            version: 1,
            submission_key: None,
        };
        content.insert(conn, received.id).await?;
        receipt_mail(received.received_at, IsLate(received.late)).queue(conn).await?;
        for owner in new.drafts {
            Draft::delete(conn, owner, new.area_id).await?;
        }
        Ok(Submitted::Received)
    });
    match submitted.await {
        Err(Error::RollbackTransaction) => Ok(Submitted::FilesChanged),
        submitted => submitted,
    }
}

/// Whether the files of the drafts that end are those that are sent, no more and no fewer.
pub(super) async fn has_all_files(
    conn: &mut AsyncPgConnection,
    drafts: &[DraftOwner],
    area_id: AreaId,
    sent: &[Attachment],
) -> QueryResult<bool> {
    if drafts.is_empty() {
        return Ok(true);
    }
    Draft::hold(conn, drafts, area_id).await?;
    let there = draft_file::of_owners(conn, drafts, area_id).await?;
    Ok(there == sent)
}

/// Whether a comment came after its area closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsLate(pub bool);

async fn insert_in_time(
    conn: &mut AsyncPgConnection,
    new: &NewComment<'_>,
) -> QueryResult<Option<Received>> {
    diesel::sql_query(
        "WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
         INSERT INTO intake.comments
             (tracking_number, area_id, author_id, source, submission_key, received_at, received_on, late)
         SELECT $1, area.id, $3, 'web', $4, moment.at, (moment.at AT TIME ZONE $5)::date,
             period.closes_at <= moment.at
         FROM moment, catalogue.periods AS period
         JOIN catalogue.areas AS area ON area.id = period.area_id
         WHERE period.area_id = $2 AND period.opens_at <= moment.at
             AND (moment.at < period.closes_at OR area.take_late_comments)
         ON CONFLICT ON CONSTRAINT comments_submission_key_key DO NOTHING
         RETURNING id, received_at, late",
    )
    .bind::<Text, _>(new.tracking_number.as_str())
    .bind::<BigInt, _>(new.area_id)
    .bind::<BigInt, _>(new.author.id)
    .bind::<Text, _>(new.submission_key)
    .bind::<Text, _>(new.time_zone)
    .get_result(conn)
    .await
    .optional()
}

/// What tells one form from another, and whether it says the same.
pub(super) struct SentForm<'a> {
    pub submission_key: &'a str,
    pub area_id: AreaId,
    pub submission: &'a Submission,
}

/// What came of this form of this author before; `Closed` if nothing did.
pub(super) async fn found_before(
    conn: &mut AsyncPgConnection,
    author_id: AccountId,
    form: &SentForm<'_>,
) -> QueryResult<Submitted> {
    let before: Option<(TrackingNumber, AreaId, VersionId, Vec<u8>)> = comments::table
        .inner_join(comment_versions::table)
        .filter(comments::author_id.eq(author_id))
        .filter(comments::submission_key.eq(form.submission_key))
        .filter(comment_versions::version.eq(1))
        .select((
            comments::tracking_number,
            comments::area_id,
            comment_versions::id,
            comment_versions::content_sha256,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((number, area_id, version_id, content_sha256)) = before else {
        return Ok(Submitted::Closed);
    };
    let files = attachment::of(conn, version_id).await?;
    let is_same = area_id == form.area_id && form.submission.is_same_as(&content_sha256, &files);
    Ok(if is_same { Submitted::SameAgain(number) } else { Submitted::OtherContent(number) })
}

#[derive(QueryableByName)]
struct Received {
    #[diesel(sql_type = BigInt)]
    id: CommentId,
    #[diesel(sql_type = Timestamptz)]
    received_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    late: bool,
}
