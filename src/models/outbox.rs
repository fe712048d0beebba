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
        ConfirmFollow = "confirm_follow" => "Confirm that you follow an area",
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
        Followed = "followed" => "News of an area that you follow",
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
            | Self::ConfirmFollow
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
            // A million of them keep nobody's receipt waiting.
            Self::Followed => 2,
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
            | Self::ConfirmFollow
            | Self::SignIn
            | Self::ResetPassword
            | Self::ChangeEmail
            | Self::AddressTaken => Cause::Stranger,
            Self::Receipt | Self::Published | Self::Withheld | Self::Undone => Cause::OwnComment,
            Self::Followed => Cause::Follow,
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
            | Self::ConfirmFollow
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
            | Self::AccountNotice
            | Self::Followed => false,
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
    /// Its reader's own wish to hear of an area. They are gathered in the same way, and carry the link that ends it.
    Follow,
    /// What its reader did with their account, or what staff did.
    Account,
}

impl Cause {
    /// Whether many of them go together.
    #[must_use]
    pub const fn is_gathered(self) -> bool {
        matches!(self, Self::OwnComment | Self::Follow)
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

/// The same as it is written down.
#[derive(Insertable)]
#[diesel(table_name = outbox)]
struct Row<'a> {
    kind: MailKind,
    recipient: &'a str,
    subject: &'a str,
    body: &'a str,
    message_id: String,
    priority: i16,
    counted_domain: Option<String>,
    counted_as: Option<String>,
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
        diesel::insert_into(outbox::table).values(self.row(asker)).execute(conn).await?;
        Ok(())
    }

    /// Writes several down in one statement: no more than a few thousand.
    pub async fn queue_all(conn: &mut AsyncPgConnection, mails: &[Self]) -> QueryResult<()> {
        let rows: Vec<_> = mails.iter().map(|it| it.row(Asker::Stranger)).collect();
        diesel::insert_into(outbox::table).values(rows).execute(conn).await?;
        Ok(())
    }

    fn row(&self, asker: Asker) -> Row<'_> {
        let counted_as = self.counted_as(asker);
        Row {
            kind: self.kind,
            recipient: &self.recipient,
            subject: &self.subject,
            body: &self.body,
            message_id: hex::encode(rand::random::<[u8; 16]>()),
            priority: self.kind.priority(),
            counted_domain: counted_as.as_deref().map(caps::domain).map(str::to_owned),
            counted_as,
        }
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
