//! A CSV file, read row by row.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use csv::{ByteRecord, Reader, ReaderBuilder};

use super::Reject;
use super::header::Header;
use super::plain_lines::PlainLines;
use super::row::{self, Row};
use super::target::Target;

/// A row with the line on which it begins, or why it cannot be taken.
pub type Read<T> = (u64, Result<T, Reject>);

/// A file whose first row was read.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    reader: Reader<PlainLines<File>>,
    header: Header,
    record: ByteRecord,
}

impl Records {
    /// # Errors
    /// If the file cannot be opened, or its first row does not say where things are.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        // A row with too few or too many fields is one bad row, not a bad file.
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(PlainLines::new(file));
        let first = reader.byte_headers().with_context(|| path.display().to_string())?;
        match Header::parse(first) {
            Ok(header) => {
                Ok(Self { path: path.to_owned(), reader, header, record: ByteRecord::new() })
            }
            Err(message) => bail!("{}: {message}", path.display()),
        }
    }

    /// The next row with the line on which it begins, or nothing at the end.
    ///
    /// # Errors
    /// If the file cannot be read any further.
    pub fn next(&mut self, target: &Target) -> anyhow::Result<Option<Read<Row>>> {
        self.next_with(|header, record| Row::parse(header, record, target))
    }

    /// The next row's `source_id` and text alone: what can be said of a comment without an area.
    ///
    /// # Errors
    /// If the file cannot be read any further.
    pub fn next_text(&mut self) -> anyhow::Result<Option<Read<(String, String)>>> {
        self.next_with(row::parse_text)
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How far the file was read.
    #[must_use]
    pub fn byte(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Columns that nothing is taken from.
    pub fn ignored_columns(&self) -> impl Iterator<Item = &str> {
        self.header.ignored()
    }

    fn next_with<T>(
        &mut self,
        parse: impl FnOnce(&Header, &ByteRecord) -> Result<T, String>,
    ) -> anyhow::Result<Option<Read<T>>> {
        let more = self.reader.read_byte_record(&mut self.record);
        if !more.with_context(|| self.path.display().to_string())? {
            return Ok(None);
        }
        let line = self.line();
        let row = parse(&self.header, &self.record).map_err(|reason| {
            let source_id = self.record.get(self.header.source_id).unwrap_or_default();
            Reject { line, source_id: String::from_utf8_lossy(source_id).into_owned(), reason }
        });
        Ok(Some((line, row)))
    }

    /// The line on which the row just read begins: it ended with a line break, and may have held some.
    fn line(&self) -> u64 {
        let breaks = self.record.as_slice().iter().filter(|it| **it == b'\n').count() as u64;
        self.reader.position().line().saturating_sub(1 + breaks)
    }
}
