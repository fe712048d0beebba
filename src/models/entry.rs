//! Entries: comments that came by paper, by telephone or at a hearing, from when staff type them until they are checked.

mod list;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, now};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;
use serde_json::{Value, json};

use crate::domain::entry::{Arrival, Channel, EntryState};
use crate::domain::fields::Fields;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::comment::CommentId;
use crate::models::question::QuestionSetId;
use crate::schema::intake::{accounts, entries};

pub use list::{ConfirmedEntry, OpenEntry, n_waiting};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DieselNewType)]
pub struct EntryId(pub i64);

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = entries)]
#[diesel(base_query = entries::table.inner_join(accounts::table.on(accounts::id.eq(entries::entered_by))))]
pub struct Entry {
    pub id: EntryId,
    pub area_id: AreaId,
    pub question_set_id: QuestionSetId,
    #[diesel(deserialize_as = Value)]
    pub fields: Fields,
    pub channel: Channel,
    pub received_on: NaiveDate,
    pub n_signatories: i32,
    pub display_name: Option<String>,
    pub kept_at: Option<String>,
    pub state: EntryState,
    pub revision: i32,
    #[diesel(select_expression = accounts::display_name)]
    pub entered_by: String,
    pub entered_at: DateTime<Utc>,
    /// Everybody who typed any of it or added a file.
    pub writers: Vec<AccountId>,
    /// Who looked at it last, and what they noted.
    pub checked_by: Option<AccountId>,
    pub checked_at: Option<DateTime<Utc>>,
    pub note: Option<String>,
    pub comment_id: Option<CommentId>,
}

/// An entry as it was typed for the first time.
#[derive(Debug)]
pub struct NewEntry<'a> {
    pub area_id: AreaId,
    pub question_set_id: QuestionSetId,
    /// Chosen by the form: the same form sent twice is one entry.
    pub submission_key: &'a str,
    pub fields: &'a Fields,
    pub arrival: &'a Arrival,
    pub entered_by: AccountId,
}

/// A way that an entry goes.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    pub to: EntryState,
    /// Who looked at it, where that is noted.
    pub checked_by: Option<AccountId>,
    pub note: Option<&'a str>,
    /// What it has become.
    pub comment_id: Option<CommentId>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = entries, treat_none_as_null = true)]
struct Typed<'a> {
    fields: Value,
    channel: Channel,
    received_on: NaiveDate,
    n_signatories: i32,
    display_name: Option<&'a str>,
    kept_at: Option<&'a str>,
}

impl NewEntry<'_> {
    /// Writes it down, unless the same form came before.
    pub async fn insert(&self, conn: &mut AsyncPgConnection) -> QueryResult<Option<EntryId>> {
        diesel::insert_into(entries::table)
            .values((
                entries::area_id.eq(self.area_id),
                entries::question_set_id.eq(self.question_set_id),
                entries::submission_key.eq(self.submission_key),
                entries::entered_by.eq(self.entered_by),
                entries::writers.eq(vec![self.entered_by.0]),
                Typed::of(self.fields, self.arrival),
            ))
            .on_conflict(entries::submission_key)
            .do_nothing()
            .returning(entries::id)
            .get_result(conn)
            .await
            .optional()
    }
}

impl Entry {
    pub async fn find(conn: &mut AsyncPgConnection, id: EntryId) -> QueryResult<Self> {
        Self::query().filter(entries::id.eq(id)).first(conn).await
    }

    /// What came of this form before.
    pub async fn find_by_key(conn: &mut AsyncPgConnection, key: &str) -> QueryResult<Self> {
        Self::query().filter(entries::submission_key.eq(key)).first(conn).await
    }

    /// What became this comment, if staff entered it.
    pub async fn of_comment(
        conn: &mut AsyncPgConnection,
        id: CommentId,
    ) -> QueryResult<Option<Self>> {
        Self::query().filter(entries::comment_id.eq(id)).first(conn).await.optional()
    }

