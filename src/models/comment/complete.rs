//! What makes a row of `comments` a comment: its version, its answers, its files, its event and its place in the tallies.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::CommentId;
use crate::domain::standing::Standing;
use crate::domain::submission::Submission;
use crate::models::area::AreaId;
use crate::models::comment_version::NewVersion;
use crate::models::figure::{self, Delta};
use crate::models::question::QuestionSet;
use crate::models::{answer, attachment, event};

/// What a comment says, with the proof of it.
#[derive(Debug)]
pub(super) struct Content<'a> {
    pub area_id: AreaId,
    /// The name beside it, which the public sees where its author chose so.
    pub display_name: Option<&'a str>,
    pub submission: &'a Submission,
    pub question_set: &'a QuestionSet,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
    pub version: i32,
    /// The key of the form, unless it stands with the comment.
    pub submission_key: Option<&'a str>,
}

impl Content<'_> {
    /// Everything but the row itself, in the transaction that inserted it.
    pub(super) async fn insert(
        &self,
        conn: &mut AsyncPgConnection,
        comment_id: CommentId,
    ) -> QueryResult<()> {
        self.insert_version(conn, comment_id).await?;
        event::comment_received(conn, self.area_id, comment_id).await?;
        let pending = Delta::plus(self.area_id, figure::STANDING, Standing::Pending.as_str(), "");
        figure::append(conn, &[pending]).await
    }

    /// The version with its answers and files.
    pub(super) async fn insert_version(
        &self,
        conn: &mut AsyncPgConnection,
        comment_id: CommentId,
    ) -> QueryResult<()> {
        let version_id = NewVersion {
            comment_id,
            version: self.version,
            submission_key: self.submission_key,
            question_set_id: self.question_set.id,
            submission: self.submission,
            display_name: self.display_name,
            receipt_nonce: self.receipt_nonce,
            receipt_sha256: self.receipt_sha256,
        }
        .insert(conn)
        .await?;
        answer::insert(conn, version_id, self.question_set, &self.submission.answers).await?;
        attachment::insert(conn, version_id, &self.submission.files).await
    }
}
