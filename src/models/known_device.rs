//! Devices that somebody signed in from before, as digests.

use diesel::dsl::{IntervalDsl, exists, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::device::Device;
use crate::domain::email::EmailAddress;
use crate::models::account::AccountId;
use crate::schema::intake::{accounts, known_devices};

/// Whether somebody was seen with a device before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// They never signed in before, from anywhere.
    NothingYet,
    Before,
    OtherDevicesOnly,
}

/// Remembers that somebody signed in from a device.
pub async fn remember(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    device: &Device,
) -> QueryResult<Seen> {
    let of_account = known_devices::table.filter(known_devices::account_id.eq(account_id));
    let knows_any = diesel::select(exists(of_account)).get_result(conn).await?;
    let digest = device.sha256();
    let again = diesel::update(of_account.filter(known_devices::device_sha256.eq(&digest)))
        .set(known_devices::last_seen_at.eq(now))
        .execute(conn)
        .await?;
    if again == 1 {
        return Ok(Seen::Before);
    }
    diesel::insert_into(known_devices::table)
        .values((
            known_devices::account_id.eq(account_id),
            known_devices::device_sha256.eq(&digest),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(if knows_any { Seen::OtherDevicesOnly } else { Seen::NothingYet })
}

/// Whether the owner of an address signed in from a device before. It is one statement, whether there is an account
/// or not.
pub async fn is_known(
    conn: &mut AsyncPgConnection,
    email: &EmailAddress,
    device: &Device,
) -> QueryResult<bool> {
    let theirs = known_devices::table
        .inner_join(accounts::table.on(known_devices::account_id.eq(accounts::id)))
        .filter(accounts::canonical_email.eq(email.canonical()))
        .filter(known_devices::device_sha256.eq(device.sha256()));
    diesel::select(exists(theirs)).get_result(conn).await
}

/// How long a device that is not seen again is remembered.
const DAYS: i32 = 365;

/// Forgets a batch of devices that were not seen for a year. Returns how many.
pub async fn delete_unseen(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    let unseen = known_devices::last_seen_at.lt(now.into_sql::<Timestamptz>() - DAYS.days());
    let batch: Vec<(AccountId, Vec<u8>)> = known_devices::table
        .filter(unseen)
        .select((known_devices::account_id, known_devices::device_sha256))
        .limit(1000)
        .load(conn)
        .await?;
    let (accounts, devices): (Vec<AccountId>, Vec<Vec<u8>>) = batch.into_iter().unzip();
    // Asked again: one that somebody comes back with in between stays. A pair that is not in the batch is as old.
    let theirs = known_devices::account_id
        .eq_any(accounts)
        .and(known_devices::device_sha256.eq_any(devices));
    diesel::delete(known_devices::table.filter(unseen).filter(theirs)).execute(conn).await
}
