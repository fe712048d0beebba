//! Sessions: who is signed in, by the digest of a token that only the browser knows.

mod own;

use diesel::dsl::IntervalDsl;
use diesel::dsl::{exists, not, now};
use diesel::pg::data_types::PgInterval;
use diesel::prelude::*;
use diesel::sql_types::{Interval, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::device::Device;
use crate::domain::secret_token::SecretToken;
use crate::models::account::{Account, AccountId};
use crate::schema::intake::{accounts, grants, one_time_codes, sessions};

pub use own::{OwnSession, end_one, end_others, list, renew};

/// How long a session lives, by the clock of the database.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// Minutes without a request.
    pub idle_minutes: i32,
    /// Hours in all.
    pub absolute_hours: i32,
}

/// Signs an account in: always under a new token.
pub async fn create(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    limits: SessionLimits,
    device: &Device,
) -> QueryResult<SecretToken> {
    let token = SecretToken::random();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_sha256.eq(token.sha256()),
            sessions::account_id.eq(account_id),
            sessions::expires_at.eq(now.into_sql::<Timestamptz>() + limits.absolute_hours.hours()),
            sessions::browser.eq(&device.browser),
            sessions::network.eq(&device.network),
        ))
        .execute(conn)
        .await?;
    Ok(token)
}

/// By what somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvedBy {
    Code,
    Password,
}

/// Gives a session another token and notes that its owner proved who they are. The old token is dead; when the session
/// ends for good stays as it is. None if the session ended meanwhile.
pub async fn renew_proved(
    conn: &mut AsyncPgConnection,
    token: &SecretToken,
    by: ProvedBy,
) -> QueryResult<Option<SecretToken>> {
    let renewed = SecretToken::random();
    let row = diesel::update(sessions::table.filter(sessions::token_sha256.eq(token.sha256())));
    let proved = (
        sessions::token_sha256.eq(renewed.sha256()),
        sessions::proved_at.eq(now),
        sessions::last_seen_at.eq(now),
    );
    let n = match by {
        ProvedBy::Code => row.set((proved, sessions::code_at.eq(now))).execute(conn).await?,
        ProvedBy::Password => row.set(proved).execute(conn).await?,
    };
    Ok((n == 1).then_some(renewed))
}

/// How long ago one may have proved who one is, for what is delicate.
const LATELY_MINUTES: i32 = 5;

/// A good session, and how much of its owner was proved in it.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    pub id: i64,
    pub account: Account,
    /// Whether its owner proved who they are within the last five minutes.
    pub is_proved_lately: bool,
    /// Whether a one-time code was given in it.
    pub has_code: bool,
    /// Whether its owner has set up one-time codes at all.
    pub is_enrolled: bool,
}

impl Session {
    /// Whether its owner is signed in: where one-time codes are set up, one was given.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.has_code || !self.is_enrolled
    }

    /// The session of a token, if it is still good; notes that it was seen.
    ///
    /// Whoever has a grant is held to the limits of staff as well, from the next request after it was given. The time
    /// is written at most once a minute: a reader of many pages is not a writer of many rows.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        token: &SecretToken,
        limits: SessionLimits,
        of_staff: SessionLimits,
    ) -> QueryResult<Option<Self>> {
        let is_staff = exists(grants::table.filter(grants::account_id.eq(accounts::id)));
        let is_enrolled = exists(
            one_time_codes::table
                .filter(one_time_codes::account_id.eq(accounts::id))
                .filter(one_time_codes::confirmed_at.is_not_null()),
        );
        let good_for_staff = seen_within(of_staff.idle_minutes)
            .and(sessions::created_at.gt(ago(of_staff.absolute_hours.hours())));
        let good = sessions::token_sha256
            .eq(token.sha256())
            .and(sessions::expires_at.gt(now))
            .and(seen_within(limits.idle_minutes));
        let session: Option<Self> = accounts::table
            .inner_join(sessions::table)
            .filter(good.clone())
            .filter(accounts::suspended_at.is_null())
            .filter(accounts::closed_at.is_null())
            .filter(not(is_staff).or(good_for_staff))
            .select((
                sessions::id,
                Account::as_select(),
                sessions::proved_at.gt(ago(LATELY_MINUTES.minutes())),
                sessions::code_at.is_not_null(),
                is_enrolled,
            ))
            .first(conn)
            .await
            .optional()?;
        if session.is_some() {
            let stale = sessions::last_seen_at.lt(ago(1.minute()));
            diesel::update(sessions::table.filter(good).filter(stale))
                .set(sessions::last_seen_at.eq(now))
                .execute(conn)
                .await?;
        }
        Ok(session)
    }
}

#[diesel::dsl::auto_type]
fn ago(interval: PgInterval) -> _ {
    now.into_sql::<Timestamptz>() - interval.into_sql::<Interval>()
}

#[diesel::dsl::auto_type]
fn seen_within(minutes: i32) -> _ {
    let since: ago = ago(minutes.minutes());
    sessions::last_seen_at.gt(since)
}

/// Signs out this one session.
pub async fn end(conn: &mut AsyncPgConnection, token: &SecretToken) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::token_sha256.eq(token.sha256())))
        .execute(conn)
        .await?;
    Ok(())
}

/// Signs an account out everywhere.
pub async fn end_all(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account_id)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Signs everybody out. Returns how many sessions ended.
pub async fn end_of_everybody(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    diesel::delete(sessions::table).execute(conn).await
}

/// Removes a batch of sessions that have run out. Returns how many.
pub async fn delete_expired(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    let expired: Vec<i64> = sessions::table
        .filter(sessions::expires_at.lt(now))
        .select(sessions::id)
        .limit(1000)
        .load(conn)
        .await?;
    diesel::delete(sessions::table.filter(sessions::id.eq_any(expired))).execute(conn).await
}
