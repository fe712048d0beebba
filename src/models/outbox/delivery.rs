//! What the worker does with a mail: claims it, and notes what came of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{FailureKind, QueuedMail};
use crate::schema::intake::outbox;

/// A failure as it is written down: its kind, and the number that the server gave, if it gave one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub kind: FailureKind,
    pub code: Option<u16>,
}

impl QueuedMail {
    /// Claims the most urgent mail that is due: until the lease is over no other worker takes it, and no
    /// transaction stays open meanwhile. Counts the attempt, so that even one that the program dies of is counted.
    pub async fn claim_next(
        conn: &mut AsyncPgConnection,
        lease: Duration,
    ) -> QueryResult<Option<Self>> {
        diesel::sql_query(
            "UPDATE intake.outbox
             SET attempts = attempts + 1, next_attempt_at = now() + $1 * interval '1 second'
             WHERE id = (
                 SELECT id FROM intake.outbox
                 WHERE sent_at IS NULL AND undeliverable_at IS NULL AND next_attempt_at <= now()
                     AND (sent_with IS NULL OR sent_with = id)
                 ORDER BY priority, next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
             )
             RETURNING *",
        )
        .bind::<Double, _>(lease.as_secs_f64())
        .get_result(conn)
        .await
        .optional()
    }

    /// Whether it has waited for longer than the link in it works, by the clock of the database.
    pub async fn is_older_than(
        &self,
        conn: &mut AsyncPgConnection,
        minutes: u32,
    ) -> QueryResult<bool> {
        let age = diesel::dsl::sql::<Bool>("queued_at < now() - interval '1 minute' * ")
            .bind::<BigInt, _>(i64::from(minutes));
        outbox::table.find(self.id).select(age).first(conn).await
    }

    /// Gives a claimed mail back as if it had not been claimed: the program stops.
    pub async fn put_back(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::update(outbox::table.filter(claimed_as(self.id, self.attempts)))
            .set((
                outbox::attempts.eq(outbox::attempts - 1),
                outbox::next_attempt_at.eq(diesel::dsl::now),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes that the server took the mail and what went with it, and forgets the texts: links in them let people
    /// in. What was sent is sent, even where the lease was over and another worker tried too.
    pub async fn mark_sent(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::update(outbox::table.filter(with(self.id)))
            .set((
                outbox::sent_at.eq(diesel::dsl::now),
                outbox::undeliverable_at.eq(None::<DateTime<Utc>>),
                outbox::body.eq(""),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes a failure that is not this mail's fault: the attempt does not count against it.
    pub async fn mark_held_up(
        &self,
        conn: &mut AsyncPgConnection,
        failure: &Noted,
        wait: TimeDelta,
    ) -> QueryResult<()> {
        self.try_again(conn, failure, wait, 1).await
    }

    /// Notes a failed attempt and when to try again; without a wait, the mail is given up.
    pub async fn mark_failed(
        &self,
        conn: &mut AsyncPgConnection,
        failure: &Noted,
        wait: Option<TimeDelta>,
    ) -> QueryResult<()> {
        match wait {
            Some(wait) => self.try_again(conn, failure, wait, 0).await,
            None => self.give_up(conn, failure).await,
        }
    }

    async fn try_again(
        &self,
        conn: &mut AsyncPgConnection,
        failure: &Noted,
        wait: TimeDelta,
        n_uncounted: i32,
    ) -> QueryResult<()> {
        diesel::sql_query(
            "UPDATE intake.outbox
             SET failure = $3, last_error = $4, attempts = attempts - $5,
                 next_attempt_at = now() + $6 * interval '1 second'
             WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND undeliverable_at IS NULL",
        )
        .bind::<BigInt, _>(self.id)
        .bind::<Integer, _>(self.attempts)
        .bind::<Text, _>(failure.kind)
        .bind::<Nullable<Text>, _>(failure.words())
        .bind::<Integer, _>(n_uncounted)
        .bind::<Double, _>(wait.as_seconds_f64())
        .execute(conn)
        .await?;
        Ok(())
    }

    /// The text is kept where it can be sent again one day, and forgotten where a link in it lets people in.
    async fn give_up(&self, conn: &mut AsyncPgConnection, failure: &Noted) -> QueryResult<()> {
        let body = if self.kind.lets_in() { "" } else { self.body.as_str() };
        let is_claimed = diesel::update(outbox::table.filter(claimed_as(self.id, self.attempts)))
            .set((
                outbox::failure.eq(failure.kind),
                outbox::last_error.eq(failure.words()),
                outbox::undeliverable_at.eq(diesel::dsl::now),
                outbox::body.eq(body),
            ))
            .execute(conn)
            .await?;
        if 0 < is_claimed {
            diesel::update(outbox::table.filter(outbox::sent_with.eq(self.id)))
                .filter(outbox::undeliverable_at.is_null())
                .set((
                    outbox::failure.eq(failure.kind),
                    outbox::last_error.eq(failure.words()),
                    outbox::undeliverable_at.eq(diesel::dsl::now),
                ))
                .execute(conn)
                .await?;
        }
        Ok(())
    }
}

impl Noted {
    /// A failure that no server told us of.
    #[must_use]
    pub const fn ours(kind: FailureKind) -> Self {
        Self { kind, code: None }
    }

    /// For administrators. Never what the server wrote: that may repeat an address.
    fn words(&self) -> Option<String> {
        let label = self.kind.label();
        Some(self.code.map_or_else(|| label.to_owned(), |it| format!("{label} ({it})")))
    }
}

/// The row, as long as nobody else has claimed or ended it since.
#[diesel::dsl::auto_type]
fn claimed_as(id: i64, attempts: i32) -> _ {
    outbox::id
        .eq(id)
        .and(outbox::attempts.eq(attempts))
        .and(outbox::sent_at.is_null())
        .and(outbox::undeliverable_at.is_null())
}

/// The row, and those that it carries.
#[diesel::dsl::auto_type]
fn with(id: i64) -> _ {
    outbox::id
        .eq(id)
        .or(outbox::sent_with.assume_not_null().eq(id).and(outbox::sent_with.is_not_null()))
}
