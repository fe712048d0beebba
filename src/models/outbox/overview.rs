//! The outbox as administrators look after it, and what a recipient is told.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{FailureKind, MailKind};
use crate::schema::intake::outbox;

crate::text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        Waiting = "waiting" => "Waiting",
        Undeliverable = "undeliverable" => "Undeliverable",
    }
}

/// A mail without its text: administrators have no business in it, and a link in it would let them in.
#[derive(Debug, HasQuery)]
#[diesel(table_name = outbox)]
pub struct MailRow {
    pub id: i64,
    pub kind: MailKind,
    pub recipient: String,
    pub queued_at: DateTime<Utc>,
    pub next_attempt_at: DateTime<Utc>,
    pub undeliverable_at: Option<DateTime<Utc>>,
    pub attempts: i32,
    pub last_error: Option<String>,
    /// Whether its text is still there, so that it can be sent again.
    #[diesel(select_expression = outbox::body.ne(""))]
    pub has_text: bool,
}

impl MailRow {
    /// The newest of a state, before a given one. Of mails that go together, the one that carries them.
    pub async fn page(
        conn: &mut AsyncPgConnection,
        state: MailState,
        before: Option<i64>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(outbox::sent_at.is_null())
            .filter(outbox::sent_with.is_null().or(outbox::sent_with.eq(outbox::id.nullable())))
            .order(outbox::id.desc())
            .limit(limit)
            .into_boxed();
        query = match state {
            MailState::Waiting => query.filter(outbox::undeliverable_at.is_null()),
            MailState::Undeliverable => query.filter(outbox::undeliverable_at.is_not_null()),
        };
        if let Some(before) = before {
            query = query.filter(outbox::id.lt(before));
        }
        query.load(conn).await
    }
}

/// Queues a mail that was given up once more, with those that go with it. None if there is nothing to send again:
/// it was sent, waits already, or its text is gone.
pub async fn retry(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Option<MailKind>> {
    let kind = diesel::update(outbox::table.find(id))
        .filter(outbox::undeliverable_at.is_not_null())
        .filter(outbox::sent_at.is_null())
        .filter(outbox::body.ne(""))
        .set(anew())
        .returning(outbox::kind)
        .get_result(conn)
        .await
        .optional()?;
    if kind.is_some() {
        diesel::update(outbox::table)
            .filter(outbox::sent_with.eq(id))
            .filter(outbox::sent_at.is_null())
            .set(anew())
            .execute(conn)
            .await?;
    }
    Ok(kind)
}

/// Gives a waiting mail up, with those that go with it. One that is on its way at this moment may still arrive, and
/// then counts as sent.
pub async fn cancel(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Option<MailKind>> {
    let kinds: Vec<MailKind> = diesel::update(outbox::table)
        .filter(outbox::id.eq(id).or(outbox::sent_with.eq(id)))
        .filter(outbox::undeliverable_at.is_null())
        .filter(outbox::sent_at.is_null())
        .set((
            outbox::undeliverable_at.eq(diesel::dsl::now),
            outbox::failure.eq(FailureKind::Canceled),
            outbox::last_error.eq(FailureKind::Canceled.label()),
        ))
        .returning(outbox::kind)
        .get_results(conn)
        .await?;
    let kind = kinds.as_slice().first().copied();
    if kind.is_some_and(MailKind::lets_in) {
        diesel::update(outbox::table.find(id)).set(outbox::body.eq("")).execute(conn).await?;
    }
    Ok(kind)
}

/// Since when mail to an address has not arrived; none if the last one did.
pub async fn undeliverable_since(
    conn: &mut AsyncPgConnection,
    address: &str,
) -> QueryResult<Option<DateTime<Utc>>> {
    #[derive(QueryableByName)]
    struct Since {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        since: Option<DateTime<Utc>>,
    }
    let kinds = FailureKind::ALL.iter().filter(|it| it.is_about_recipient());
    let found: Since = diesel::sql_query(
        "SELECT min(undeliverable_at) AS since FROM intake.outbox
         WHERE lower(recipient) = lower($1) AND failure = ANY($2)
             AND coalesce((SELECT max(sent_at) FROM intake.outbox WHERE lower(recipient) = lower($1)),
                 '-infinity') < undeliverable_at",
    )
    .bind::<Text, _>(address)
    .bind::<Array<Text>, _>(kinds.map(|it| it.as_str()).collect::<Vec<_>>())
    .get_result(conn)
    .await?;
    Ok(found.since)
}

/// What makes a row wait as if it had just been queued.
#[diesel::dsl::auto_type]
fn anew() -> _ {
    let nothing: Option<DateTime<Utc>> = None;
    let no_failure: Option<FailureKind> = None;
    (
        outbox::undeliverable_at.eq(nothing),
        outbox::failure.eq(no_failure),
        outbox::attempts.eq(0_i32),
        outbox::next_attempt_at.eq(diesel::dsl::now),
    )
}
