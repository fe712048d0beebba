//! Scans that lie with entries: for staff alone, in the order in which they were added.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::domain::attachment::Attachment;
use crate::models::account::AccountId;
use crate::models::entry::{Entry, EntryId};
use crate::models::file::Named;
use crate::schema::intake::{entries, entry_files, files};

/// A file that lies with an entry.
#[derive(Debug, Clone)]
pub struct EntryFile {
    pub id: i64,
    pub file: Attachment,
}

/// What became of an attempt to add one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    Added,
    /// The same content is there already, under whatever name.
    AlreadyThere,
    TooMany,
    /// It is not being entered any more.
    HandedOver,
}

/// The files of an entry: the first has the position 1.
pub async fn of(conn: &mut AsyncPgConnection, entry_id: EntryId) -> QueryResult<Vec<EntryFile>> {
    let rows: Vec<(i64, Named)> = entry_files::table
        .inner_join(files::table)
        .filter(entry_files::entry_id.eq(entry_id))
        .order(entry_files::id)
        .select((
            entry_files::id,
            (entry_files::name, files::sha256, files::media_type, files::bytes),
        ))
        .load(conn)
        .await?;
    rows.into_iter().map(|(id, named)| Ok(EntryFile { id, file: named.attachment()? })).collect()
}

/// Lets the entry name a file that is in the store, unless it names `most` already.
pub async fn add(
    conn: &mut AsyncPgConnection,
    entry_id: EntryId,
    writer: AccountId,
    file: &Attachment,
    most: u32,
) -> QueryResult<Added> {
    conn.transaction(async |conn| {
        hold(conn, entry_id).await?;
        let there = of(conn, entry_id).await?;
        if there.iter().any(|it| it.file.sha256 == file.sha256) {
            return Ok(Added::AlreadyThere);
        }
        if most as usize <= there.len() {
            return Ok(Added::TooMany);
        }
        if !Entry::find(conn, entry_id).await?.touch(conn, writer).await? {
            return Ok(Added::HandedOver);
        }
        diesel::insert_into(entry_files::table)
            .values((
                entry_files::entry_id.eq(entry_id),
                entry_files::sha256.eq(file.sha256.as_bytes().as_slice()),
                entry_files::name.eq(file.name.as_str()),
            ))
            .execute(conn)
            .await?;
        Ok(Added::Added)
    })
    .await
}

/// Takes a file away. One that is gone is gone; from an entry that was handed over none goes.
pub async fn remove(
    conn: &mut AsyncPgConnection,
    entry_id: EntryId,
    writer: AccountId,
    id: i64,
) -> QueryResult<bool> {
    conn.transaction(async |conn| {
        hold(conn, entry_id).await?;
        if !Entry::find(conn, entry_id).await?.touch(conn, writer).await? {
            return Ok(false);
        }
        let file = entry_files::table.find(id).filter(entry_files::entry_id.eq(entry_id));
        diesel::delete(file).execute(conn).await?;
        Ok(true)
    })
    .await
}

/// Of several files at once each is counted, and each finds the entry as the one before left it.
async fn hold(conn: &mut AsyncPgConnection, entry_id: EntryId) -> QueryResult<()> {
    let held = entries::table.find(entry_id).select(entries::id).for_update();
    held.first::<i64>(conn).await?;
    Ok(())
}
