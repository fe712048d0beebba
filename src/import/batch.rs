//! A few hundred rows, stored together or not at all.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Nullable, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::row::Row;
use super::target::{Destination, Target};
use super::{Reject, publish};
use crate::domain::receipt::Receipt;
use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::comment::CommentId;
use crate::models::comment_version::UNDETERMINED;
use crate::models::figure::{self, Delta};

const MAX_ROWS: usize = 500;
/// Long texts make a batch shorter, so that memory stays bounded.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Rows on their way into the database.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Vec<(u64, TrackingNumber, Row)>,
    n_bytes: usize,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Stored {
    pub n_imported: u64,
    pub n_already_there: u64,
    pub n_unknown_categories: u64,
    pub rejects: Vec<Reject>,
}

impl Batch {
    /// Adds a row and the line on which it begins.
    pub fn push(&mut self, line: u64, row: Row) {
        self.n_bytes += row.submission.body.len();
        self.rows.push((line, TrackingNumber::random(), row));
    }

    #[must_use]
    pub fn is_full(&self) -> bool {
        MAX_ROWS <= self.rows.len() || MAX_BYTES <= self.n_bytes
    }

    /// Stores what is new, in one transaction.
    pub async fn store(self, conn: &mut AsyncPgConnection, target: &Target) -> QueryResult<Stored> {
        if self.rows.is_empty() {
            return Ok(Stored::default());
        }
        conn.transaction(async |conn| {
            let ids = self.insert_comments(conn, target).await?;
            self.insert_versions(conn, target, &ids).await?;
            let new_ids: Vec<_> = ids.values().copied().collect();
            append_received(conn, target, &new_ids).await?;
            let standing = match target.destination {
                Destination::Queue => Standing::Pending,
                Destination::Published => {
                    publish::publish(conn, target, &new_ids).await?;
                    Standing::Published
                }
            };
            count(conn, target, standing, new_ids.len()).await?;
            self.compare_with_before(conn, target, &ids).await
        })
        .await
    }

    /// Inserts the comments that are not there yet; gives the ids of those by tracking number.
    async fn insert_comments(
        &self,
        conn: &mut AsyncPgConnection,
        target: &Target,
    ) -> QueryResult<HashMap<TrackingNumber, CommentId>> {
        let numbers: Vec<&str> = self.rows.iter().map(|(_, it, _)| it.as_str()).collect();
        let days: Vec<Option<NaiveDate>> =
            self.rows.iter().map(|(.., it)| it.received_on).collect();
        // Only the day was noted where a comment comes from: it counts from the beginning of that day.
        let inserted: Vec<Inserted> = diesel::sql_query(
            "INSERT INTO intake.comments
                 (tracking_number, area_id, source, source_id, received_at, received_on, late)
             SELECT it.tracking_number, $1, 'import', it.source_id,
                 coalesce(it.received_on::timestamp AT TIME ZONE $2, clock_timestamp()),
                 coalesce(it.received_on, $3), FALSE
             FROM UNNEST($4, $5, $6) WITH ORDINALITY
                 AS it (tracking_number, source_id, received_on, place)
             ORDER BY it.place
             ON CONFLICT ON CONSTRAINT comments_source_id_key DO NOTHING
             RETURNING id, tracking_number",
        )
        .bind::<BigInt, _>(target.area.id)
        .bind::<Text, _>(&target.initiative.time_zone)
        .bind::<Date, _>(target.today)
        .bind::<Array<Text>, _>(numbers)
        .bind::<Array<Text>, _>(self.source_ids())
        .bind::<Array<Nullable<Date>>, _>(days)
        .load(conn)
        .await?;
        Ok(inserted.into_iter().map(|it| (it.tracking_number, it.id)).collect())
    }

