//! One's own sessions: which there are, and their end.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{SessionLimits, seen_within};
use crate::domain::secret_token::SecretToken;
use crate::models::account::AccountId;
use crate::schema::intake::sessions;

/// More than anybody has open; what is beyond ends with the others.
const MOST_SHOWN: i64 = 100;

/// One place where an account is signed in.
#[derive(Debug, Clone, Queryable)]
pub struct OwnSession {
    pub id: i64,
    /// In words; empty where nothing is known.
    pub browser: String,
    /// An address without its last part; empty where nothing is known.
    pub network: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

/// Where an account is signed in, the latest seen first. `token` is of the session that asks.
pub async fn list(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    token: &SecretToken,
    limits: SessionLimits,
) -> QueryResult<Vec<OwnSession>> {
    sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::expires_at.gt(now))
        .filter(seen_within(limits.idle_minutes))
        .order((sessions::last_seen_at.desc(), sessions::id.desc()))
        .limit(MOST_SHOWN)
        .select((
            sessions::id,
            sessions::browser,
            sessions::network,
            sessions::created_at,
            sessions::last_seen_at,
            sessions::token_sha256.eq(token.sha256()),
        ))
        .load(conn)
        .await
}

/// Ends one session of an account. Somebody else's, and one that is not there, are left alone alike.
pub async fn end_one(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    id: i64,
) -> QueryResult<()> {
    let own = sessions::table.find(id).filter(sessions::account_id.eq(account_id));
    diesel::delete(own).execute(conn).await?;
    Ok(())
}

/// Signs an account out everywhere but in the session of this token.
pub async fn end_others(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    token: &SecretToken,
) -> QueryResult<()> {
    let others = sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::token_sha256.ne(token.sha256()));
    diesel::delete(others).execute(conn).await?;
    Ok(())
}

/// Gives the session of an account another token, with everything that was proved in it. None if it has ended
/// meanwhile.
pub async fn renew(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    token: &SecretToken,
) -> QueryResult<Option<SecretToken>> {
    let renewed = SecretToken::random();
    let own = sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::token_sha256.eq(token.sha256()));
    let n_renewed =
        diesel::update(own).set(sessions::token_sha256.eq(renewed.sha256())).execute(conn).await?;
    Ok((n_renewed == 1).then_some(renewed))
}
