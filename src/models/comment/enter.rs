//! A comment that staff entered and checked: from its entry to the queue, as of the day on which it came.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use super::complete::Content;
use crate::domain::entry::Entered;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;
use crate::models::question::QuestionSet;

/// A comment without an account.
#[derive(Debug)]
pub struct NewOnPaper<'a> {
    pub tracking_number: &'a TrackingNumber,
    pub area_id: AreaId,
    /// In which zone its day is counted.
    pub time_zone: &'a str,
    pub entered: &'a Entered,
    pub question_set: &'a QuestionSet,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
}

/// Keeps the comment, in the transaction that confirms its entry; nothing where its area takes none of that day.
///
/// Whether it is in time is judged by the period as it stands now, in the insert itself, and by whole days, as in [`crate::domain::entry::Days`].
pub async fn enter(
    conn: &mut AsyncPgConnection,
    new: &NewOnPaper<'_>,
) -> QueryResult<Option<CommentId>> {
    let Some(id) = insert_in_time(conn, new).await? else { return Ok(None) };
    let content = Content {
        area_id: new.area_id,
        display_name: new.entered.arrival.display_name.as_deref(),
        submission: &new.entered.submission,
        question_set: new.question_set,
        receipt_nonce: new.receipt_nonce,
        receipt_sha256: new.receipt_sha256,
        version: 1,
        submission_key: None,
    };
    content.insert(conn, id).await?;
    Ok(Some(id))
}

async fn insert_in_time(
    conn: &mut AsyncPgConnection,
    new: &NewOnPaper<'_>,
) -> QueryResult<Option<CommentId>> {
    let arrival = &new.entered.arrival;
    let inserted: Option<Inserted> = diesel::sql_query(
        "WITH day AS MATERIALIZED (
             SELECT area.id AS area_id, area.take_late_comments,
                 (period.opens_at AT TIME ZONE $3)::date AS first,
                 ((period.closes_at - interval '1 microsecond') AT TIME ZONE $3)::date AS last_on_time,
                 (clock_timestamp() AT TIME ZONE $3)::date AS today
             FROM catalogue.periods AS period JOIN catalogue.areas AS area ON area.id = period.area_id
             WHERE area.id = $2
         )
         INSERT INTO intake.comments
             (tracking_number, area_id, source, received_at, received_on, late, channel, n_signatories)
         SELECT $1, day.area_id, 'staff', $4::timestamp AT TIME ZONE $3, $4, day.last_on_time < $4, $5, $6
         FROM day
         WHERE $4 BETWEEN day.first AND day.today AND ($4 <= day.last_on_time OR day.take_late_comments)
         RETURNING id",
    )
    .bind::<Text, _>(new.tracking_number.as_str())
    .bind::<BigInt, _>(new.area_id)
    .bind::<Text, _>(new.time_zone)
    .bind::<Date, _>(arrival.received_on)
    .bind::<Text, _>(arrival.channel.as_str())
    .bind::<Integer, _>(arrival.n_signatories)
    .get_result(conn)
    .await
    .optional()?;
    Ok(inserted.map(|it| it.id))
}

#[derive(QueryableByName)]
struct Inserted {
    #[diesel(sql_type = BigInt)]
    id: CommentId,
}
