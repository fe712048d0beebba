//! Files of drafts, in the order in which they were added.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bytea};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::domain::attachment::Attachment;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::comment_version::VersionId;
use crate::models::draft::owner::{DraftOwner, owned_by};
use crate::models::file::Named;
use crate::schema::intake::{draft_files, drafts, files};

/// A file that lies with a draft.
#[derive(Debug, Clone)]
pub struct DraftFile {
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
    /// The draft was sent or deleted meanwhile.
    DraftIsGone,
}

/// The files of a draft.
pub async fn of(conn: &mut AsyncPgConnection, draft_id: i64) -> QueryResult<Vec<DraftFile>> {
    let rows: Vec<(i64, Named)> = draft_files::table
        .inner_join(files::table)
        .filter(draft_files::draft_id.eq(draft_id))
        .order(draft_files::id)
        .select((draft_files::id, columns()))
        .load(conn)
        .await?;
    rows.into_iter().map(|(id, it)| Ok(DraftFile { id, file: it.attachment()? })).collect()
}

/// The files that lie with the drafts of these owners in an area, each content once.
pub async fn of_owners(
    conn: &mut AsyncPgConnection,
    owners: &[DraftOwner],
    area_id: AreaId,
) -> QueryResult<Vec<Attachment>> {
    let mut found: Vec<Attachment> = Vec::new();
    for owner in owners {
        let rows: Vec<Named> = draft_files::table
            .inner_join(files::table)
            .inner_join(drafts::table)
            .filter(drafts::area_id.eq(area_id))
            .filter(owned_by(owner))
            .order(draft_files::id)
            .select(columns())
            .load(conn)
            .await?;
        for row in rows {
            let file = row.attachment()?;
            if !found.iter().any(|it| it.sha256 == file.sha256) {
                found.push(file);
            }
        }
    }
    Ok(found)
}

/// Lets a draft name a file that is in the store, unless it names `most` already.
pub async fn add(
    conn: &mut AsyncPgConnection,
    draft_id: i64,
    file: &Attachment,
    most: u32,
) -> QueryResult<Added> {
    conn.transaction(async |conn| {
        // Held, so that of two files at once both are counted, and none goes with a draft that is just being sent.
        let draft = drafts::table.find(draft_id).select(drafts::id).for_update();
        if draft.first::<i64>(conn).await.optional()?.is_none() {
            return Ok(Added::DraftIsGone);
        }
        let own = draft_files::table.filter(draft_files::draft_id.eq(draft_id));
        let sha256 = file.sha256.as_bytes().as_slice();
        let same = own.filter(draft_files::sha256.eq(sha256)).count();
        if 0 < same.get_result::<i64>(conn).await? {
            return Ok(Added::AlreadyThere);
        }
        if i64::from(most) <= own.count().get_result::<i64>(conn).await? {
            return Ok(Added::TooMany);
        }
        diesel::insert_into(draft_files::table)
            .values((
                draft_files::draft_id.eq(draft_id),
                draft_files::sha256.eq(sha256),
                draft_files::name.eq(file.name.as_str()),
            ))
            .execute(conn)
            .await?;
        touch(conn, draft_id).await?;
        Ok(Added::Added)
    })
    .await
}

/// Takes a file away from the draft of this owner. One that is gone, or somebody else's, is not found.
pub async fn remove(
    conn: &mut AsyncPgConnection,
    owner: &DraftOwner,
    area_id: AreaId,
    id: i64,
) -> QueryResult<bool> {
    conn.transaction(async |conn| {
        let draft = drafts::table
            .filter(drafts::area_id.eq(area_id))
            .filter(owned_by(owner))
            .select(drafts::id)
            .for_update();
        let Some(draft_id) = draft.first::<i64>(conn).await.optional()? else { return Ok(false) };
        let file = draft_files::table.find(id).filter(draft_files::draft_id.eq(draft_id));
        let n_removed = diesel::delete(file).execute(conn).await?;
        if n_removed == 1 {
            touch(conn, draft_id).await?;
        }
        Ok(n_removed == 1)
    })
    .await
}

/// Lets a draft name what a version of a comment was sent with, in the same order.
pub async fn take_over(
    conn: &mut AsyncPgConnection,
    draft_id: i64,
    version_id: VersionId,
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO intake.draft_files (draft_id, sha256, name)
         SELECT $1, sha256, name FROM intake.attachments WHERE version_id = $2 ORDER BY position",
    )
    .bind::<BigInt, _>(draft_id)
    .bind::<BigInt, _>(version_id.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives what lies with a browser's drafts to those that an account has in the same areas. A content that is there
/// already stays where it was.
pub async fn move_to_account(
    conn: &mut AsyncPgConnection,
    cookie_sha256: &[u8],
    account_id: AccountId,
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE intake.draft_files AS file SET draft_id = own.id
         FROM intake.drafts AS browsers JOIN intake.drafts AS own ON own.area_id = browsers.area_id
         WHERE browsers.cookie_sha256 = $1 AND own.account_id = $2 AND file.draft_id = browsers.id
             AND NOT EXISTS (
                 SELECT FROM intake.draft_files AS there
                 WHERE there.draft_id = own.id AND there.sha256 = file.sha256
             )",
    )
    .bind::<Bytea, _>(cookie_sha256)
    .bind::<BigInt, _>(account_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// How much the files of all drafts without an account take, in bytes.
pub async fn bytes_without_account(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    let found: Total = diesel::sql_query(
        "SELECT coalesce(sum(file.bytes), 0)::bigint AS bytes
         FROM intake.drafts AS draft
         JOIN intake.draft_files AS named ON named.draft_id = draft.id
         JOIN intake.files AS file USING (sha256)
         WHERE draft.account_id IS NULL AND draft.replaces IS NULL",
    )
    .get_result(conn)
    .await?;
    Ok(found.bytes)
}

/// The draft is another one now than the one that was sent, if it was.
async fn touch(conn: &mut AsyncPgConnection, draft_id: i64) -> QueryResult<()> {
    diesel::update(drafts::table.find(draft_id))
        .set((drafts::updated_at.eq(now), drafts::awaits.eq(None::<TrackingNumber>)))
        .execute(conn)
        .await?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (draft_files::name, files::sha256, files::media_type, files::bytes)
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}
