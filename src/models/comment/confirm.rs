//! A comment whose author's address is confirmed: from where it waited to the queue, as of when it was sent.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use super::complete::Content;
use super::submit::{SentForm, Submitted, found_before};
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
/// It keeps its tracking number, its time and its receipt. Where the author sent the same content by the same form meanwhile, that comment stands, and its number is returned.
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    awaited: &AwaitingComment,
    author: &Account,
    question_set: &QuestionSet,
    receipt_mail: &NewMail,
) -> QueryResult<TrackingNumber> {
    Draft::delete_awaiting(conn, &awaited.tracking_number).await?;
    let id = match insert(conn, awaited, author, &awaited.submission_key).await? {
        Some(id) => id,
        None => match found_before(conn, author.id, &form_of(awaited)).await? {
            Submitted::SameAgain(earlier) => return Ok(earlier),
            // The author wrote on in a form that was sent: both were received, and both are comments.
            _ => insert(conn, awaited, author, &new_key()).await?.ok_or(Error::NotFound)?,
        },
    };
    let content = Content {
        area_id: awaited.area_id,
        display_name: Some(&author.display_name),
        submission: &awaited.submission,
        question_set,
        receipt_nonce: &awaited.receipt_nonce,
        receipt_sha256: &awaited.receipt_sha256,
        version: 1,
        submission_key: None,
    };
    content.insert(conn, id).await?;
    receipt_mail.queue(conn).await?;
    Ok(awaited.tracking_number.clone())
}

fn form_of(awaited: &AwaitingComment) -> SentForm<'_> {
    SentForm {
        submission_key: &awaited.submission_key,
        area_id: awaited.area_id,
        submission: &awaited.submission,
    }
}

fn new_key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

async fn insert(
    conn: &mut AsyncPgConnection,
    awaited: &AwaitingComment,
    author: &Account,
    submission_key: &str,
) -> QueryResult<Option<CommentId>> {
    diesel::insert_into(comments::table)
        .values((
            comments::tracking_number.eq(&awaited.tracking_number),
            comments::area_id.eq(awaited.area_id),
            comments::author_id.eq(author.id),
            comments::source.eq(Source::Web),
            comments::submission_key.eq(submission_key),
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
