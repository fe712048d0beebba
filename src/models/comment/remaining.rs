//! What stays of an author who leaves.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::CommentId;
use crate::domain::attribution::Attribution;
use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::{comment_versions, comments};

/// More than anybody reads through; those beyond are the oldest.
const MOST_SHOWN: i64 = 500;

/// A comment that was sent and not withdrawn.
#[derive(Debug, Clone, Queryable)]
pub struct Remaining {
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub standing: Standing,
    pub attribution: Attribution,
}

/// What an author sent and did not withdraw, newest first.
pub async fn remaining(
    conn: &mut AsyncPgConnection,
    author_id: AccountId,
) -> QueryResult<Vec<Remaining>> {
    comments::table
        .inner_join(comment_versions::table)
        .filter(comments::author_id.eq(author_id))
        .filter(comment_versions::version.eq(comments::current_version))
        .filter(comments::standing.ne(Standing::Withdrawn))
        .order(comments::id.desc())
        .limit(MOST_SHOWN)
        .select((
            comments::tracking_number,
            comments::area_id,
            comments::standing,
            comment_versions::attribution,
        ))
        .load(conn)
        .await
}

/// Waits for every decision on an author's comments that is under way, and lets none begin until the transaction ends.
/// Returns how many comments there are.
pub async fn lock_all_of(conn: &mut AsyncPgConnection, author_id: AccountId) -> QueryResult<usize> {
    let locked: Vec<CommentId> = comments::table
        .filter(comments::author_id.eq(author_id))
        .order(comments::id)
        .select(comments::id)
        .for_update()
        .load(conn)
        .await?;
    Ok(locked.len())
}
