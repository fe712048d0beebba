//! A file on its way to somebody's browser.
//!
//! The producer is a task of its own with time limits: a reader who stops reading never asks for more, so nothing
//! that waits to be asked could take the connection back from them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, Stream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::selection::Selection;
use super::write::{DatasetError, Sink, write_csv};
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

/// How long a download may take.
#[derive(Debug, Clone, Copy)]
pub struct DownloadLimits {
    /// Until the reader takes one chunk. Whoever goes on reading, however slowly, is not cut.
    pub stall: Duration,
    /// The whole file: a snapshot that stays open for days would hold back the cleaning of the database.
    pub whole: Duration,
}

impl Download {
    /// Begins to produce. `place` is dropped as soon as the connection is: when all is handed over, the reader is
    /// gone, or a limit was met.
    #[must_use]
    pub fn start(
        connection: CopyConnection,
        selection: Selection,
        limits: DownloadLimits,
        place: impl Send + 'static,
    ) -> Self {
        let (sender, chunks) = mpsc::channel(N_AHEAD);
        let producer = tokio::spawn(async move {
            let _place = place;
            let mut reader = Reader { chunks: sender, patience: limits.stall };
            let written = write_csv(connection, &selection, limits.whole, &mut reader);
            match tokio::time::timeout(limits.whole, written).await {
                Ok(written) => written.map(|_| ()),
                Err(_) => Err(DatasetError::TimeLimit),
            }
        });
        Self { chunks, producer: Some(producer) }
    }
}

/// The other end, who may be slow but not asleep.
struct Reader {
    chunks: mpsc::Sender<Bytes>,
    patience: Duration,
}

impl Sink for Reader {
    async fn take(&mut self, chunk: Bytes) -> io::Result<()> {
        let taken = tokio::time::timeout(self.patience, self.chunks.send(chunk)).await;
        taken?.map_err(|_| io::ErrorKind::BrokenPipe.into())
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
