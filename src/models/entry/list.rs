//! Entries as rows of a list, and how many wait.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::EntryId;
use crate::domain::entry::{Channel, EntryState};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::{accounts, comments, entries};

/// An entry that is no comment yet.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = entries)]
#[diesel(base_query = entries::table.inner_join(accounts::table.on(accounts::id.eq(entries::entered_by))))]
pub struct OpenEntry {
    pub id: EntryId,
    pub area_id: AreaId,
    pub channel: Channel,
    pub received_on: NaiveDate,
    pub n_signatories: i32,
    pub display_name: Option<String>,
    pub state: EntryState,
    #[diesel(select_expression = accounts::display_name)]
    pub entered_by: String,
    pub writers: Vec<AccountId>,
    pub note: Option<String>,
}

/// An entry that became a comment.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = entries)]
#[diesel(base_query = entries::table.inner_join(comments::table.on(entries::comment_id.eq(comments::id.nullable()))))]
pub struct ConfirmedEntry {
    pub id: EntryId,
    pub area_id: AreaId,
    #[diesel(select_expression = comments::tracking_number)]
    pub tracking_number: TrackingNumber,
    #[diesel(select_expression = entries::channel)]
    pub channel: Channel,
    pub received_on: NaiveDate,
}

impl OpenEntry {
    /// What is being entered or waits in these areas, oldest first.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(entries::area_id.eq_any(areas))
            .filter(entries::state.eq_any([EntryState::Entering, EntryState::Waiting]))
            .order(entries::id)
            .limit(limit)
            .load(conn)
            .await
    }
}

impl ConfirmedEntry {
    /// What became a comment last, newest first.
    pub async fn latest(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(entries::area_id.eq_any(areas))
            .filter(entries::state.eq(EntryState::Confirmed))
            .order(entries::id.desc())
            .limit(limit)
            .load(conn)
            .await
    }
}

/// How many wait to be checked in these areas.
pub async fn n_waiting(conn: &mut AsyncPgConnection, areas: &[AreaId]) -> QueryResult<i64> {
    entries::table
        .filter(entries::area_id.eq_any(areas))
        .filter(entries::state.eq(EntryState::Waiting))
        .count()
        .get_result(conn)
        .await
}
