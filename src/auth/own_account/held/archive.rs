//! A zip file that is given away while it is written.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use bytes::Bytes;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// A chunk is given away once it is about this large.
const CHUNK: usize = 64 * 1024;

/// The archive. What is compressed so far waits in memory until it is taken.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Taken>>,
    done: Taken,
}

/// What the archive wrote and nobody has taken yet.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<u8>>>);

impl Archive {
    pub fn new() -> Self {
        let done = Taken::default();
        Self { zip: ZipWriter::new_stream(done.clone()), done }
    }

    /// Ends the file before, and begins the next.
    pub fn begin(&mut self, name: &str) -> anyhow::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options).context("the archive")
    }

    /// What can be given away, if it is enough for a chunk.
    pub fn full(&mut self) -> Option<Bytes> {
        let is_full = CHUNK <= self.done.lock().len();
        is_full.then(|| self.done.take())
    }

    /// The end of the archive.
    pub fn finish(self) -> anyhow::Result<Bytes> {
        self.zip.finish().context("the archive")?;
        Ok(self.done.take())
    }
}

impl Write for Archive {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

impl Taken {
    /// Bytes are whole after each change, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Bytes {
        mem::take(&mut *self.lock()).into()
    }
}

impl Write for Taken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
