//! What the row of an account forgets when its owner leaves.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Account, AccountId};
use crate::schema::intake::{accounts, known_devices};

/// What staff read where a name stood.
const CLOSED: &str = "Closed account";

impl Account {
    /// Forgets who it was. The row stays for what points to it, under a key that is nobody's address, so that the
    /// address is free again.
    pub async fn close(conn: &mut AsyncPgConnection, id: AccountId) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set((
                accounts::email.eq(""),
                accounts::canonical_email.eq(format!("closed {}", id.0)),
                accounts::display_name.eq(CLOSED),
                accounts::password_hash.eq(None::<String>),
                accounts::closed_at.eq(diesel::dsl::now),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Removes the devices that were seen.
    pub async fn forget_devices(conn: &mut AsyncPgConnection, id: AccountId) -> QueryResult<()> {
        let devices = known_devices::table.filter(known_devices::account_id.eq(id));
        diesel::delete(devices).execute(conn).await?;
        Ok(())
    }
}
