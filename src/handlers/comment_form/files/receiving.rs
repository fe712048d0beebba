//! The body of a form with files, one file after the other, each to its end.

use std::fmt;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Payload;
use tokio::sync::OwnedSemaphorePermit;

use super::super::asked::Asked;
use super::super::page::new_key;
use super::super::sender::Sender;
use crate::app::{AppState, TransferPlace};
use crate::attachments::{self, incoming};
use crate::domain::file_name::FileName;
use crate::error::{AppError, AppResult};
use crate::http::limits::network_of;
use crate::http::upload::{self, Bounds, Part};
use crate::http::{Edge, client_address};
use crate::limits::bytes::Sender as Counted;
use crate::models::draft::Draft;

/// The field of the form.
const FIELD: &str = "files";
/// When somebody who found all places taken may ask again.
const ASK_AGAIN_SECONDS: u64 = 30;

/// What became of a form with files.
#[derive(Debug, Default)]
pub struct Received {
    pub n_added: u32,
    pub failures: Vec<Failure>,
    /// Seconds to wait, where waiting helps.
    pub retry_after: Option<u64>,
    /// Whether the body was read to its end.
    pub was_read: bool,
    status: Option<StatusCode>,
}

/// A file that is not kept, and why.
#[derive(Debug)]
pub struct Failure {
    pub name: String,
    pub sentence: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(&self.sentence),
            name => write!(f, "{name}: {}", self.sentence),
        }
    }
}

impl Received {
    /// The gravest of what went wrong.
    pub fn status(&self) -> StatusCode {
        self.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
    }

    fn fail(&mut self, name: &str, sentence: impl Into<String>) {
        self.failures.push(Failure { name: name.to_owned(), sentence: sentence.into() });
    }
}

/// Reads all of it, and keeps every file that can be kept.
///
/// # Errors
/// If the body breaks off or is none of ours, or the disk, the store or the database fails. Files that were kept before
/// that stay.
pub async fn receive(
    request: &HttpRequest,
    state: &AppState,
    asked: &Asked,
    sender: &Sender,
    payload: Payload,
) -> AppResult<Received> {
    let counted = match &sender.account {
        Some(account) => Counted::Account(account.id),
        None => Counted::Network(network_of(request)?),
    };
    let _places = match enter(request, state) {
        Ok(places) => places,
        Err(error) => {
            upload::throw_away(request, payload).await;
            return Err(error);
        }
    };
    let mut receiving = Receiving { state, asked, sender, counted, said: Received::default() };
    // Before anything of it is taken in.
    if let Err(sentence) = attachments::look_for_room(state, counted).await? {
        upload::throw_away(request, payload).await;
        receiving.no_room("", sentence);
        return Ok(receiving.said);
    }
    let settings = &state.settings.attachments;
    let bounds = Bounds {
        bytes: settings.most_bytes.saturating_mul(settings.most_files.into()),
        parts: settings.most_files.saturating_mul(2),
        time: Duration::from_secs(settings.minutes.saturating_mul(60)),
    };
    let mut upload = upload::open(request, payload, bounds)?;
    while let Some(mut part) = upload.next().await? {
        receiving.take(&mut part).await?;
    }
    let mut said = receiving.said;
    said.was_read = true;
    if said.n_added == 0 && said.failures.is_empty() {
        said.fail("", "Choose at least one file.");
    }
    Ok(said)
}

fn enter(
    request: &HttpRequest,
    state: &AppState,
) -> AppResult<(TransferPlace, OwnedSemaphorePermit)> {
    let address = client_address::of(request, &*Edge::of(request)?);
    let too_many =
        |sentence| AppError::TooManyRequests { sentence, retry_after: ASK_AGAIN_SECONDS };
    let place = state.senders.enter(address).ok_or_else(|| {
        too_many("Many files are being sent from your network. Try again when they are through.")
    })?;
    let permit = state.uploads.clone().try_acquire_owned();
    let permit = permit.map_err(|_| too_many("Very many people are sending files right now."))?;
    Ok((place, permit))
}

struct Receiving<'a> {
    state: &'a AppState,
    asked: &'a Asked,
    sender: &'a Sender,
    counted: Counted,
    said: Received,
}

impl Receiving<'_> {
    /// One file from its first byte to its place in the draft.
    async fn take(&mut self, part: &mut Part) -> AppResult<()> {
        let raw = match part.file_name.take() {
            Some(raw) if part.name == FIELD => raw,
            _ => {
                part.throw_away().await?;
                self.said.fail("", "This form has files and no other field.");
                return Ok(());
            }
        };
        // A browser sends this where no file was chosen.
        if raw.is_empty() {
            return part.throw_away().await;
        }
        let label = FileName::label(&raw).to_string();
        let named = match FileName::parse(&raw) {
            Ok(named) => named,
            Err(sentence) => {
                part.throw_away().await?;
                self.said.fail(&label, sentence);
                return Ok(());
            }
        };
        // Nothing more is let in once something ran out; the body is still read to its end.
        if self.said.status.is_some() {
            part.throw_away().await?;
            self.said.fail(&label, "It was not taken either.");
            return Ok(());
        }
        if let Err(sentence) = attachments::look_for_room(self.state, self.counted).await? {
            part.throw_away().await?;
            self.no_room(&label, sentence);
            return Ok(());
        }
        let most_bytes = self.state.settings.attachments.most_bytes;
        let arrived = match incoming::receive(&self.state.files, part, most_bytes).await? {
            Ok(arrived) => arrived,
            Err(sentence) => {
                self.said.fail(&label, sentence);
                return Ok(());
            }
        };
        let draft = self.draft().await?;
        let kept = attachments::keep(self.state, self.counted, draft.id, named, arrived).await;
        match kept {
            Ok(Ok(())) => self.said.n_added += 1,
            Ok(Err(sentence)) => self.said.fail(&label, sentence),
            Err(error @ AppError::TooManyRequests { .. }) => {
                self.said.status = Some(StatusCode::TOO_MANY_REQUESTS);
                self.said.retry_after = error.retry_after();
                self.said.fail(&label, error.to_string());
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The draft that the files go with, made with the first of them.
    async fn draft(&self) -> AppResult<Draft> {
        let mut conn = self.state.db().await?;
        let (owner, area_id) = (&self.sender.owner, self.asked.area.id);
        Ok(Draft::find_or_begin(&mut conn, owner, area_id, &new_key()).await?)
    }

    fn no_room(&mut self, name: &str, sentence: &str) {
        self.said.status = Some(StatusCode::INSUFFICIENT_STORAGE);
        self.said.fail(name, sentence);
    }
}
