//! The one way in for files: a form of several parts, read piece by piece and never as a whole.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpMessage, HttpRequest};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::edge::Edge;
use crate::error::{AppError, AppResult};

/// Boundaries, headers and small fields beside the files themselves.
const ALLOWANCE: u64 = 1024 * 1024;
/// A body that nobody wants is read on for so long, so that its sender sees the answer and not a broken connection.
const MAX_BYTES_THROWN_AWAY: u64 = 16 * 1024 * 1024;

/// How much may come, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub bytes: u64,
    pub parts: u32,
    pub time: Duration,
}

/// A body on its way in.
pub struct Upload {
    parts: Multipart,
    n_parts: u32,
    most_parts: u32,
    is_too_large: Rc<Cell<bool>>,
    clock: Clock,
}

/// One part of it.
pub struct Part {
    /// What the browser calls the file; nothing where it is no file.
    pub file_name: Option<String>,
    /// The name of the field.
    pub name: String,
    field: Field,
    is_too_large: Rc<Cell<bool>>,
    clock: Clock,
}

/// A pause between two pieces ends it, and so does the end of all the time.
#[derive(Debug, Clone, Copy)]
struct Clock {
    pause: Duration,
    end: Instant,
}

/// Begins to read a body.
///
/// # Errors
/// If it is no form with files.
pub fn open(request: &HttpRequest, payload: Payload, bounds: Bounds) -> AppResult<Upload> {
    if !is_multipart(request) {
        return Err(AppError::UnsupportedMediaType);
    }
    let is_too_large = Rc::new(Cell::new(false));
    let counted = count(payload, bounds.bytes.saturating_add(ALLOWANCE), Rc::clone(&is_too_large));
    Ok(Upload {
        parts: Multipart::new(request.headers(), counted),
        n_parts: 0,
        most_parts: bounds.parts,
        is_too_large,
        clock: Clock::start(request, bounds.time)?,
    })
}

/// Whether a request says that it carries files. What is packed on the way could unpack to anything.
pub fn is_multipart(request: &HttpRequest) -> bool {
    let is_packed =
        request.headers().get_all(CONTENT_ENCODING).any(|it| it.as_bytes() != b"identity");
    request.content_type().eq_ignore_ascii_case("multipart/form-data") && !is_packed
}

/// Reads a body that nobody wants, for a while.
pub async fn throw_away(request: &HttpRequest, mut payload: Payload) {
    let Ok(edge) = Edge::of(request) else { return };
    let mut n_bytes = 0;
    let read = async {
        while let Some(Ok(piece)) = payload.next().await {
            n_bytes += piece.len() as u64;
            if MAX_BYTES_THROWN_AWAY < n_bytes {
                break;
            }
        }
    };
    // What is still to come is not waited for.
    drop(tokio::time::timeout(edge.body_deadline, read).await);
}

impl Upload {
    /// The next part; the one before has to be read to its end.
    ///
    /// # Errors
    /// If the body ends too early, takes too long, is too large or is none of ours.
    pub async fn next(&mut self) -> AppResult<Option<Part>> {
        let next = self.clock.wait_for(self.parts.next()).await?;
        let Some(field) = next else { return Ok(None) };
        let field = field.map_err(|_| broken(&self.is_too_large))?;
        self.n_parts += 1;
        if self.most_parts < self.n_parts {
            return Err(AppError::BadRequest(
                "These are too many files at once. Send fewer.".into(),
            ));
        }
        let disposition = field.content_disposition();
        Ok(Some(Part {
            file_name: disposition.and_then(|it| it.get_filename()).map(str::to_owned),
            name: field.name().unwrap_or_default().to_owned(),
            field,
            is_too_large: Rc::clone(&self.is_too_large),
            clock: self.clock,
        }))
    }
}

impl Part {
    /// The next piece of it.
    ///
    /// # Errors
    /// If the body ends too early, takes too long or is too large.
    pub async fn piece(&mut self) -> AppResult<Option<Bytes>> {
        let piece = self.clock.wait_for(self.field.next()).await?;
        piece.transpose().map_err(|_| broken(&self.is_too_large))
    }

    /// Reads the rest, and keeps nothing of it.
    ///
    /// # Errors
    /// If the body ends too early, takes too long or is too large.
    pub async fn throw_away(&mut self) -> AppResult<()> {
        while self.piece().await?.is_some() {}
        Ok(())
    }
}

impl Clock {
    fn start(request: &HttpRequest, time: Duration) -> AppResult<Self> {
        Ok(Self { pause: Edge::of(request)?.body_deadline, end: Instant::now() + time })
    }

    async fn wait_for<T>(self, next: impl Future<Output = T>) -> AppResult<T> {
        let by = self.end.min(Instant::now() + self.pause);
        timeout_at(by, next).await.map_err(|_| AppError::RequestTimeout)
    }
}

fn count(
    payload: Payload,
    most: u64,
    is_too_large: Rc<Cell<bool>>,
) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let mut n_bytes = 0;
    payload.map(move |piece| {
        let piece = piece?;
        n_bytes += piece.len() as u64;
        if most < n_bytes {
            is_too_large.set(true);
            return Err(PayloadError::Overflow);
        }
        Ok(piece)
    })
}

fn broken(is_too_large: &Cell<bool>) -> AppError {
    if is_too_large.get() {
        AppError::FilesTooLarge
    } else {
        AppError::BadRequest("The files did not arrive whole. Please send them again.".to_owned())
    }
}
