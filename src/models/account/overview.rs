//! What administrators see of accounts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::AccountId;

/// An account from outside: who it is, and how it is used.
#[derive(Clone, QueryableByName)]
pub struct AccountOverview {
    #[diesel(sql_type = BigInt)]
    pub id: AccountId,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub suspended_at: Option<DateTime<Utc>>,
    /// Whether one-time codes are set up.
    #[diesel(sql_type = Bool)]
    pub has_codes: bool,
    #[diesel(sql_type = BigInt)]
    pub n_sessions: i64,
    /// None for whoever has not been here since the last sign-out.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_seen_at: Option<DateTime<Utc>>,
}

const OVERVIEW: &str = "
SELECT a.id, a.email, a.display_name, a.suspended_at,
    EXISTS (
        SELECT FROM intake.one_time_codes c WHERE c.account_id = a.id AND c.confirmed_at IS NOT NULL
    ) AS has_codes,
    (SELECT count(*) FROM intake.sessions s WHERE s.account_id = a.id AND now() < s.expires_at) AS n_sessions,
    greatest(
        (SELECT max(s.last_seen_at) FROM intake.sessions s WHERE s.account_id = a.id),
        (SELECT max(d.last_seen_at) FROM intake.known_devices d WHERE d.account_id = a.id)
    ) AS last_seen_at
FROM intake.accounts a WHERE a.id = ANY ($1)
ORDER BY lower(a.display_name), a.id";

impl AccountOverview {
    /// These accounts, in the order of their names.
    pub async fn of(conn: &mut AsyncPgConnection, ids: &[AccountId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(OVERVIEW).bind::<Array<BigInt>, _>(ids.to_vec()).load(conn).await
    }
}
