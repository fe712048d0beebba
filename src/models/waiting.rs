//! What waits in areas: the oldest comment in each queue, comments whose authors have not confirmed their address, and
//! those on paper that nobody has checked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::area::AreaId;
use crate::models::comment::count_replaced;

/// What waits in one area, besides how many are pending: that is a figure.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = BigInt)]
    pub area_id: AreaId,
    /// When the pending comment came that waits longest.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest_pending_at: Option<DateTime<Utc>>,
    /// Comments that were decided on, and replaced by their authors since.
    #[diesel(sql_type = BigInt)]
    pub n_replaced: i64,
    /// Comments whose authors have not confirmed their address.
    #[diesel(sql_type = BigInt)]
    pub n_unconfirmed: i64,
    /// Comments on paper that wait to be checked by a second person.
    #[diesel(sql_type = BigInt)]
    pub n_to_check: i64,
}

impl Waiting {
    /// Of each of these areas. The oldest is the first entry of a partial index; what was replaced has one of its own, and
    /// what is not confirmed lapses within days, so there are never very many.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
    ) -> QueryResult<HashMap<AreaId, Self>> {
        let replaced = count_replaced(conn, areas).await?;
        let mut rows: Vec<Self> = diesel::sql_query(
            "SELECT area.id AS area_id, oldest.received_at AS oldest_pending_at, 0::bigint AS n_replaced,
                 coalesce(unconfirmed.n, 0) AS n_unconfirmed,
                 coalesce(entered.n, 0) AS n_to_check
             FROM unnest($1) AS area (id)
             LEFT JOIN LATERAL (
                 SELECT received_at FROM intake.comments
                 WHERE area_id = area.id AND standing = 'pending' ORDER BY received_at, id LIMIT 1
             ) AS oldest ON true
             LEFT JOIN (
                 SELECT area_id, count(*) AS n FROM intake.awaiting_comments WHERE now() < expires_at GROUP BY area_id
             ) AS unconfirmed ON unconfirmed.area_id = area.id
             LEFT JOIN (
                 SELECT area_id, count(*) AS n FROM intake.entries WHERE state = 'waiting' GROUP BY area_id
             ) AS entered ON entered.area_id = area.id",
        )
        .bind::<Array<BigInt>, _>(areas.iter().map(|it| it.0).collect::<Vec<_>>())
        .load(conn)
        .await?;
        for row in &mut rows {
            row.n_replaced = replaced.get(&row.area_id).copied().unwrap_or_default();
        }
        Ok(rows.into_iter().map(|it| (it.area_id, it)).collect())
    }
}
