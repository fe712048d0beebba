//! From a file that has arrived to one that a draft or an entry names.

use std::fs::File;

use anyhow::Context;

use super::inspection::{self, Inspected, Unfit};
use crate::app::AppState;
use crate::domain::attachment::Attachment;
use crate::domain::file_name::FileName;
use crate::domain::media_type::MediaType;
use crate::error::{AppError, AppResult};
use crate::limits::bytes::{Sender, spend_bytes};
use crate::models::account::AccountId;
use crate::models::entry::EntryId;
use crate::models::{draft_file, entry_file, file};

/// What names a file once it is stored.
#[derive(Debug, Clone, Copy)]
pub enum GoesWith {
    Draft { id: i64 },
    Entry { id: EntryId, writer: AccountId },
}

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

/// Looks at a file, cleans it, stores it, and lets the draft or entry name it.
///
/// # Errors
/// If too many bytes were sent, or the disk, the store or the database fails. Why a file is not kept for what it is comes
/// back as a sentence, to stand behind its name.
pub async fn keep(
    state: &AppState,
    sender: Sender,
    with: GoesWith,
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
    name_it(state, with, &attachment, most).await
}

/// What was sent once more, because the answer was lost, is there already.
async fn name_it(
    state: &AppState,
    with: GoesWith,
    file: &Attachment,
    most: u32,
) -> AppResult<Result<(), String>> {
    let mut conn = state.db().await?;
    let refused = match with {
        GoesWith::Draft { id } => match draft_file::add(&mut conn, id, file, most).await? {
            draft_file::Added::Added | draft_file::Added::AlreadyThere => return Ok(Ok(())),
            draft_file::Added::TooMany => too_many(most),
            draft_file::Added::DraftIsGone => {
                "Your comment was sent meanwhile, without this file.".to_owned()
            }
        },
        GoesWith::Entry { id, writer } => {
            match entry_file::add(&mut conn, id, writer, file, most).await? {
                entry_file::Added::Added | entry_file::Added::AlreadyThere => return Ok(Ok(())),
                entry_file::Added::TooMany => too_many(most),
                entry_file::Added::HandedOver => {
                    "The entry was handed over meanwhile, without this file.".to_owned()
                }
            }
        }
    };
    Ok(Err(refused))
}

fn too_many(most: u32) -> String {
    format!("There are {most} files already, which is the most.")
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
