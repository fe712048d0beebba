//! Replacing a comment: one transaction, after which its author's new words wait to be decided on, or nothing has changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Bool, Integer, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::complete::Content;
use super::replaceable::MAY_REPLACE;
use super::submit::{IsLate, has_all_files};
use super::{Comment, CommentId};
use crate::domain::standing::Standing;
use crate::domain::submission::Submission;
use crate::models::account::Account;
use crate::models::comment_version::VersionId;
use crate::models::draft::{Draft, DraftOwner};
use crate::models::outbox::NewMail;
use crate::models::question::QuestionSet;
use crate::models::{attachment, event};
use crate::schema::intake::{accounts, comment_versions, comments};

/// Another version of a comment, ready to take the place of the one that its author saw.
#[derive(Debug)]
pub struct Replacement<'a> {
    pub comment: &'a Comment,
    pub author: &'a Account,
    /// The version that the form was made from.
    pub seen_version: i32,
    /// Chosen by the form: the same form sent twice is one version.
    pub submission_key: &'a str,
    pub submission: &'a Submission,
    pub question_set: &'a QuestionSet,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
    /// For how many days after a withholding it can be replaced.
    pub mend_days: i32,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It is this version now.
    Kept(i32),
    /// The same content came under this key before, as this version.
    SameAgain(i32),
    /// Other content came under this key before, as this version; nothing was stored.
    OtherContent(i32),
    /// It was replaced since the form was made, by this version; nothing was stored.
    Meanwhile(i32),
    /// It cannot be replaced now; nothing was stored.
    TooLate,
    /// A file was added to the draft, or taken away, while it was being sent; nothing was stored.
    FilesChanged,
}

impl Replacement<'_> {
    /// The number of the version that it is to be.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.seen_version.saturating_add(1)
    }
}

/// Keeps another version of a comment: version, answers, files, event and mail, or nothing at all.
///
/// Where it stands, when it was received and whether it was late stay as they were, and so do all figures, until somebody
/// decides.
///
/// Whether it is in time is judged by the clock of the database, in the update itself.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    new: &Replacement<'_>,
    receipt_mail: impl Fn(DateTime<Utc>, IsLate) -> NewMail + Send + Sync,
) -> QueryResult<Replaced> {
    let replaced = conn.transaction(async |conn| {
        if let Some(before) = before(conn, new).await? {
            return Ok(before);
        }
        if !author_is_there(conn, new.author).await? {
            return Ok(Replaced::TooLate);
        }
        let Some(received) = raise_version(conn, new).await? else {
            return why_not(conn, new).await;
        };
        let draft = DraftOwner::Comment(new.comment.id);
        let (drafts, area_id) = (std::slice::from_ref(&draft), new.comment.area_id);
        if !has_all_files(conn, drafts, area_id, &new.submission.files).await? {
            return Err(Error::RollbackTransaction);
        }
        content(new).insert_version(conn, new.comment.id).await?;
        event::comment_replaced(conn, area_id, new.comment.id).await?;
        receipt_mail(received.received_at, IsLate(received.late)).queue(conn).await?;
        Draft::delete(conn, &draft, area_id).await?;
        Ok(Replaced::Kept(new.version()))
    });
    match replaced.await {
        Err(Error::RollbackTransaction) => Ok(Replaced::FilesChanged),
        replaced => replaced,
    }
}

/// What came of a form of this key before, if anything did.
pub async fn replaced_before(
    conn: &mut AsyncPgConnection,
    comment_id: CommentId,
    submission_key: &str,
    submission: &Submission,
) -> QueryResult<Option<Replaced>> {
    let before: Option<(VersionId, i32, Vec<u8>)> = comment_versions::table
        .filter(comment_versions::comment_id.eq(comment_id))
        .filter(comment_versions::submission_key.eq(submission_key))
        .select((comment_versions::id, comment_versions::version, comment_versions::content_sha256))
        .first(conn)
        .await
        .optional()?;
    let Some((id, version, content_sha256)) = before else { return Ok(None) };
    let files = attachment::of(conn, id).await?;
    Ok(Some(match submission.is_same_as(&content_sha256, &files) {
        true => Replaced::SameAgain(version),
        false => Replaced::OtherContent(version),
    }))
}

fn content<'a>(new: &'a Replacement<'_>) -> Content<'a> {
    Content {
        area_id: new.comment.area_id,
        display_name: Some(&new.author.display_name),
        submission: new.submission,
        question_set: new.question_set,
        receipt_nonce: new.receipt_nonce,
        receipt_sha256: new.receipt_sha256,
        version: new.version(),
        submission_key: Some(new.submission_key),
    }
}

/// An account that is being closed is waited for: no name is written once it is gone.
async fn author_is_there(conn: &mut AsyncPgConnection, author: &Account) -> QueryResult<bool> {
    let open = accounts::table.find(author.id).filter(accounts::closed_at.is_null());
    let held = open.select(accounts::id).for_key_share().first::<i64>(conn).await.optional()?;
    Ok(held.is_some())
}

/// The guard. Two forms at once wait for each other at the row, and the second finds another version.
async fn raise_version(
    conn: &mut AsyncPgConnection,
    new: &Replacement<'_>,
) -> QueryResult<Option<Received>> {
    let update = format!(
        "UPDATE intake.comments AS c SET current_version = c.current_version + 1
         FROM (SELECT clock_timestamp() AS at) AS moment, catalogue.periods AS period, catalogue.areas AS area
         WHERE c.id = $1 AND c.author_id = $2 AND c.current_version = $3
             AND period.area_id = c.area_id AND area.id = c.area_id AND {MAY_REPLACE}
         RETURNING c.received_at, c.late"
    );
    diesel::sql_query(update)
        .bind::<BigInt, _>(new.comment.id)
        .bind::<BigInt, _>(new.author.id)
        .bind::<Integer, _>(new.seen_version)
        .bind::<Integer, _>(new.mend_days)
        .get_result(conn)
        .await
        .optional()
}

async fn before(
    conn: &mut AsyncPgConnection,
    new: &Replacement<'_>,
) -> QueryResult<Option<Replaced>> {
    replaced_before(conn, new.comment.id, new.submission_key, new.submission).await
}

async fn why_not(conn: &mut AsyncPgConnection, new: &Replacement<'_>) -> QueryResult<Replaced> {
    if let Some(before) = before(conn, new).await? {
        return Ok(before);
    }
    let (standing, version): (Standing, i32) = comments::table
        .find(new.comment.id)
        .select((comments::standing, comments::current_version))
        .first(conn)
        .await?;
    Ok(match standing {
        Standing::Withdrawn => Replaced::TooLate,
        _ if version != new.seen_version => Replaced::Meanwhile(version),
        _ => Replaced::TooLate,
    })
}

#[derive(QueryableByName)]
struct Received {
    #[diesel(sql_type = Timestamptz)]
    received_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    late: bool,
}