    /// How it came.
    #[must_use]
    pub fn arrival(&self) -> Arrival {
        Arrival {
            channel: self.channel,
            received_on: self.received_on,
            n_signatories: self.n_signatories,
            display_name: self.display_name.clone(),
            kept_at: self.kept_at.clone(),
        }
    }

    #[must_use]
    pub fn was_written_by(&self, account_id: AccountId) -> bool {
        self.writers.contains(&account_id)
    }

    /// Puts what was typed anew in the place of what was there. Returns whether it was still as it was seen.
    pub async fn rewrite(
        &self,
        conn: &mut AsyncPgConnection,
        writer: AccountId,
        fields: &Fields,
        arrival: &Arrival,
    ) -> QueryResult<bool> {
        let n_written = diesel::update(entries::table.find(self.id))
            .filter(entries::revision.eq(self.revision))
            .filter(entries::state.eq(EntryState::Entering))
            .set((
                Typed::of(fields, arrival),
                entries::revision.eq(self.revision + 1),
                entries::writers.eq(self.writers_with(writer)),
                entries::changed_at.eq(now),
            ))
            .execute(conn)
            .await?;
        Ok(n_written == 1)
    }

    /// Makes a new revision of it in the name of somebody who adds a file or takes one away.
    pub async fn touch(
        &self,
        conn: &mut AsyncPgConnection,
        writer: AccountId,
    ) -> QueryResult<bool> {
        let n_touched = diesel::update(entries::table.find(self.id))
            .filter(entries::revision.eq(self.revision))
            .filter(entries::state.eq(EntryState::Entering))
            .set((
                entries::revision.eq(self.revision + 1),
                entries::writers.eq(self.writers_with(writer)),
                entries::changed_at.eq(now),
            ))
            .execute(conn)
            .await?;
        Ok(n_touched == 1)
    }

    /// Goes a step. Of two who go one at once, the second finds it changed; nobody confirms what they wrote.
    pub async fn advance(
        &self,
        conn: &mut AsyncPgConnection,
        step: &Step<'_>,
    ) -> QueryResult<bool> {
        let as_seen = diesel::update(entries::table.find(self.id))
            .filter(entries::revision.eq(self.revision))
            .filter(entries::state.eq(self.state));
        let moved = (entries::state.eq(step.to), entries::revision.eq(self.revision + 1));
        let n_moved = match step.checked_by {
            None => as_seen.set((moved, entries::changed_at.eq(now))).execute(conn).await?,
            Some(by) => {
                let looked_at = (
                    entries::checked_by.eq(by),
                    entries::checked_at.eq(now),
                    entries::note.eq(step.note),
                    entries::comment_id.eq(step.comment_id),
                );
                as_seen.set((moved, entries::changed_at.eq(now), looked_at)).execute(conn).await?
            }
        };
        Ok(n_moved == 1)
    }

    fn writers_with(&self, writer: AccountId) -> Vec<i64> {
        let further = (!self.was_written_by(writer)).then_some(writer);
        self.writers.iter().copied().chain(further).map(|it| it.0).collect()
    }
}

/// Whether somebody typed any of what became this comment.
pub async fn was_comment_written_by(
    conn: &mut AsyncPgConnection,
    comment_id: CommentId,
    account_id: AccountId,
) -> QueryResult<bool> {
    let written = entries::table
        .filter(entries::comment_id.eq(comment_id))
        .filter(entries::writers.contains(vec![account_id.0]));
    diesel::select(exists(written)).get_result(conn).await
}

impl<'a> Typed<'a> {
    fn of(fields: &Fields, arrival: &'a Arrival) -> Self {
        Self {
            fields: json!(fields),
            channel: arrival.channel,
            received_on: arrival.received_on,
            n_signatories: arrival.n_signatories,
            display_name: arrival.display_name.as_deref(),
            kept_at: arrival.kept_at.as_deref(),
        }
    }
}
