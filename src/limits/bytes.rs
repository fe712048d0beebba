//! How many bytes of files somebody may send in a day: a stranger must not fill the disk.
//!
//! The day is used up byte by byte and comes back as time goes by, so nobody waits for midnight.

use std::time::Duration;

use diesel_async::AsyncPgConnection;

use crate::app::AppState;
use crate::error::AppResult;
use crate::http::address_key::AddressKey;
use crate::http::limits::too_many;
use crate::models::account::AccountId;
use crate::models::limit_count;
use crate::sealing::Purpose;

const A_DAY: Duration = Duration::from_secs(86_400);
const OF_ACCOUNT: &str = "Your account has sent as many files as it can in a day.";
const OF_NETWORK: &str =
    "As many files as can be taken in a day came from your network. Sign in to send more.";

/// Whose bytes they are.
#[derive(Debug, Clone, Copy)]
pub enum Sender {
    Account(AccountId),
    Network(AddressKey),
}

/// Counts the bytes of a file that has arrived.
///
/// # Errors
/// Too many; what the database says.
pub async fn spend_bytes(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    sender: Sender,
    bytes: u64,
) -> AppResult<()> {
    let (sentence, whom) = match sender {
        Sender::Account(id) => (OF_ACCOUNT, format!("account {}", id.0)),
        Sender::Network(network) => (OF_NETWORK, format!("network {network}")),
    };
    let counted = format!("attachments.bytes_per_day\0{whom}");
    let key = state.sealer.digest(Purpose::Limit, counted.as_bytes());
    let share = bytes as f64 / state.settings.attachments.bytes_per_day as f64;
    let every = A_DAY.mul_f64(share.clamp(0.0, 1.0));
    let ahead = A_DAY.saturating_sub(every);
    let spent = limit_count::spend_time(conn, &key, every, ahead).await?;
    spent.map_err(|wait| too_many(sentence, wait))
}
