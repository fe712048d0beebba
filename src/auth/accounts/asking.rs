//! Asking for a link: never sooner answered for one address than for another, and not too often for any.

use std::future::Future;
use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::email::EmailAddress;
use crate::models::outbox::{self, Against, Asker};
use crate::settings::Mail;

/// Longer than the work takes. It is the same for every address; what is left of a difference could be measured
/// without this.
const ANSWERED_AFTER: Duration = Duration::from_millis(150);

/// Does the work, and gives its result when as much time has passed as for any other address.
pub async fn unhurried<T>(work: impl Future<Output = T>) -> T {
    let (done, ()) = tokio::join!(work, tokio::time::sleep(ANSWERED_AFTER));
    done
}

/// Whether the address itself is to get no further mail for now, or at all.
///
/// How much goes to its provider, and how much waits, stands against no link to confirm a comment: the comment was received, and lapses without it.
pub async fn has_enough(
    conn: &mut AsyncPgConnection,
    caps: &Mail,
    email: &EmailAddress,
) -> QueryResult<bool> {
    let against = outbox::against(conn, caps, email, Asker::Stranger).await?;
    Ok(matches!(against, Some(Against::Recipient | Against::NeverMail)))
}

/// Whether anything stands against one more mail to this address.
///
/// The visitor is not told: it would say something about the address; pages say beforehand how many are sent. The links that were sent still work.
pub async fn is_too_often(
    conn: &mut AsyncPgConnection,
    caps: &Mail,
    email: &EmailAddress,
    asker: Asker,
) -> QueryResult<bool> {
    let against = outbox::against(conn, caps, email, asker).await?;
    if let Some(cap @ (Against::Domain | Against::Queue)) = against {
        // These two turn honest people away.
        tracing::warn!(?cap, "Mail not queued");
    }
    Ok(against.is_some())
}
