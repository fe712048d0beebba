//! From a file that has arrived to one that a draft names.

use std::fs::File;

use anyhow::Context;

use super::inspection::{self, Inspected, Unfit};
use crate::app::AppState;
use crate::domain::attachment::Attachment;
use crate::domain::file_name::FileName;
use crate::domain::media_type::MediaType;
use crate::error::{AppError, AppResult};
use crate::limits::bytes::{Sender, spend_bytes};
use crate::models::draft_file::{self, Added};
use crate::models::file;

/// Whether there is room for one more file.
///
/// # Errors
/// What the system or the database says. That there is none is no error, but comes back as a sentence.
pub async fn look_for_room(
    state: &AppState,
    sender: Sender,
) -> AppResult<Result<(), &'static str>> {
    let settings = &state.settings.attachments;
    let needed = settings.disk_floor.saturating_add(settings.most_bytes);
    if state.files.free_bytes()? < needed {
        tracing::error!("No file is taken: the disk is full");
        return Ok(Err("There is no room for files right now. Please try again later."));
    }
    if let Sender::Network(_) = sender {
        let taken = draft_file::bytes_without_account(&mut *state.db().await?).await?;
        if settings.bytes_of_drafts_without_account <= u64::try_from(taken).unwrap_or_default() {
            tracing::error!("No file is taken without an account: their drafts are full");
            return Ok(Err("Right now files can be added only by those who are signed in."));
        }
    }
    Ok(Ok(()))
}

/// Looks at a file, cleans it, stores it, and lets the draft name it.
///
/// # Errors
/// If too many bytes were sent, or the disk, the store or the database fails. Why a file is not kept for what it is comes
/// back as a sentence, to stand behind its name.
pub async fn keep(
    state: &AppState,
    sender: Sender,
    draft_id: i64,
    (name, media_type): (FileName, MediaType),
    arrived: File,
) -> AppResult<Result<(), String>> {
    let Inspected { file, sha256, bytes } = match inspect(state, media_type, arrived).await? {
        Ok(inspected) => inspected,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let size = i64::try_from(bytes).unwrap_or(i64::MAX);
    let attachment = Attachment { name, sha256, bytes: size, media_type };
    {
        let mut conn = state.db().await?;
        spend_bytes(state, &mut conn, sender, bytes).await?;
        file::claim(&mut conn, &sha256, media_type, size).await?;
    }
    // No connection is held meanwhile: a slow store keeps no page waiting.
    state.files.put(&sha256, file).await.map_err(AppError::Unavailable)?;
    let most = state.settings.attachments.most_files;
    let added = draft_file::add(&mut *state.db().await?, draft_id, &attachment, most).await?;
    Ok(match added {
        // Sent once more, because the answer was lost.
        Added::Added | Added::AlreadyThere => Ok(()),
        Added::TooMany => Err(format!("There are {most} files already, which is the most.")),
        Added::DraftIsGone => Err("Your comment was sent meanwhile, without this file.".to_owned()),
    })
}

/// Off the threads that answer requests, and few at a time: it is work for the processor.
async fn inspect(
    state: &AppState,
    promised: MediaType,
    arrived: File,
) -> AppResult<Result<Inspected, String>> {
    let _place = state.inspections.acquire().await.context("a place to inspect")?;
    let store = state.files.clone();
    let inspected = tokio::task::spawn_blocking(move || {
        inspection::inspect(arrived, promised, || store.temporary())
    });
    match inspected.await.context("the inspection did not end")? {
        Ok(inspected) => Ok(Ok(inspected)),
        Err(Unfit::Refused(sentence)) => Ok(Err(sentence)),
        Err(error @ Unfit::Disk(_)) => Err(AppError::Internal(error.into())),
    }
}
