//! Versions: what a comment says. They are added to, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::attribution::Attribution;
use crate::domain::stance::Stance;
use crate::domain::submission::Submission;
use crate::models::account::AccountId;
use crate::models::comment::CommentId;
use crate::models::question::QuestionSetId;
use crate::schema::catalogue::{areas, question_sets, respondent_kinds};
use crate::schema::intake::{comment_versions, comments};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct VersionId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = comment_versions)]
#[diesel(base_query = comment_versions::table.left_join(
    respondent_kinds::table.on(comment_versions::respondent_kind_id.eq(respondent_kinds::id.nullable()))
))]
pub struct CommentVersion {
    pub id: VersionId,
    pub version: i32,
    pub question_set_id: QuestionSetId,
    pub stance: Option<Stance>,
    #[diesel(select_expression = respondent_kinds::code.nullable())]
    pub respondent_kind: Option<String>,
    pub organization: Option<String>,
    pub attribution: Attribution,
    pub display_name: Option<String>,
    pub body: String,
    pub receipt_nonce: Vec<u8>,
    pub receipt_sha256: Vec<u8>,
    pub created_at: DateTime<Utc>,
}

/// When a version came: the first with its comment, each other in the place of the one before.
#[derive(Debug, Clone, Copy, HasQuery)]
#[diesel(table_name = comment_versions)]
pub struct SentVersion {
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

/// A version of a comment, as the form sent it.
#[derive(Debug)]
pub struct NewVersion<'a> {
    pub comment_id: CommentId,
    pub version: i32,
    /// The key of the form that sent it, but for the first, whose key stands with the comment.
    pub submission_key: Option<&'a str>,
    pub question_set_id: QuestionSetId,
    pub submission: &'a Submission,
    pub display_name: Option<&'a str>,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
}

/// The language of a text that nobody has looked at yet (ISO 639-2).
pub const UNDETERMINED: &str = "und";

impl SentVersion {
    /// Every version of a comment, the first first.
    pub async fn of(conn: &mut AsyncPgConnection, comment_id: CommentId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(comment_versions::comment_id.eq(comment_id))
            .order(comment_versions::version)
            .load(conn)
            .await
    }
}

impl CommentVersion {
    pub async fn find(
        conn: &mut AsyncPgConnection,
        comment_id: CommentId,
        version: i32,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(comment_versions::comment_id.eq(comment_id))
            .filter(comment_versions::version.eq(version))
            .first(conn)
            .await
    }
}

/// Takes the name of an author from all that they ever sent; what they said stays as it was.
pub async fn take_names_away(
    conn: &mut AsyncPgConnection,
    author_id: AccountId,
) -> QueryResult<usize> {
    let own = comments::table.filter(comments::author_id.eq(author_id)).select(comments::id);
    let named = comment_versions::table
        .filter(comment_versions::comment_id.eq_any(own))
        .filter(comment_versions::display_name.is_not_null());
    diesel::update(named).set(comment_versions::display_name.eq(None::<String>)).execute(conn).await
}

impl NewVersion<'_> {
    pub async fn insert(&self, conn: &mut AsyncPgConnection) -> QueryResult<VersionId> {
        let kind_id: Option<i64> = match &self.submission.respondent_kind {
            Some(code) => kind_id(conn, self.question_set_id, code).await?,
            None => None,
        };
        diesel::insert_into(comment_versions::table)
            .values((
                comment_versions::comment_id.eq(self.comment_id),
                comment_versions::version.eq(self.version),
                comment_versions::submission_key.eq(self.submission_key),
                comment_versions::question_set_id.eq(self.question_set_id),
                comment_versions::stance.eq(self.submission.stance),
                comment_versions::respondent_kind_id.eq(kind_id),
                comment_versions::organization.eq(&self.submission.organization),
                comment_versions::attribution.eq(self.submission.attribution),
                comment_versions::display_name.eq(self.display_name),
                comment_versions::body.eq(&self.submission.body),
                comment_versions::language.eq(UNDETERMINED),
                comment_versions::content_sha256.eq(self.submission.content_sha256()),
                comment_versions::receipt_nonce.eq(self.receipt_nonce),
                comment_versions::receipt_sha256.eq(self.receipt_sha256),
            ))
            .returning(comment_versions::id)
            .get_result(conn)
            .await
    }
}

async fn kind_id(
    conn: &mut AsyncPgConnection,
    set_id: QuestionSetId,
    code: &str,
) -> QueryResult<Option<i64>> {
    question_sets::table
        .inner_join(areas::table)
        .inner_join(
            respondent_kinds::table.on(respondent_kinds::initiative_id.eq(areas::initiative_id)),
        )
        .filter(question_sets::id.eq(set_id))
        .filter(respondent_kinds::code.eq(code))
        .select(respondent_kinds::id)
        .first(conn)
        .await
        .optional()
}
