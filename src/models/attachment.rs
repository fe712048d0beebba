//! The files of a version. Like what it says, they are added with it and never changed.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::attachment::Attachment;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::comment::Comment;
use crate::models::comment_version::{CommentVersion, VersionId};
use crate::models::file::Named;
use crate::schema::intake::{attachments, awaiting_comments, awaiting_files, files};

/// Keeps the files of a version, in their order.
pub async fn insert(
    conn: &mut AsyncPgConnection,
    version_id: VersionId,
    sent: &[Attachment],
) -> QueryResult<()> {
    let rows: Vec<_> = (1_i32..)
        .zip(sent)
        .map(|(position, file)| {
            (
                attachments::version_id.eq(version_id.0),
                attachments::position.eq(position),
                attachments::sha256.eq(file.sha256.as_bytes().as_slice()),
                attachments::name.eq(file.name.as_str()),
            )
        })
        .collect();
    diesel::insert_into(attachments::table).values(rows).execute(conn).await?;
    Ok(())
}

/// The files of a version, in their order: the first has the position 1.
pub async fn of(
    conn: &mut AsyncPgConnection,
    version_id: VersionId,
) -> QueryResult<Vec<Attachment>> {
    let rows: Vec<Named> = attachments::table
        .inner_join(files::table)
        .filter(attachments::version_id.eq(version_id.0))
        .order(attachments::position)
        .select((attachments::name, files::sha256, files::media_type, files::bytes))
        .load(conn)
        .await?;
    rows.into_iter().map(Named::attachment).collect()
}

/// The files of a comment as it stands now.
pub async fn of_comment(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
) -> QueryResult<Vec<Attachment>> {
    let version = CommentVersion::find(conn, comment.id, comment.current_version).await?;
    of(conn, version.id).await
}

/// Keeps what a comment that waits names: its own words say how, and in which order.
pub async fn keep_for_awaiting(
    conn: &mut AsyncPgConnection,
    number: &TrackingNumber,
    sent: &[Attachment],
) -> QueryResult<()> {
    let id: i64 = awaiting_comments::table
        .filter(awaiting_comments::tracking_number.eq(number))
        .select(awaiting_comments::id)
        .first(conn)
        .await?;
    let rows: Vec<_> = sent
        .iter()
        .map(|it| {
            (
                awaiting_files::awaiting_id.eq(id),
                awaiting_files::sha256.eq(it.sha256.as_bytes().as_slice()),
            )
        })
        .collect();
    diesel::insert_into(awaiting_files::table).values(rows).execute(conn).await?;
    Ok(())
}
