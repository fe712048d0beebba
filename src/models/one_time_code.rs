//! One-time codes: the sealed secret of an account, and the half minute of the last code.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, now};
use diesel::prelude::*;
use diesel::query_dsl::methods;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::account::AccountId;
use crate::schema::intake::one_time_codes;

#[derive(Clone, HasQuery)]
#[diesel(table_name = one_time_codes)]
pub struct OneTimeCode {
    pub sealed_secret: Vec<u8>,
    pub created_at: DateTime<Utc>,
}

impl OneTimeCode {
    /// What an account has set up, if anything.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<Option<Self>> {
        Self::query().filter(of(account_id)).first(conn).await.optional()
    }

    pub async fn is_set_up(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
    ) -> QueryResult<bool> {
        let row = one_time_codes::table.filter(of(account_id));
        diesel::select(exists(row)).get_result(conn).await
    }

    /// Keeps a secret whose first code was given; it takes the place of an earlier one. Not if the earlier one was
    /// used in the same half minute: of two requests at once, one sets up.
    pub async fn set_up(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        sealed_secret: &[u8],
        step: i64,
    ) -> QueryResult<bool> {
        let set_up = diesel::insert_into(one_time_codes::table)
            .values((
                one_time_codes::account_id.eq(account_id),
                one_time_codes::sealed_secret.eq(sealed_secret),
                one_time_codes::confirmed_at.eq(now),
                one_time_codes::last_step.eq(step),
            ))
            .on_conflict(one_time_codes::account_id)
            .do_update()
            .set((
                one_time_codes::sealed_secret.eq(excluded(one_time_codes::sealed_secret)),
                one_time_codes::created_at.eq(now),
                one_time_codes::confirmed_at.eq(now),
                one_time_codes::last_step.eq(excluded(one_time_codes::last_step)),
            ));
        let is_later = one_time_codes::last_step.lt(excluded(one_time_codes::last_step));
        Ok(methods::FilterDsl::filter(set_up, is_later).execute(conn).await? == 1)
    }

    /// Uses up the code of a half minute, and with it all earlier ones. Of any number of attempts at once, one
    /// succeeds.
    pub async fn use_step(
        conn: &mut AsyncPgConnection,
        account_id: AccountId,
        step: i64,
    ) -> QueryResult<bool> {
        let row =
            one_time_codes::table.filter(of(account_id).and(one_time_codes::last_step.lt(step)));
        let n = diesel::update(row).set(one_time_codes::last_step.eq(step)).execute(conn).await?;
        Ok(n == 1)
    }

    /// Whether there was anything to remove.
    pub async fn remove(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<bool> {
        let row = one_time_codes::table.filter(one_time_codes::account_id.eq(account_id));
        Ok(diesel::delete(row).execute(conn).await? == 1)
    }
}

/// The row of an account whose first code was given.
#[diesel::dsl::auto_type]
fn of(account_id: AccountId) -> _ {
    one_time_codes::account_id.eq(account_id).and(one_time_codes::confirmed_at.is_not_null())
}