    async fn insert_versions(
        &self,
        conn: &mut AsyncPgConnection,
        target: &Target,
        ids: &HashMap<TrackingNumber, CommentId>,
    ) -> QueryResult<()> {
        let mut columns = VersionColumns::default();
        for (_, number, row) in &self.rows {
            if let Some(id) = ids.get(number) {
                columns.push(target, *id, number, row);
            }
        }
        diesel::sql_query(
            "INSERT INTO intake.comment_versions (
                 comment_id, version, question_set_id, respondent_kind_id, organization, attribution,
                 display_name, body, language, content_sha256, receipt_nonce, receipt_sha256
             )
             SELECT it.comment_id, 1, $1, it.kind_id, it.organization, it.attribution,
                 it.display_name, it.body, $2, it.content, it.nonce, it.receipt
             FROM UNNEST($3, $4, $5, $6, $7, $8, $9, $10, $11) AS it (
                 comment_id, kind_id, organization, attribution, display_name, body, content, nonce,
                 receipt
             )",
        )
        .bind::<BigInt, _>(target.question_set.id)
        .bind::<Text, _>(UNDETERMINED)
        .bind::<Array<BigInt>, _>(columns.comment_ids)
        .bind::<Array<Nullable<BigInt>>, _>(columns.kind_ids)
        .bind::<Array<Nullable<Text>>, _>(columns.organizations)
        .bind::<Array<Text>, _>(columns.attributions)
        .bind::<Array<Nullable<Text>>, _>(columns.display_names)
        .bind::<Array<Text>, _>(columns.bodies)
        .bind::<Array<Binary>, _>(columns.contents)
        .bind::<Array<Binary>, _>(columns.nonces)
        .bind::<Array<Binary>, _>(columns.receipts)
        .execute(conn)
        .await?;
        Ok(())
    }

    /// The rows that were not new: the same text is there already, or another one has taken the name.
    async fn compare_with_before(
        &self,
        conn: &mut AsyncPgConnection,
        target: &Target,
        ids: &HashMap<TrackingNumber, CommentId>,
    ) -> QueryResult<Stored> {
        let skipped: Vec<_> =
            self.rows.iter().filter(|(_, number, _)| !ids.contains_key(number)).collect();
        let source_ids: Vec<&str> = skipped.iter().map(|(.., it)| it.source_id.as_str()).collect();
        let bodies: Vec<&str> =
            skipped.iter().map(|(.., it)| it.submission.body.as_str()).collect();
        let compared: Vec<Compared> = diesel::sql_query(
            "SELECT v.body = it.body AS same
             FROM UNNEST($2, $3) WITH ORDINALITY AS it (source_id, body, place)
             JOIN intake.comments AS c ON c.area_id = $1 AND c.source_id = it.source_id
             JOIN intake.comment_versions AS v ON v.comment_id = c.id AND v.version = 1
             ORDER BY it.place",
        )
        .bind::<BigInt, _>(target.area.id)
        .bind::<Array<Text>, _>(source_ids)
        .bind::<Array<Text>, _>(bodies)
        .load(conn)
        .await?;
        let others = skipped.iter().zip(&compared).filter(|(_, compared)| !compared.same);
        let rejects: Vec<_> = others
            .map(|((line, _, row), _)| Reject {
                line: *line,
                source_id: row.source_id.clone(),
                reason: "A comment with this source_id and another text is there already."
                    .to_owned(),
            })
            .collect();
        let new = self.rows.iter().filter(|(_, number, _)| ids.contains_key(number));
        Ok(Stored {
            n_imported: ids.len() as u64,
            n_unknown_categories: new.filter(|(.., it)| it.names_unknown_category).count() as u64,
            n_already_there: (skipped.len() - rejects.len()) as u64,
            rejects,
        })
    }

    fn source_ids(&self) -> Vec<&str> {
        self.rows.iter().map(|(.., it)| it.source_id.as_str()).collect()
    }
}

/// Versions by column, as UNNEST takes them.
#[derive(Default)]
struct VersionColumns<'a> {
    comment_ids: Vec<i64>,
    kind_ids: Vec<Option<i64>>,
    organizations: Vec<Option<&'a str>>,
    attributions: Vec<&'a str>,
    display_names: Vec<Option<&'a str>>,
    bodies: Vec<&'a str>,
    contents: Vec<Vec<u8>>,
    nonces: Vec<Vec<u8>>,
    receipts: Vec<Vec<u8>>,
}

impl<'a> VersionColumns<'a> {
    fn push(&mut self, target: &Target, id: CommentId, number: &TrackingNumber, row: &'a Row) {
        let submission = &row.submission;
        let nonce: [u8; 16] = rand::random();
        let receipt = Receipt {
            tracking_number: number,
            version: 1,
            initiative: &target.initiative.slug,
            area: &target.area.slug,
            question_set: target.question_set.version,
            submission,
            nonce: &nonce,
        };
        self.comment_ids.push(id.0);
        self.kind_ids.push(submission.respondent_kind.as_deref().and_then(|it| target.kind_id(it)));
        self.organizations.push(submission.organization.as_deref());
        self.attributions.push(submission.attribution.as_str());
        self.display_names.push(row.display_name.as_deref());
        self.bodies.push(&submission.body);
        self.contents.push(submission.content_sha256());
        self.receipts.push(receipt.sha256());
        self.nonces.push(nonce.to_vec());
    }
}

async fn append_received(
    conn: &mut AsyncPgConnection,
    target: &Target,
    ids: &[CommentId],
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO intake.events (kind, area_id, comment_id)
         SELECT 'comment_received', $1, it FROM UNNEST($2) AS it",
    )
    .bind::<BigInt, _>(target.area.id)
    .bind::<Array<BigInt>, _>(ids.to_vec())
    .execute(conn)
    .await?;
    Ok(())
}

async fn count(
    conn: &mut AsyncPgConnection,
    target: &Target,
    standing: Standing,
    n_comments: usize,
) -> QueryResult<()> {
    let one = Delta::plus(target.area.id, figure::STANDING, standing.as_str(), "");
    let n = i64::try_from(n_comments).unwrap_or(i64::MAX);
    if n == 0 { Ok(()) } else { figure::append(conn, &[Delta { n, ..one }]).await }
}

#[derive(QueryableByName)]
struct Inserted {
    #[diesel(sql_type = BigInt)]
    id: CommentId,
    #[diesel(sql_type = Text)]
    tracking_number: TrackingNumber,
}

#[derive(QueryableByName)]
struct Compared {
    #[diesel(sql_type = Bool)]
    same: bool,
}
