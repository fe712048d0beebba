//! Devices that somebody signed in from before, as digests.

use diesel::dsl::{exists, now};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::device::Device;
use crate::models::account::AccountId;
use crate::schema::intake::known_devices;

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
