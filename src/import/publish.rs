//! Publishing a batch: what a decision does to one comment, for a few hundred in as many statements.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::result::Error as DieselError;
use diesel::sql_types::{Array, BigInt, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::target::Target;
use crate::models::comment::CommentId;
use crate::models::figure::{self, Delta};
use crate::models::public_comment::PublicComment;
use crate::record::tallies;

/// Publishes comments that wait, all of them or none. Runs inside the transaction that received them.
pub async fn publish(
    conn: &mut AsyncPgConnection,
    target: &Target,
    ids: &[CommentId],
) -> QueryResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    move_standings(conn, ids).await?;
    insert_decisions(conn, target, ids).await?;
    let rows = PublicComment::derive_all(conn, ids, 1).await?;
    show_standings(conn, target, &rows).await?;
    figure::append(conn, &summed_deltas(target, &rows)).await
}

/// The guard that every change of standing has: whoever is not pending is not published here.
async fn move_standings(conn: &mut AsyncPgConnection, ids: &[CommentId]) -> QueryResult<()> {
    let n_moved = diesel::sql_query(
        "UPDATE intake.comments SET standing = 'published', published_version = 1
         WHERE id = ANY($1) AND standing = 'pending'",
    )
    .bind::<Array<BigInt>, _>(ids.to_vec())
    .execute(conn)
    .await?;
    if n_moved == ids.len() { Ok(()) } else { Err(DieselError::RollbackTransaction) }
}

/// One decision by the actor `import` for each comment, and its event.
async fn insert_decisions(
    conn: &mut AsyncPgConnection,
    target: &Target,
    ids: &[CommentId],
) -> QueryResult<()> {
    diesel::sql_query(
        "WITH decided AS (
             INSERT INTO intake.decisions
                 (comment_id, version, from_standing, to_standing, actor_kind, policy_id)
             SELECT it, 1, 'pending', 'published', 'import', $1 FROM UNNEST($2) AS it
             RETURNING id, comment_id
         )
         INSERT INTO intake.events (kind, area_id, comment_id, decision_id)
         SELECT 'comment_decided', $3, comment_id, id FROM decided",
    )
    .bind::<BigInt, _>(target.policy.id)
    .bind::<Array<BigInt>, _>(ids.to_vec())
    .bind::<BigInt, _>(target.area.id)
    .execute(conn)
    .await?;
    Ok(())
}

async fn show_standings(
    conn: &mut AsyncPgConnection,
    target: &Target,
    rows: &[PublicComment],
) -> QueryResult<()> {
    let numbers: Vec<&str> = rows.iter().map(|it| it.tracking_number.as_str()).collect();
    diesel::sql_query(
        "INSERT INTO public_record.standings (tracking_number, area_id, standing, decided_on)
         SELECT it, $1, 'published', $2 FROM UNNEST($3) AS it",
    )
    .bind::<BigInt, _>(target.area.id)
    .bind::<Date, _>(target.initiative.day_of(chrono::Utc::now()))
    .bind::<Array<Text>, _>(numbers)
    .execute(conn)
    .await?;
    Ok(())
}

/// What the rows count in, one delta a figure instead of one a row.
fn summed_deltas(target: &Target, rows: &[PublicComment]) -> Vec<Delta> {
    let mut sums: HashMap<(String, String, String), i64> = HashMap::new();
    for delta in rows.iter().flat_map(|it| tallies::deltas_of(it, &target.question_set)) {
        *sums.entry((delta.subject, delta.bucket, delta.split)).or_default() += delta.n;
    }
    let area_id = target.area.id;
    sums.into_iter()
        .map(|((subject, bucket, split), n)| Delta { area_id, subject, bucket, split, n })
        .collect()
}
