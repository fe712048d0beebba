//! A file on its way to somebody's browser.
//!
//! The producer is a task of its own with a time limit: a reader who stops reading never asks for more, so nothing
//! that waits to be asked could take the connection back from them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, Stream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::selection::Selection;
use super::write::{DatasetError, write_csv};
use crate::db::copy_pool::CopyConnection;

/// Chunks that wait for the reader while the next one is made.
const N_AHEAD: usize = 2;

/// The chunks of a file. It ends without an error only if the file is whole.
#[derive(Debug)]
pub struct Download {
    chunks: mpsc::Receiver<Bytes>,
    /// None once its result was told.
    producer: Option<JoinHandle<Result<(), DatasetError>>>,
}

impl Download {
    /// Begins to produce; `limit` is for the whole file, however slowly it is read.
    #[must_use]
    pub fn start(connection: CopyConnection, selection: Selection, limit: Duration) -> Self {
        let (mut sink, chunks) = mpsc::channel(N_AHEAD);
        let producer = tokio::spawn(async move {
            let written = write_csv(connection, &selection, limit, &mut sink);
            match tokio::time::timeout(limit, written).await {
                Ok(written) => written.map(|_| ()),
                Err(_) => Err(DatasetError::TimeLimit),
            }
        });
        Self { chunks, producer: Some(producer) }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, DatasetError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(chunk) = ready!(self.chunks.poll_recv(cx)) {
            return Poll::Ready(Some(Ok(chunk)));
        }
        let Some(producer) = self.producer.as_mut() else { return Poll::Ready(None) };
        let result = ready!(producer.poll_unpin(cx));
        self.producer = None;
        Poll::Ready(match result {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(Err(error)),
            // It panicked: the file is not whole.
            Err(_) => Some(Err(DatasetError::Stopped)),
        })
    }
}

/// The reader went away: the producer may wait for the database and would notice late.
impl Drop for Download {
    fn drop(&mut self) {
        if let Some(producer) = &self.producer {
            producer.abort();
        }
    }
}
