//! The outbox: mails, queued in the transaction that caused them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::intake::outbox;

crate::text_enum! {
    /// What a mail is about.
    pub enum MailKind {
        Register = "register" => "Confirm your address",
        AlreadyRegistered = "already_registered" => "You are already registered",
        SignIn = "sign_in" => "Sign in",
        ResetPassword = "reset_password" => "Reset your password",
        Invite = "invite" => "Invitation",
        Receipt = "receipt" => "Receipt",
        Published = "published" => "Comment published",
        Withheld = "withheld" => "Comment withheld",
        Undone = "undone" => "Decision undone",
        PasswordChanged = "password_changed" => "Password changed",
        ChangeEmail = "change_email" => "Confirm a new address",
        AddressTaken = "address_taken" => "Address has an account already",
        AddressChanged = "address_changed" => "Address changed",
        AccountClosed = "account_closed" => "Account closed",
    }
}

impl MailKind {
    /// Somebody sits and waits for a mail with a link; all others follow in their turn.
    const fn priority(self) -> i16 {
        match self {
            Self::Register
            | Self::AlreadyRegistered
            | Self::SignIn
            | Self::ResetPassword
            | Self::Invite
            | Self::ChangeEmail
            | Self::AddressTaken => 0,
            Self::Receipt
            | Self::Published
            | Self::Withheld
            | Self::Undone
            | Self::PasswordChanged
            | Self::AddressChanged
            | Self::AccountClosed => 1,
        }
    }
}

/// A mail to be queued.
#[derive(Debug, Clone)]
pub struct NewMail {
    pub kind: MailKind,
    pub recipient: String,
    pub subject: String,
    pub body: String,
}

#[derive(Clone, HasQuery, QueryableByName)]
#[diesel(table_name = outbox)]
pub struct QueuedMail {
    pub id: i64,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub message_id: String,
    pub queued_at: DateTime<Utc>,
    pub attempts: i32,
}

/// How many mails with a link that lets its reader in went to an address within the last hour.
///
/// The transaction holds the address until it ends, so that requests sent at once are counted one after the other.
pub async fn count_links_within_an_hour(
    conn: &mut AsyncPgConnection,
    recipient: &str,
) -> QueryResult<i64> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(lower($1), 0))")
        .bind::<Text, _>(recipient)
        .execute(conn)
        .await?;
    let counted: Counted = diesel::sql_query(
        "SELECT count(*) AS n FROM intake.outbox
         WHERE lower(recipient) = lower($1) AND now() - interval '1 hour' < queued_at
             AND kind IN ('register', 'already_registered', 'sign_in', 'reset_password',
                 'change_email', 'address_taken')",
    )
    .bind::<Text, _>(recipient)
    .get_result(conn)
    .await?;
    Ok(counted.n)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl NewMail {
    /// Writes the mail down. Its Message-ID is made now, so that each attempt to send it carries the same.
    pub async fn queue(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        let message_id = hex::encode(rand::random::<[u8; 16]>());
        diesel::insert_into(outbox::table)
            .values((
                outbox::kind.eq(self.kind),
                outbox::recipient.eq(&self.recipient),
                outbox::subject.eq(&self.subject),
                outbox::body.eq(&self.body),
                outbox::message_id.eq(message_id),
                outbox::priority.eq(self.kind.priority()),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}

impl QueuedMail {
    /// The newest mails, for the mailbox of a portal that has no mail server.
    pub async fn newest(conn: &mut AsyncPgConnection, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query().order(outbox::id.desc()).limit(limit).load(conn).await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(outbox::id.eq(id)).first(conn).await
    }

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
                 ORDER BY priority, next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
             )
             RETURNING id, recipient, subject, body, message_id, queued_at, attempts",
        )
        .bind::<Double, _>(lease.as_secs_f64())
        .get_result(conn)
        .await
        .optional()
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

    /// Notes that the server took the mail, and forgets the text: links in it let people in. What was sent is
    /// sent, even where the lease was over and another worker tried too.
    pub async fn mark_sent(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::update(outbox::table.find(self.id))
            .set((
                outbox::sent_at.eq(diesel::dsl::now),
                outbox::undeliverable_at.eq(None::<DateTime<Utc>>),
                outbox::body.eq(""),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes a failed attempt and when to try again; without a time, the mail is given up and its text forgotten.
    pub async fn mark_failed(
        &self,
        conn: &mut AsyncPgConnection,
        error: &str,
        try_again_in: Option<TimeDelta>,
    ) -> QueryResult<()> {
        let row = diesel::update(outbox::table.filter(claimed_as(self.id, self.attempts)));
        let error = outbox::last_error.eq(error);
        match try_again_in {
            Some(wait) => {
                row.set((error, outbox::next_attempt_at.eq(Utc::now() + wait))).execute(conn).await
            }
            None => {
                let given_up = outbox::undeliverable_at.eq(diesel::dsl::now);
                row.set((error, given_up, outbox::body.eq(""))).execute(conn).await
            }
        }?;
        Ok(())
    }

    /// Removes a batch of mails that were sent, or given up, so many days ago. Returns how many.
    pub async fn delete_ended(conn: &mut AsyncPgConnection, days: i32) -> QueryResult<usize> {
        diesel::sql_query(
            "DELETE FROM intake.outbox WHERE id IN (
                 SELECT id FROM intake.outbox
                 WHERE coalesce(sent_at, undeliverable_at) < now() - $1 * interval '1 day' LIMIT 1000
             )",
        )
        .bind::<Integer, _>(days)
        .execute(conn)
        .await
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
