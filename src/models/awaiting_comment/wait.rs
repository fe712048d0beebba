//! The insert that lets a comment wait: in time or not at all.

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Bytea, Integer, Jsonb, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;
use crate::models::question::QuestionSetId;
use crate::models::registration::RegistrationId;

/// A comment ready to wait.
#[derive(Debug)]
pub struct NewAwaiting<'a> {
    pub tracking_number: &'a TrackingNumber,
    pub area_id: AreaId,
    /// In which zone its day of receipt is counted.
    pub time_zone: &'a str,
    pub registration_id: RegistrationId,
    pub canonical_email: &'a str,
    pub cookie_sha256: &'a [u8],
    pub submission_key: &'a str,
    pub question_set_id: QuestionSetId,
    pub submission: &'a Submission,
    pub receipt_nonce: &'a [u8],
    pub receipt_sha256: &'a [u8],
    /// How long it waits.
    pub hours: i32,
}

/// Keeps the comment if its area takes comments now, which is judged by the clock of the database, in the insert itself.
/// Returns whether it was kept.
///
/// # Errors
/// If a comment of the same form and address is still there. Whoever holds the address has asked for one that waits, and removed one that lapsed.
pub async fn insert_in_time(
    conn: &mut AsyncPgConnection,
    new: &NewAwaiting<'_>,
) -> QueryResult<bool> {
    let submission =
        serde_json::to_value(new.submission).map_err(|it| Error::SerializationError(it.into()))?;
    let n_kept = diesel::sql_query(
        "WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
         INSERT INTO intake.awaiting_comments
             (tracking_number, area_id, registration_id, canonical_email, cookie_sha256, submission_key,
              question_set_id, submission, content_sha256, receipt_nonce, receipt_sha256,
              received_at, received_on, late, expires_at)
         SELECT $1, area.id, $3, $4, $5, $6, $7, $8, $9, $10, $11,
             moment.at, (moment.at AT TIME ZONE $12)::date, period.closes_at <= moment.at,
             moment.at + $13 * interval '1 hour'
         FROM moment, catalogue.periods AS period
         JOIN catalogue.areas AS area ON area.id = period.area_id
         WHERE period.area_id = $2 AND period.opens_at <= moment.at
             AND (moment.at < period.closes_at OR area.take_late_comments)",
    )
    .bind::<Text, _>(new.tracking_number.as_str())
    .bind::<BigInt, _>(new.area_id)
    .bind::<BigInt, _>(new.registration_id)
    .bind::<Text, _>(new.canonical_email)
    .bind::<Bytea, _>(new.cookie_sha256)
    .bind::<Text, _>(new.submission_key)
    .bind::<BigInt, _>(new.question_set_id)
    .bind::<Jsonb, _>(submission)
    .bind::<Bytea, _>(new.submission.content_sha256())
    .bind::<Bytea, _>(new.receipt_nonce)
    .bind::<Bytea, _>(new.receipt_sha256)
    .bind::<Text, _>(new.time_zone)
    .bind::<Integer, _>(new.hours)
    .execute(conn)
    .await?;
    Ok(n_kept == 1)
}
