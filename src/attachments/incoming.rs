//! A file on its way in: written down as it comes, and no further than it may be long.

use std::fs::File;

use anyhow::Context;
use lectern_templates::text::size;
use tokio::io::AsyncWriteExt;

use crate::error::AppResult;
use crate::file_store::FileStore;
use crate::http::upload::Part;

/// Reads one file to its end, into a place that vanishes with the program.
///
/// # Errors
/// If the body breaks off, or the disk fails. What is wrong with the file itself comes back as a sentence.
pub async fn receive(
    store: &FileStore,
    part: &mut Part,
    most_bytes: u64,
) -> AppResult<Result<File, String>> {
    let file = store.temporary().context("a temporary file")?;
    let mut file = tokio::fs::File::from_std(file);
    let mut n_bytes = 0;
    while let Some(piece) = part.piece().await? {
        n_bytes += piece.len() as u64;
        if most_bytes < n_bytes {
            // The others behind it may be small enough.
            part.throw_away().await?;
            return Ok(Err(format!("It is larger than {}.", size(most_bytes))));
        }
        file.write_all(&piece).await.context("a temporary file")?;
    }
    if n_bytes == 0 {
        return Ok(Err("It is empty.".to_owned()));
    }
    file.flush().await.context("a temporary file")?;
    Ok(Ok(file.into_std().await))
}
