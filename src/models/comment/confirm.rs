//! A comment whose author's address is confirmed: from where it waited to the queue, as of when it was sent.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use super::complete::Content;
use crate::domain::standing::Source;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::Account;
use crate::models::awaiting_comment::AwaitingComment;
use crate::models::draft::Draft;
use crate::models::outbox::NewMail;
use crate::models::question::QuestionSet;
use crate::schema::intake::comments;

/// Makes a comment of one that was taken out of where it waited, in the same transaction.
///
/// It keeps its tracking number, its time and its receipt. Where the author sent the same form meanwhile, that comment stands, and its number is returned.
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    awaited: &AwaitingComment,
    author: &Account,
    question_set: &QuestionSet,
    receipt_mail: &NewMail,
) -> QueryResult<TrackingNumber> {
    Draft::delete_awaiting(conn, &awaited.tracking_number).await?;
    let Some(id) = insert(conn, awaited, author).await? else {
        return comments::table
            .filter(comments::author_id.eq(author.id))
            .filter(comments::submission_key.eq(&awaited.submission_key))
            .select(comments::tracking_number)
            .first(conn)
            .await;
    };
    let content = Content {
        area_id: awaited.area_id,
        author,
        submission: &awaited.submission,
        question_set,
        receipt_nonce: &awaited.receipt_nonce,
        receipt_sha256: &awaited.receipt_sha256,
    };
    content.insert(conn, id).await?;
    receipt_mail.queue(conn).await?;
    Ok(awaited.tracking_number.clone())
}

async fn insert(
    conn: &mut AsyncPgConnection,
    awaited: &AwaitingComment,
    author: &Account,
) -> QueryResult<Option<CommentId>> {
    diesel::insert_into(comments::table)
        .values((
            comments::tracking_number.eq(&awaited.tracking_number),
            comments::area_id.eq(awaited.area_id),
            comments::author_id.eq(author.id),
            comments::source.eq(Source::Web),
            comments::submission_key.eq(&awaited.submission_key),
            comments::received_at.eq(awaited.received_at),
            comments::received_on.eq(awaited.received_on),
            comments::late.eq(awaited.late),
        ))
        .on_conflict((comments::author_id, comments::submission_key))
        .do_nothing()
        .returning(comments::id)
        .get_result(conn)
        .await
        .optional()
}
