//! What is in attachments, each content once, whoever sent it.
//!
//! A row is there before its file is in the store, and goes only together with it. So nothing lies in the store that no
//! row knows, and the order below keeps a file that is sent again while it is being removed:
//!
//! 1. Whoever stores a file first claims its row, then puts the file, and last lets a draft name it.
//! 2. Whoever removes one deletes the row if nobody has claimed it for a day and nobody names it, then the file, and only
//!    then commits. A claim that comes meanwhile waits for that, finds no row, makes one, and puts the file anew.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::{Bytea, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::attachment::{Attachment, FileDigest};
use crate::domain::file_name::FileName;
use crate::domain::media_type::MediaType;
use crate::schema::intake::files;

/// Columns that make an attachment, in this order: `name, sha256, media_type, bytes`.
#[derive(Debug, Queryable)]
pub struct Named {
    name: String,
    sha256: Vec<u8>,
    media_type: MediaType,
    bytes: i64,
}

impl Named {
    /// # Errors
    /// If the digest is none, which the table does not allow.
    pub fn attachment(self) -> QueryResult<Attachment> {
        let sha256 = FileDigest::try_from(self.sha256);
        Ok(Attachment {
            name: FileName::from(self.name),
            sha256: sha256.map_err(|it| Error::DeserializationError(it.into()))?,
            media_type: self.media_type,
            bytes: self.bytes,
        })
    }
}

/// Says that this content is about to be stored. For a day nobody removes it.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    sha256: &FileDigest,
    media_type: MediaType,
    bytes: i64,
) -> QueryResult<()> {
    diesel::insert_into(files::table)
        .values((
            files::sha256.eq(sha256.as_bytes().as_slice()),
            files::media_type.eq(media_type),
            files::bytes.eq(bytes),
        ))
        .on_conflict(files::sha256)
        .do_update()
        .set(files::claimed_at.eq(diesel::dsl::sql::<Timestamptz>("clock_timestamp()")))
        .execute(conn)
        .await?;
    Ok(())
}

/// Contents that nobody names and nobody claimed for a day, a batch of them, the oldest first.
pub async fn abandoned(conn: &mut AsyncPgConnection) -> QueryResult<Vec<FileDigest>> {
    let sql = ["SELECT sha256", FROM_ABANDONED, "ORDER BY claimed_at LIMIT 100"].join(" ");
    let found: Vec<Found> = diesel::sql_query(sql).load(conn).await?;
    Ok(found.into_iter().filter_map(|it| FileDigest::try_from(it.sha256).ok()).collect())
}

/// Deletes the row of one of them, if that is still so. The file has to go before this transaction commits.
///
/// # Errors
/// `RollbackTransaction` if somebody named it just now: the database has the last word.
pub async fn release(conn: &mut AsyncPgConnection, sha256: &FileDigest) -> QueryResult<bool> {
    let sql = ["DELETE", FROM_ABANDONED, "AND sha256 = $1"].join(" ");
    let released = diesel::sql_query(sql).bind::<Bytea, _>(sha256.as_bytes().as_slice());
    match released.execute(conn).await {
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => {
            Err(Error::RollbackTransaction)
        }
        released => released.map(|it| it == 1),
    }
}

const FROM_ABANDONED: &str = "FROM intake.files
WHERE claimed_at < clock_timestamp() - interval '1 day'
    AND NOT EXISTS (SELECT FROM intake.draft_files AS it WHERE it.sha256 = files.sha256)
    AND NOT EXISTS (SELECT FROM intake.awaiting_files AS it WHERE it.sha256 = files.sha256)
    AND NOT EXISTS (SELECT FROM intake.attachments AS it WHERE it.sha256 = files.sha256)
    AND NOT EXISTS (SELECT FROM intake.entry_files AS it WHERE it.sha256 = files.sha256)";

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bytea)]
    sha256: Vec<u8>,
}
