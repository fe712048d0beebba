//! The outbox: mails, queued in the transaction that caused them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
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

#[derive(Clone, HasQuery)]
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
             AND kind IN ('register', 'already_registered', 'sign_in', 'reset_password')",
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

    /// The next mail that is due, locked for this transaction: two workers never take the same one.
    pub async fn take_due(conn: &mut AsyncPgConnection) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(outbox::sent_at.is_null())
            .filter(outbox::undeliverable_at.is_null())
            .filter(outbox::next_attempt_at.le(diesel::dsl::now))
            .order(outbox::next_attempt_at)
            .for_update()
            .skip_locked()
            .first(conn)
            .await
            .optional()
    }

    /// Notes that the server took the mail, and forgets the text: links in it let people in.
    pub async fn mark_sent(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<()> {
        diesel::update(outbox::table.find(id))
            .set((outbox::sent_at.eq(diesel::dsl::now), outbox::body.eq("")))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes a failed attempt and when to try again; without a time, the mail is given up.
    pub async fn mark_failed(
        conn: &mut AsyncPgConnection,
        id: i64,
        error: &str,
        try_again_at: Option<DateTime<Utc>>,
    ) -> QueryResult<()> {
        let undeliverable_at = try_again_at.is_none().then(Utc::now);
        diesel::update(outbox::table.find(id))
            .set((
                outbox::attempts.eq(outbox::attempts + 1),
                outbox::last_error.eq(error),
                outbox::next_attempt_at.eq(try_again_at.unwrap_or_else(Utc::now)),
                outbox::undeliverable_at.eq(undeliverable_at),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}
