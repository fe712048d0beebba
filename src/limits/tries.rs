//! Tries that must not fail too often in a row: passwords, and codes of events.
//!
//! A try is counted as failed before it is made, so that many at once are no way around the limit, and whoever met
//! the limit costs no hash. It is taken back when it succeeds.

use diesel_async::AsyncPgConnection;

use super::key;
use crate::app::AppState;
use crate::error::AppResult;
use crate::http::address_key::AddressKey;
use crate::http::limits::{Allowed, By, LimitedAction, Row, rows_of, too_many};
use crate::models::limit_count;

/// Who tries.
#[derive(Debug, Clone, Copy)]
pub struct Trying<'a> {
    /// What tells accounts apart here: an id, or an address as it was typed, in its canonical form.
    pub account: &'a str,
    pub network: AddressKey,
}

/// A try that counts as failed unless something else is said.
#[derive(Debug)]
pub struct Try {
    keys: Vec<Vec<u8>>,
}

impl Try {
    /// Counts a try.
    ///
    /// # Errors
    /// Too many requests, in which case the try must not be made; what the database says.
    pub async fn begin(
        state: &AppState,
        conn: &mut AsyncPgConnection,
        action: LimitedAction,
        trying: Trying<'_>,
    ) -> AppResult<Self> {
        let mut keys = Vec::new();
        for row in rows_of(action) {
            let Allowed::InARow(tries) = (row.allowed)(&state.settings.limits) else { continue };
            let key = key(state, row, &trying.counted_by(row));
            let (most, pause) = (tries.in_a_row.get(), tries.pause());
            if let Err(wait) = limit_count::count_try(conn, &key, most, pause).await? {
                // What an earlier row counted was not tried either.
                limit_count::give_back(conn, &keys).await?;
                return Err(too_many(row.sentence, wait));
            }
            keys.push(key);
        }
        Ok(Self { keys })
    }

    /// It was right: the row of failures is over.
    ///
    /// # Errors
    /// What the database says.
    pub async fn succeeded(self, conn: &mut AsyncPgConnection) -> AppResult<()> {
        Ok(limit_count::forget(conn, &self.keys).await?)
    }

    /// It was not made after all, or was right and says nothing about those before it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn give_back(self, conn: &mut AsyncPgConnection) -> AppResult<()> {
        Ok(limit_count::give_back(conn, &self.keys).await?)
    }
}

impl Trying<'_> {
    fn counted_by(&self, row: &Row) -> Vec<u8> {
        let network = self.network.to_string();
        match row.by {
            By::Address | By::Network => network.into_bytes(),
            By::Account => self.account.as_bytes().to_vec(),
            By::AccountFromNetwork => [network.as_bytes(), &[0], self.account.as_bytes()].concat(),
            By::Everybody => Vec::new(),
        }
    }
}
