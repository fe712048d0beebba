//! Drafts: comments being written, kept for a browser or for an account.

mod of_account;
pub mod owner;
mod replacing;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::domain::fields::Fields;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::comment::CommentId;
use crate::models::draft_file;
use crate::schema::intake::drafts;

pub use owner::DraftOwner;
use owner::owned_by;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = drafts)]
pub struct Draft {
    pub id: i64,
    pub area_id: AreaId,
    pub submission_key: String,
    /// What was typed.
    #[diesel(deserialize_as = serde_json::Value)]
    pub fields: Fields,
    pub revision: i32,
    pub updated_at: DateTime<Utc>,
    /// The comment that this text was sent as, and that waits, or waited in vain, to be confirmed.
    pub awaits: Option<TrackingNumber>,
    /// The comment that this text is to replace.
    pub replaces: Option<CommentId>,
}

/// What became of an attempt to save.
#[derive(Debug)]
pub enum Saved {
    Kept(Draft),
    /// Somebody saved in between: nothing was overwritten, and this is what stands.
    Stale(Draft),
}

impl Draft {
    pub async fn find(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(drafts::area_id.eq(area_id))
            .filter(owned_by(owner))
            .first(conn)
            .await
            .optional()
    }

    /// Holds the drafts of these owners in an area until the transaction ends: nothing of them changes meanwhile.
    pub async fn hold(
        conn: &mut AsyncPgConnection,
        owners: &[DraftOwner],
        area_id: AreaId,
    ) -> QueryResult<()> {
        for owner in owners {
            let draft = drafts::table.filter(drafts::area_id.eq(area_id)).filter(owned_by(owner));
            draft.select(drafts::id).for_update().load::<i64>(conn).await?;
        }
        Ok(())
    }

    /// The draft of this owner, an empty one if there was none: a file may come before the first word.
    pub async fn find_or_begin(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
        submission_key: &str,
    ) -> QueryResult<Self> {
        if let Some(draft) = Self::find(conn, owner, area_id).await? {
            return Ok(draft);
        }
        match Self::save(conn, owner, area_id, submission_key, &Fields::default(), 0).await? {
            Saved::Kept(draft) | Saved::Stale(draft) => Ok(draft),
        }
    }

    /// Keeps what was typed, unless the draft has moved on since `seen_revision`.
    pub async fn save(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
        submission_key: &str,
        typed: &Fields,
        seen_revision: i32,
    ) -> QueryResult<Saved> {
        loop {
            let saved =
                Self::try_save(conn, owner, area_id, submission_key, typed, seen_revision).await?;
            // None: another tab submitted the draft away between two looks. Now there is room for this one.
            if let Some(saved) = saved {
                return Ok(saved);
            }
        }
    }

    /// Keeps what was typed in the place of a draft whose key is used up. What lies with that draft stays.
    pub async fn begin_anew(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
        submission_key: &str,
        typed: &Fields,
    ) -> QueryResult<Saved> {
        let fields =
            serde_json::to_value(typed).map_err(|it| Error::SerializationError(it.into()))?;
        let kept = diesel::update(drafts::table.filter(drafts::area_id.eq(area_id)))
            .filter(owned_by(owner))
            .set((
                drafts::submission_key.eq(submission_key),
                drafts::fields.eq(fields),
                drafts::revision.eq(drafts::revision + 1),
                drafts::updated_at.eq(now),
                drafts::awaits.eq(None::<TrackingNumber>),
            ))
            .returning(Self::as_returning())
            .get_result(conn)
            .await
            .optional()?;
        match kept {
            Some(draft) => Ok(Saved::Kept(draft)),
            None => Self::save(conn, owner, area_id, submission_key, typed, 0).await,
        }
    }

