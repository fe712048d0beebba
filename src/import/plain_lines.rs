//! A file whose lines all end in one line feed, the last one too.
//!
//! Comments are kept with such line breaks anyway. And a CSV reader loses count of lines where two characters end one.

use std::io::{BufReader, Bytes, Read, Result};
use std::iter::Peekable;

/// Reads CR LF as LF, and ends a last line that has no end.
#[derive(Debug)]
pub struct PlainLines<R: Read> {
    bytes: Peekable<Bytes<BufReader<R>>>,
    last: u8,
}

impl<R: Read> PlainLines<R> {
    pub fn new(file: R) -> Self {
        Self { bytes: BufReader::new(file).bytes().peekable(), last: b'\n' }
    }

    fn next(&mut self) -> Option<Result<u8>> {
        let byte = match self.bytes.next() {
            Some(Ok(b'\r')) if matches!(self.bytes.peek(), Some(Ok(b'\n'))) => self.bytes.next(),
            None if self.last != b'\n' => Some(Ok(b'\n')),
            byte => byte,
        };
        if let Some(Ok(byte)) = byte {
            self.last = byte;
        }
        byte
    }
}

impl<R: Read> Read for PlainLines<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let mut n_read = 0;
        for place in out {
            match self.next() {
                Some(byte) => *place = byte?,
                None => break,
            }
            n_read += 1;
        }
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_are_changed_and_the_last_line_ends() {
        for (file, read) in
            [("", ""), ("a\r\nb\rc\r\r\nd\n", "a\nb\rc\r\nd\n"), ("a", "a\n"), ("\r", "\r\n")]
        {
            let mut text = String::new();
            PlainLines::new(file.as_bytes()).read_to_string(&mut text).unwrap();
            assert_eq!(text, read, "{file:?}");
        }
    }
}
