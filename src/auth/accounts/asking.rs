//! Asking for a link: never sooner answered for one address than for another, and not too often for any.

use std::future::Future;
use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::domain::email::EmailAddress;
use crate::models::outbox;

/// Longer than the work takes. A known address has more of it, and without this the difference could be measured.
const ANSWERED_AFTER: Duration = Duration::from_millis(150);

/// Links that one address is sent within an hour, whoever asks and from wherever: enough for a person who looks in
/// the wrong folder, and too few to bury somebody else's mailbox.
const LINKS_AN_HOUR: i64 = 6;

/// Does the work, and gives its result when as much time has passed as for any other address.
pub async fn unhurried<T>(work: impl Future<Output = T>) -> T {
    let (done, ()) = tokio::join!(work, tokio::time::sleep(ANSWERED_AFTER));
    done
}

/// Whether the address was sent enough links for now. The visitor is not told: it would say something about the
/// address. The links that were sent still work.
pub async fn is_too_often(conn: &mut AsyncPgConnection, email: &EmailAddress) -> QueryResult<bool> {
    let n = outbox::count_links_within_an_hour(conn, email.as_str()).await?;
    Ok(LINKS_AN_HOUR <= n)
}
