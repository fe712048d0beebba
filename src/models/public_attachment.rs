//! Files of published comments: rows of the public record.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::attachment::Attachment;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::comment::CommentId;
use crate::models::file::Named;
use crate::schema::public_record::attachments;

/// The files of a published comment, in their order: the first has the position 1.
pub async fn of(
    conn: &mut AsyncPgConnection,
    number: &TrackingNumber,
) -> QueryResult<Vec<Attachment>> {
    let rows: Vec<Named> = attachments::table
        .filter(attachments::tracking_number.eq(number))
        .order(attachments::position)
        .select((
            attachments::name,
            attachments::sha256,
            attachments::media_type,
            attachments::bytes,
        ))
        .load(conn)
        .await?;
    rows.into_iter().map(Named::attachment).collect()
}

/// Derives the rows of comments that were just derived themselves.
pub(super) async fn derive(
    conn: &mut AsyncPgConnection,
    comment_ids: &[CommentId],
    version: i32,
) -> QueryResult<()> {
    let ids: Vec<i64> = comment_ids.iter().map(|it| it.0).collect();
    diesel::sql_query(
        "INSERT INTO public_record.attachments (tracking_number, position, name, media_type, bytes, sha256)
         SELECT c.tracking_number, a.position, a.name, f.media_type, f.bytes, f.sha256
         FROM intake.comments AS c
         JOIN intake.comment_versions AS v ON v.comment_id = c.id
         JOIN intake.attachments AS a ON a.version_id = v.id
         JOIN intake.files AS f ON f.sha256 = a.sha256
         WHERE c.id = ANY($1) AND v.version = $2",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Integer, _>(version)
    .execute(conn)
    .await?;
    Ok(())
}
