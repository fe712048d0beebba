//! Caps on mails that anybody can cause: for each recipient, for their provider, and for all that wait.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::email::EmailAddress;
use crate::settings::Mail;

/// What stands against one more mail that a stranger causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The recipient has had enough for now.
    Recipient,
    /// Their provider has.
    Domain,
    /// Too many such mails wait already: the server is away, or somebody floods.
    Queue,
    /// The recipient said so.
    NeverMail,
}

/// Who asks for a mail by typing an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    Stranger,
    /// Somebody on a device from which the owner of the address signed in before. Such mails have the same caps and a
    /// count of their own: strangers cannot use it up.
    KnownDevice,
}

impl Asker {
    /// What mails to an address count as. No address has a space in it.
    pub(super) fn counts(self, recipient: &EmailAddress) -> String {
        match self {
            Self::Stranger => recipient.folded(),
            Self::KnownDevice => format!("known {}", recipient.folded()),
        }
    }
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    in_hour: i64,
    #[diesel(sql_type = BigInt)]
    in_day: i64,
    #[diesel(sql_type = BigInt)]
    of_domain: i64,
    #[diesel(sql_type = BigInt)]
    waiting: i64,
    #[diesel(sql_type = Bool)]
    unwanted: bool,
}

/// Whether anything stands against one more mail to this address, whichever kind it is.
///
/// The transaction holds the address until it ends, so that requests sent at once are counted one after the other.
/// Provider and queue are not held, lest people wait for strangers: those caps may be passed by as many as are
/// written down at one moment.
pub async fn against(
    conn: &mut AsyncPgConnection,
    caps: &Mail,
    recipient: &EmailAddress,
    asker: Asker,
) -> QueryResult<Option<Against>> {
    let counted_as = asker.counts(recipient);
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('mail to ' || $1, 0))")
        .bind::<Text, _>(&counted_as)
        .execute(conn)
        .await?;
    let counts: Counts = diesel::sql_query(
        "SELECT
             (SELECT count(*) FROM intake.outbox
              WHERE counted_as = $1 AND now() - interval '1 hour' < queued_at) AS in_hour,
             (SELECT count(*) FROM intake.outbox
              WHERE counted_as = $1 AND now() - interval '1 day' < queued_at) AS in_day,
             (SELECT count(*) FROM (
                  SELECT 1 FROM intake.outbox WHERE counted_as IS NOT NULL AND counted_domain = $2
                      AND now() - interval '1 hour' < queued_at LIMIT $3) AS it) AS of_domain,
             (SELECT count(*) FROM (
                  SELECT 1 FROM intake.outbox WHERE counted_as IS NOT NULL AND sent_at IS NULL
                      AND undeliverable_at IS NULL LIMIT $4) AS it) AS waiting,
             EXISTS (SELECT 1 FROM intake.never_mail WHERE address_sha256 = $5) AS unwanted",
    )
    .bind::<Text, _>(&counted_as)
    .bind::<Text, _>(domain(&counted_as))
    .bind::<BigInt, _>(i64::from(caps.stranger_per_domain_and_hour))
    .bind::<BigInt, _>(i64::from(caps.stranger_waiting))
    .bind::<Binary, _>(recipient.folded_sha256())
    .get_result(conn)
    .await?;
    Ok(counts.against(caps))
}

impl Counts {
    fn against(&self, caps: &Mail) -> Option<Against> {
        let reached = |n: i64, cap: u32| i64::from(cap) <= n;
        if self.unwanted {
            Some(Against::NeverMail)
        } else if reached(self.in_hour, caps.stranger_per_hour)
            || reached(self.in_day, caps.stranger_per_day)
        {
            Some(Against::Recipient)
        } else if reached(self.of_domain, caps.stranger_per_domain_and_hour) {
            Some(Against::Domain)
        } else if reached(self.waiting, caps.stranger_waiting) {
            Some(Against::Queue)
        } else {
            None
        }
    }
}

/// The provider of an address.
pub(super) fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}
