//! Gathering: whoever gets many mails about their comments gets the later ones together, and none is dropped.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{MailKind, QueuedMail};
use crate::schema::intake::outbox;

/// As many as one mail carries.
const MOST_TOGETHER: i64 = 50;

impl QueuedMail {
    /// Holds a claimed mail back for an hour at most, if its reader had `at_once` of its kind within the last hour;
    /// earlier ones that are under way count as had. Further ones are held until the same time. Returns whether it was
    /// held.
    pub async fn hold(&self, conn: &mut AsyncPgConnection, at_once: u32) -> QueryResult<bool> {
        let kinds = MailKind::ALL.iter().filter(|it| it.cause().is_gathered());
        let n_held = diesel::sql_query(
            "UPDATE intake.outbox AS mail
             SET gathered = true, attempts = attempts - 1, next_attempt_at = coalesce(
                 (SELECT min(other.next_attempt_at) FROM intake.outbox AS other
                  WHERE lower(other.recipient) = lower(mail.recipient) AND other.gathered AND other.attempts = 0
                      AND other.sent_at IS NULL AND other.undeliverable_at IS NULL AND other.sent_with IS NULL),
                 now() + interval '1 hour')
             WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND undeliverable_at IS NULL AND NOT gathered
                 AND $3 <= (SELECT count(*) FROM intake.outbox AS sent
                     WHERE lower(sent.recipient) = lower(mail.recipient) AND sent.kind = ANY($4)
                         AND (now() - interval '1 hour' < sent.sent_at
                             OR sent.sent_at IS NULL AND sent.undeliverable_at IS NULL AND sent.id < mail.id
                                 AND 0 < sent.attempts AND now() < sent.next_attempt_at)
                         AND (sent.sent_with IS NULL OR sent.sent_with = sent.id))",
        )
        .bind::<BigInt, _>(self.id)
        .bind::<Integer, _>(self.attempts)
        .bind::<BigInt, _>(i64::from(at_once))
        .bind::<Array<Text>, _>(kinds.map(|it| it.as_str()).collect::<Vec<_>>())
        .execute(conn)
        .await?;
        Ok(0 < n_held)
    }

    /// The mails that go out as one with this claimed one, oldest first, itself included. Which they are is decided
    /// at the first try, since all tries carry one Message-ID.
    pub async fn gather(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        conn.transaction(async |conn| {
            if self.sent_with.is_none() {
                self.take_along(conn).await?;
            }
            Self::query().filter(outbox::sent_with.eq(self.id)).order(outbox::id).load(conn).await
        })
        .await
    }

    async fn take_along(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::sql_query(
            "UPDATE intake.outbox SET sent_with = $1
             WHERE id = $1 OR id IN (
                 SELECT id FROM intake.outbox
                 WHERE lower(recipient) = lower($2) AND gathered AND sent_with IS NULL AND id <> $1
                     AND sent_at IS NULL AND undeliverable_at IS NULL
                     AND (attempts = 0 OR next_attempt_at <= now())
                 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)",
        )
        .bind::<BigInt, _>(self.id)
        .bind::<Text, _>(&self.recipient)
        .bind::<BigInt, _>(MOST_TOGETHER - 1)
        .execute(conn)
        .await?;
        Ok(())
    }
}
