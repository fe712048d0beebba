//! Recovery codes, as digests: each opens once what the app cannot open any more.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::recovery_code::RecoveryCode;
use crate::models::account::AccountId;
use crate::schema::intake::recovery_codes;

/// Keeps new codes in the place of all earlier ones.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    codes: &[RecoveryCode],
) -> QueryResult<()> {
    remove(conn, account_id).await?;
    let rows: Vec<_> = codes
        .iter()
        .map(|it| {
            (recovery_codes::code_sha256.eq(it.sha256()), recovery_codes::account_id.eq(account_id))
        })
        .collect();
    diesel::insert_into(recovery_codes::table).values(rows).execute(conn).await?;
    Ok(())
}

/// Uses a code up. Of any number of attempts at once, one succeeds.
pub async fn use_up(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    code: &RecoveryCode,
) -> QueryResult<bool> {
    let row = recovery_codes::table
        .filter(recovery_codes::code_sha256.eq(code.sha256()))
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(row).set(recovery_codes::used_at.eq(now)).execute(conn).await? == 1)
}

/// How many an account has left.
pub async fn count_left(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)
        .await
}

pub async fn remove(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account_id)))
        .execute(conn)
        .await?;
    Ok(())
}
