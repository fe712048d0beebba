//! Addresses whose owners want no mail that somebody else can cause.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::email::EmailAddress;
use crate::schema::intake::never_mail;

pub async fn contains(conn: &mut AsyncPgConnection, address: &EmailAddress) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(never_mail::table.find(address.folded_sha256())))
        .get_result(conn)
        .await
}

/// Doing it twice is the same as doing it once.
pub async fn add(conn: &mut AsyncPgConnection, address: &EmailAddress) -> QueryResult<()> {
    diesel::insert_into(never_mail::table)
        .values(never_mail::address_sha256.eq(address.folded_sha256()))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn remove(conn: &mut AsyncPgConnection, address: &EmailAddress) -> QueryResult<()> {
    diesel::delete(never_mail::table.find(address.folded_sha256())).execute(conn).await?;
    Ok(())
}
