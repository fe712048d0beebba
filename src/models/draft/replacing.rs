//! Drafts of what is to replace a comment: they begin with what it says, and with its files.

use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Draft, DraftOwner};
use crate::domain::fields::Fields;
use crate::models::comment::Comment;
use crate::models::comment_version::VersionId;
use crate::models::draft_file;
use crate::schema::intake::drafts;

impl Draft {
    /// The draft that is to replace this comment; where there is none, one with these fields and the files of this version.
    pub async fn find_or_begin_replacing(
        conn: &mut AsyncPgConnection,
        comment: &Comment,
        submission_key: &str,
        fields: &Fields,
        version_id: VersionId,
    ) -> QueryResult<Self> {
        let fields =
            serde_json::to_value(fields).map_err(|it| Error::SerializationError(it.into()))?;
        let owner = DraftOwner::Comment(comment.id);
        loop {
            if let Some(begun) = begin(conn, comment, submission_key, &fields, version_id).await? {
                return Ok(begun);
            }
            // None: it was sent away between the two looks. Now there is room for this one.
            if let Some(draft) = Self::find(conn, &owner, comment.area_id).await? {
                return Ok(draft);
            }
        }
    }
}

async fn begin(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    submission_key: &str,
    fields: &Value,
    version_id: VersionId,
) -> QueryResult<Option<Draft>> {
    conn.transaction(async |conn| {
        let begun: Option<Draft> = diesel::insert_into(drafts::table)
            .values((
                drafts::area_id.eq(comment.area_id),
                drafts::replaces.eq(comment.id),
                drafts::submission_key.eq(submission_key),
                drafts::fields.eq(fields),
            ))
            .on_conflict_do_nothing()
            .returning(Draft::as_returning())
            .get_result(conn)
            .await
            .optional()?;
        if let Some(draft) = &begun {
            draft_file::take_over(conn, draft.id, version_id).await?;
        }
        Ok(begun)
    })
    .await
}
