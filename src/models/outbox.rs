//! The outbox: mails, queued in the transaction that caused them.

mod caps;
mod delivery;
mod failure;
mod gathering;
mod overview;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub use caps::{Against, Asker, against};
pub use delivery::Noted;
pub use failure::{FailureKind, Fault};
pub use overview::{MailRow, MailState, cancel, retry, undeliverable_since};

use crate::domain::email::EmailAddress;
use crate::schema::intake::outbox;

crate::text_enum! {
    /// What a mail is about.
    pub enum MailKind {
        Register = "register" => "Confirm your address",
        AlreadyRegistered = "already_registered" => "You are already registered",
        NoAccount = "no_account" => "No account with this address",
        ConfirmComment = "confirm_comment" => "Confirm your comment",
        SignIn = "sign_in" => "Sign in",
        ResetPassword = "reset_password" => "Reset your password",
        PasswordLink = "password_link" => "Choose a new password",
        Prove = "prove" => "Confirm that it is you",
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
        AccountNotice = "account_notice" => "News of your account",
    }
}

impl MailKind {
    /// Somebody sits and waits for a mail with a link; all others follow in their turn.
    const fn priority(self) -> i16 {
        match self {
            Self::Register
            | Self::AlreadyRegistered
            | Self::NoAccount
            | Self::ConfirmComment
            | Self::SignIn
            | Self::ResetPassword
            | Self::PasswordLink
            | Self::Prove
            | Self::Invite
            | Self::ChangeEmail
            | Self::AddressTaken => 0,
            Self::Receipt
            | Self::Published
            | Self::Withheld
            | Self::Undone
            | Self::PasswordChanged
            | Self::AddressChanged
            | Self::AccountClosed
            | Self::AccountNotice => 1,
        }
    }

    /// Who can make us send it.
    #[must_use]
    pub const fn cause(self) -> Cause {
        match self {
            Self::Register
            | Self::AlreadyRegistered
            | Self::NoAccount
            | Self::ConfirmComment
            | Self::SignIn
            | Self::ResetPassword
            | Self::ChangeEmail
            | Self::AddressTaken => Cause::Stranger,
            Self::Receipt | Self::Published | Self::Withheld | Self::Undone => Cause::OwnComment,
            Self::PasswordLink
            | Self::Invite
            | Self::Prove
            | Self::PasswordChanged
            | Self::AddressChanged
            | Self::AccountClosed
            | Self::AccountNotice => Cause::Account,
        }
    }

    /// Whether it holds a link that lets its reader in: its text is kept no longer than it is needed.
    #[must_use]
    pub const fn lets_in(self) -> bool {
        match self {
            Self::Register
            | Self::AlreadyRegistered
            | Self::ConfirmComment
            | Self::SignIn
            | Self::ResetPassword
            | Self::PasswordLink
            | Self::Prove
            | Self::Invite
            | Self::ChangeEmail => true,
            Self::Receipt
            | Self::Published
            | Self::Withheld
            | Self::Undone
            | Self::AddressTaken
            | Self::NoAccount
            | Self::PasswordChanged
            | Self::AddressChanged
            | Self::AccountClosed
            | Self::AccountNotice => false,
        }
    }
}

/// Who can make us send a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Anybody, to any address, by typing it. Such mails are capped, and carry the link that stops them; whoever
    /// queues one asks [`against`] first.
    Stranger,
    /// Its reader's own comment. Such mails are never dropped; when there are many they go together.
    OwnComment,
    /// What its reader did with their account, or what staff did.
    Account,
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
    pub kind: MailKind,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub message_id: String,
    pub queued_at: DateTime<Utc>,
    pub attempts: i32,
    pub gathered: bool,
    pub sent_with: Option<i64>,
}

impl NewMail {
    /// Writes the mail down. Its Message-ID is made now, so that each attempt to send it carries the same.
    pub async fn queue(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        self.queue_for(conn, Asker::Stranger).await
    }

    /// The same, counted for who asked.
    pub async fn queue_for(&self, conn: &mut AsyncPgConnection, asker: Asker) -> QueryResult<()> {
        let message_id = hex::encode(rand::random::<[u8; 16]>());
        let counted_as = self.counted_as(asker);
        diesel::insert_into(outbox::table)
            .values((
                outbox::kind.eq(self.kind),
                outbox::recipient.eq(&self.recipient),
                outbox::subject.eq(&self.subject),
                outbox::body.eq(&self.body),
                outbox::message_id.eq(message_id),
                outbox::priority.eq(self.kind.priority()),
                outbox::counted_domain.eq(counted_as.as_deref().map(caps::domain)),
                outbox::counted_as.eq(&counted_as),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// The recipient as the caps count them, if they count this mail at all.
    fn counted_as(&self, asker: Asker) -> Option<String> {
        let counts = || EmailAddress::parse(&self.recipient).map(|it| asker.counts(&it));
        let is_counted = self.kind.cause() == Cause::Stranger;
        is_counted.then(|| counts().unwrap_or_else(|_| self.recipient.to_lowercase()))
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
