//! Contents that nobody names any more go, a day after somebody last meant to keep them.

use anyhow::Context;
use diesel::result::Error;
use diesel_async::AsyncConnection;

use crate::app::AppState;
use crate::domain::attachment::FileDigest;
use crate::error::{AppError, AppResult};
use crate::models::file;

/// Removes them, and what a killed program left half-written. Returns how many files are gone.
///
/// # Errors
/// What the database or the store says; what was removed before that is gone.
pub async fn tidy(state: &AppState) -> AppResult<usize> {
    let mut n_removed = 0;
    loop {
        let abandoned = file::abandoned(&mut *state.db().await?).await?;
        let mut n_now = 0;
        for sha256 in &abandoned {
            n_now += usize::from(remove(state, sha256).await?);
        }
        n_removed += n_now;
        if n_now == 0 {
            break;
        }
    }
    let store = state.files.clone();
    let swept = tokio::task::spawn_blocking(move || store.sweep()).await;
    Ok(n_removed + swept.context("the sweep")?.context("the folder of files")?)
}

/// The file goes while its row is locked, and before the row is gone for others: see `models::file`.
async fn remove(state: &AppState, sha256: &FileDigest) -> AppResult<bool> {
    let mut conn = state.db().await?;
    let removed = conn.transaction(async |conn| {
        if !file::release(conn, sha256).await? {
            return Ok(false);
        }
        state.files.remove(sha256).await.map_err(Refused::Store)?;
        Ok(true)
    });
    match removed.await {
        Ok(removed) => Ok(removed),
        // Somebody named it just now.
        Err(Refused::Database(Error::RollbackTransaction)) => Ok(false),
        Err(Refused::Database(error)) => Err(error.into()),
        Err(Refused::Store(error)) => Err(AppError::Unavailable(error)),
    }
}

enum Refused {
    Database(Error),
    Store(anyhow::Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}
