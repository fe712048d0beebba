//! One-time codes: sealed, and judged by the clock of the database, so that every program says the same.

mod changing;
mod offer;

use anyhow::Context;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

pub use changing::{NewCodes, Removed, SetUp, forget, make_recovery_codes, remove, reset, set_up};
pub use offer::Offer;

use crate::domain::one_time_code::{CodeSecret, TypedCode};
use crate::domain::recovery_code::RecoveryCode;
use crate::models::account::AccountId;
use crate::models::one_time_code::OneTimeCode;
use crate::models::{clock, recovery_code};
use crate::sealing::{Purpose, Sealer};

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// Right, and used up.
    App,
    /// Right, and used up; how many recovery codes are left.
    Recovery { n_left: i64 },
    /// No code of this account, too old, or used before.
    Wrong,
    /// The secret does not open under the present key, so no code can be right.
    Unreadable,
}

/// Judges a code and uses it up. In a transaction, so that no code is used up for nothing.
pub async fn check(
    conn: &mut AsyncPgConnection,
    sealer: &Sealer,
    account_id: AccountId,
    typed: &TypedCode,
) -> QueryResult<Checked> {
    match typed {
        TypedCode::App(digits) => check_digits(conn, sealer, account_id, digits).await,
        TypedCode::Recovery(code) => check_recovery_code(conn, account_id, code).await,
    }
}

async fn check_digits(
    conn: &mut AsyncPgConnection,
    sealer: &Sealer,
    account_id: AccountId,
    digits: &str,
) -> QueryResult<Checked> {
    let Some(stored) = OneTimeCode::find(conn, account_id).await? else {
        return Ok(Checked::Wrong);
    };
    let Some(secret) = open(sealer, account_id, &stored.sealed_secret) else {
        // Whoever reads the log can mend it; whoever reads the page cannot.
        tracing::error!(
            setting = "security.secret_key",
            "The secret of one-time codes does not open: it was sealed under another key"
        );
        return Ok(Checked::Unreadable);
    };
    let step = secret.step_of(digits, clock::now(conn).await?.timestamp());
    let used = match step {
        Some(step) => OneTimeCode::use_step(conn, account_id, step).await?,
        None => false,
    };
    Ok(if used { Checked::App } else { Checked::Wrong })
}

async fn check_recovery_code(
    conn: &mut AsyncPgConnection,
    account_id: AccountId,
    code: &RecoveryCode,
) -> QueryResult<Checked> {
    if !recovery_code::use_up(conn, account_id, code).await? {
        return Ok(Checked::Wrong);
    }
    Ok(Checked::Recovery { n_left: recovery_code::count_left(conn, account_id).await? })
}

/// Seals a secret for one account: copied into another's row, it does not open.
///
/// # Errors
/// If nothing can be sealed.
pub fn seal(
    sealer: &Sealer,
    account_id: AccountId,
    secret: &CodeSecret,
) -> anyhow::Result<Vec<u8>> {
    let content = [account_id.0.to_be_bytes().as_slice(), secret.reveal()].concat();
    sealer.seal(Purpose::OneTimeCode, &content).context("a secret of one-time codes")
}

/// The secret of an account; none if it was sealed under another key or for another account.
#[must_use]
pub fn open(sealer: &Sealer, account_id: AccountId, sealed: &[u8]) -> Option<CodeSecret> {
    let content = sealer.open(Purpose::OneTimeCode, sealed)?;
    let (owner, secret) = content.split_first_chunk()?;
    (i64::from_be_bytes(*owner) == account_id.0).then(|| CodeSecret::from_bytes(secret))?
}
