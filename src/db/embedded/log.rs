//! What Postgres writes, kept in a file of the data folder.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::Context;

/// Postgres says little with our settings, so one file of this size holds months.
const TURNED_OVER_AT: u64 = 1024 * 1024;

/// How much of the end goes into an error message.
const N_TAIL_LINES: usize = 15;

/// The log from the line on at which this start began.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    starts_at: u64,
}

impl Log {
    /// Opens the log for one start. A large one is turned over to `postgres.log.1` first.
    pub fn open(path: PathBuf) -> anyhow::Result<(Self, File)> {
        let cannot_write = || format!("cannot write {}", path.display());
        if std::fs::metadata(&path).is_ok_and(|it| TURNED_OVER_AT < it.len()) {
            std::fs::rename(&path, path.with_extension("log.1")).with_context(cannot_write)?;
        }
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&path)
            .with_context(cannot_write)?;
        let starts_at = file.metadata().with_context(cannot_write)?.len();
        Ok((Self { path, starts_at }, file))
    }

    /// The last lines of this start, for an error message.
    pub fn tail(&self) -> String {
        let text = self.read().unwrap_or_else(|error| format!("(cannot be read: {error})"));
        let mut lines: Vec<_> = text.lines().rev().take(N_TAIL_LINES).collect();
        lines.reverse();
        format!("the end of {}:\n{}", self.path.display(), lines.join("\n"))
    }

    fn read(&self) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.starts_at))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