    async fn try_save(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
        submission_key: &str,
        typed: &Fields,
        seen_revision: i32,
    ) -> QueryResult<Option<Saved>> {
        let fields =
            serde_json::to_value(typed).map_err(|it| Error::SerializationError(it.into()))?;
        conn.transaction(async |conn| {
            let inserted: Option<Self> = diesel::insert_into(drafts::table)
                .values((
                    drafts::area_id.eq(area_id),
                    drafts::account_id.eq(owner.account_id()),
                    drafts::cookie_sha256.eq(owner.cookie_sha256()),
                    drafts::replaces.eq(owner.replaces()),
                    drafts::submission_key.eq(submission_key),
                    drafts::fields.eq(&fields),
                ))
                .on_conflict_do_nothing()
                .returning(Self::as_returning())
                .get_result(conn)
                .await
                .optional()?;
            if let Some(draft) = inserted {
                return Ok(Some(Saved::Kept(draft)));
            }
            let standing: Option<Self> = Self::query()
                .filter(drafts::area_id.eq(area_id))
                .filter(owned_by(owner))
                .for_update()
                .first(conn)
                .await
                .optional()?;
            let Some(standing) = standing else { return Ok(None) };
            if standing.fields == *typed {
                return Ok(Some(Saved::Kept(standing)));
            }
            if standing.revision != seen_revision {
                return Ok(Some(Saved::Stale(standing)));
            }
            let kept = diesel::update(drafts::table.find(standing.id))
                .set((
                    drafts::fields.eq(&fields),
                    drafts::revision.eq(drafts::revision + 1),
                    drafts::updated_at.eq(now),
                    // Another text now than the one that was sent.
                    drafts::awaits.eq(None::<TrackingNumber>),
                ))
                .returning(Self::as_returning())
                .get_result(conn)
                .await?;
            Ok(Some(Saved::Kept(kept)))
        })
        .await
    }

    /// Gives a browser's drafts to the account that signed in with it. Where the account has a draft for the
    /// same area, the browser's stays beside it, and the form shows both; files need no choice and go with the account's.
    pub async fn claim(
        conn: &mut AsyncPgConnection,
        cookie_sha256: &[u8],
        account_id: AccountId,
    ) -> QueryResult<()> {
        let claimed = conn.transaction(async |conn| {
            let taken =
                drafts::table.filter(drafts::account_id.eq(account_id)).select(drafts::area_id);
            let taken: Vec<AreaId> = taken.load(conn).await?;
            diesel::update(
                drafts::table
                    .filter(drafts::cookie_sha256.eq(cookie_sha256))
                    .filter(drafts::area_id.ne_all(taken)),
            )
            .set((drafts::account_id.eq(account_id), drafts::cookie_sha256.eq(None::<Vec<u8>>)))
            .execute(conn)
            .await?;
            draft_file::move_to_account(conn, cookie_sha256, account_id).await
        });
        match claimed.await {
            // The account saved or sent one of its own in between: both are kept, and the form shows both.
            Err(Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation,
                _,
            )) => Ok(()),
            claimed => claimed,
        }
    }

    pub async fn delete(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
    ) -> QueryResult<()> {
        diesel::delete(drafts::table.filter(drafts::area_id.eq(area_id)).filter(owned_by(owner)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes that the draft, if it still says the same, was sent as a comment that waits to be confirmed.
    pub async fn mark_awaiting(
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
        area_id: AreaId,
        written: &Fields,
        number: &TrackingNumber,
    ) -> QueryResult<()> {
        let written =
            serde_json::to_value(written).map_err(|it| Error::SerializationError(it.into()))?;
        let same = drafts::area_id.eq(area_id).and(drafts::fields.eq(written));
        diesel::update(drafts::table.filter(same).filter(owned_by(owner)))
            .set((drafts::awaits.eq(number), drafts::updated_at.eq(now)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Removes what was sent as a comment that is confirmed now.
    pub async fn delete_awaiting(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
    ) -> QueryResult<()> {
        diesel::delete(drafts::table.filter(drafts::awaits.eq(number))).execute(conn).await?;
        Ok(())
    }

    /// Removes a batch of browsers' drafts that nobody touched for so long that their cookie is gone too. Returns
    /// how many.
    pub async fn delete_abandoned(conn: &mut AsyncPgConnection, days: i32) -> QueryResult<usize> {
        let is_abandoned = drafts::account_id
            .is_null()
            .and(drafts::replaces.is_null())
            .and(drafts::updated_at.lt(now.into_sql::<Timestamptz>() - days.days()));
        let batch: Vec<i64> =
            drafts::table.filter(is_abandoned).select(drafts::id).limit(1000).load(conn).await?;
        // Asked again: one that is saved or claimed in between stays.
        diesel::delete(drafts::table.filter(drafts::id.eq_any(batch)).filter(is_abandoned))
            .execute(conn)
            .await
    }
}
