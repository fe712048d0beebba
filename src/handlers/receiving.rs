//! The body of a form with files, one file after the other, each to its end.

use std::fmt;
use std::time::Duration;

use actix_web::http::header::RETRY_AFTER;
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::form::ErrorSummary;
use tokio::sync::OwnedSemaphorePermit;

use crate::app::{AppState, TransferPlace};
use crate::attachments::{self, GoesWith, incoming};
use crate::domain::file_name::FileName;
use crate::domain::media_type::MediaType;
use crate::error::{AppError, AppResult};
use crate::http::limits::network_of;
use crate::http::upload::{self, Bounds, Part};
use crate::http::{Edge, client_address};
use crate::limits::bytes::Sender as Counted;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::draft::{Draft, DraftOwner};
use crate::models::entry::EntryId;

/// The field of the form.
const FIELD: &str = "files";
/// When somebody who found all places taken may ask again.
const ASK_AGAIN_SECONDS: u64 = 30;

/// What the files are for.
#[derive(Debug)]
pub enum For<'a> {
    /// A draft, which is made with the first of them where there is none: under this key. Its writer is known where they
    /// are signed in.
    Draft { owner: &'a DraftOwner, writer: Option<AccountId>, area_id: AreaId, key: String },
    /// An entry of staff; whoever adds a scan to it is one of its writers.
    Entry { id: EntryId, writer: AccountId },
}

/// What a scan can be.
const SCANS: [MediaType; 3] = [MediaType::Pdf, MediaType::Png, MediaType::Jpeg];

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

    /// The answer with all that the browser has to know besides its page.
    pub fn finish(&self, mut response: HttpResponse) -> HttpResponse {
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if !self.was_read {
            // What was not read of the body would be taken for the next request.
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
        response
    }

    /// What is wrong, for the page that has the field.
    pub fn errors(&self) -> ErrorSummary {
        let mut errors = ErrorSummary::none();
        for failure in &self.failures {
            errors.push(FIELD, failure.to_string());
        }
        errors
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
    files: &For<'_>,
    payload: Payload,
) -> AppResult<Received> {
    let counted = match files {
        For::Entry { writer: id, .. } | For::Draft { writer: Some(id), .. } => {
            Counted::Account(*id)
        }
        For::Draft { writer: None, .. } => Counted::Network(network_of(request)?),
    };
    let _places = match enter(request, state) {
        Ok(places) => places,
        Err(error) => {
            upload::throw_away(request, payload).await;
            return Err(error);
        }
    };
    let mut receiving = Receiving { state, files, counted, said: Received::default() };
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
    files: &'a For<'a>,
    counted: Counted,
    said: Received,
}

impl Receiving<'_> {
    /// One file from its first byte to its place.
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
        if matches!(self.files, For::Entry { .. }) && !SCANS.contains(&named.1) {
            part.throw_away().await?;
            self.said.fail(&label, "A scan is a PDF, a PNG or a JPEG.");
            return Ok(());
        }
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
        let with = self.goes_with().await?;
        let kept = attachments::keep(self.state, self.counted, with, named, arrived).await;
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

    async fn goes_with(&self) -> AppResult<GoesWith> {
        match self.files {
            For::Entry { id, writer } => Ok(GoesWith::Entry { id: *id, writer: *writer }),
            For::Draft { owner, area_id, key, .. } => {
                let mut conn = self.state.db().await?;
                let draft = Draft::find_or_begin(&mut conn, owner, *area_id, key).await?;
                Ok(GoesWith::Draft { id: draft.id })
            }
        }
    }

    fn no_room(&mut self, name: &str, sentence: &str) {
        self.said.status = Some(StatusCode::INSUFFICIENT_STORAGE);
        self.said.fail(name, sentence);
    }
}
