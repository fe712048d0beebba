//! Addresses whose owners want no mail that somebody else can cause.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::email::EmailAddress;
use crate::schema::intake::never_mail;

pub async fn contains(conn: &mut AsyncPgConnection, address: &EmailAddress) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(never_mail::table.find(address.folded_sha256())))
        .get_result(conn)
        .await
}

/// Those of these digests of addresses that are on the list.
pub async fn among(
    conn: &mut AsyncPgConnection,
    digests: &[Vec<u8>],
) -> QueryResult<HashSet<Vec<u8>>> {
    let listed: Vec<Vec<u8>> = never_mail::table
        .filter(never_mail::address_sha256.eq_any(digests))
        .select(never_mail::address_sha256)
        .load(conn)
        .await?;
    Ok(listed.into_iter().collect())
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
