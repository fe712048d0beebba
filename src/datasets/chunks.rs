//! Records of a CSV file, handed over in chunks.

use std::mem;

use bytes::Bytes;
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::formula::guard;

/// A chunk is given away once it is about this large: few wake-ups, and little in memory.
const CHUNK: usize = 64 * 1024;

/// Writes RFC 4180: records end in CRLF, and a cell is quoted where it has to be.
pub struct Chunks(Writer<Vec<u8>>);

impl Chunks {
    pub fn new() -> Self {
        Self(new_writer())
    }

    /// Appends the header. Names are ours, so they need no guard.
    pub fn header<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> csv::Result<()> {
        self.0.write_record(names)
    }

    /// Appends one cell to the record that is being written.
    pub fn cell(&mut self, said: Option<&str>) -> csv::Result<()> {
        self.0.write_field(guard(said.unwrap_or_default()).as_bytes())
    }

    pub fn end_record(&mut self) -> csv::Result<()> {
        self.0.write_record(None::<&[u8]>)
    }

    /// What was written, if it is enough for a chunk.
    pub fn full(&mut self) -> csv::Result<Option<Bytes>> {
        if self.0.get_ref().len() < CHUNK {
            return Ok(None);
        }
        self.rest().map(Some)
    }

    /// What was written since the last chunk.
    pub fn rest(&mut self) -> csv::Result<Bytes> {
        let mut writer = mem::replace(&mut self.0, new_writer());
        writer.flush()?;
        // Flushed into memory, it has no way left to fail.
        Ok(writer.into_inner().map(Bytes::from).unwrap_or_default())
    }
}

fn new_writer() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::with_capacity(CHUNK + CHUNK / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_rfc_4180_needs_it() {
        let mut chunks = Chunks::new();
        for said in ["plain", "a,b", "a\nb", "a\rb", "say \"no\"", "=1,2"] {
            chunks.cell(Some(said)).unwrap();
        }
        chunks.cell(None).unwrap();
        chunks.end_record().unwrap();

        let written = chunks.rest().unwrap();

        let expected = "plain,\"a,b\",\"a\nb\",\"a\rb\",\"say \"\"no\"\"\",\"'=1,2\",\r\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn chunks_stay_small_and_lose_nothing() {
        let (mut chunks, mut sizes) = (Chunks::new(), Vec::new());
        for _ in 0..1_000 {
            chunks.cell(Some(&"x".repeat(998))).unwrap();
            chunks.end_record().unwrap();
            sizes.extend(chunks.full().unwrap().map(|it| it.len()));
        }
        sizes.push(chunks.rest().unwrap().len());

        assert_eq!(sizes.iter().sum::<usize>(), 1_000_000);
        assert!(sizes.iter().all(|it| *it < 2 * CHUNK), "{sizes:?}");
    }
}
