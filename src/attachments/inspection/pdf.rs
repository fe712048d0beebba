//! PDF: its first bytes, and the way from its end to its table of objects.

use std::io::{Read, Seek, SeekFrom};

use super::{Unfit, refused};

/// The end of a PDF stands within so many bytes of the end of the file.
const END_WITHIN: u64 = 1024;
/// A web page has to begin near the start of a file to be taken for one.
const BEGINNING: usize = 1024;
const WEB_PAGE: [&[u8]; 4] = [b"<html", b"<script", b"<!doctype", b"<svg"];
const NOT_A_PDF: &str =
    "This is not a PDF, or it is damaged. Open it in a program for PDFs and save it anew.";

pub fn check(file: &mut (impl Read + Seek)) -> Result<(), Unfit> {
    let mut beginning = Vec::new();
    file.take(BEGINNING as u64).read_to_end(&mut beginning)?;
    let is_numbered = beginning.strip_prefix(b"%PDF-").is_some_and(|it| {
        matches!(it, [b'1', b'.', b'0'..=b'9', ..] | [b'2', b'.', b'0'..=b'9', ..])
    });
    if !is_numbered {
        return refused(NOT_A_PDF);
    }
    let lower = beginning.to_ascii_lowercase();
    if WEB_PAGE.iter().any(|page| lower.windows(page.len()).any(|it| it == *page)) {
        return refused("There is a web page hidden in this PDF.");
    }
    let length = file.seek(SeekFrom::End(0))?;
    let table = table_of_objects(file, length)?.filter(|it| *it < length);
    match table {
        Some(at) if begins_table(file, at)? => Ok(()),
        _ => refused(NOT_A_PDF),
    }
}

/// Where the last `startxref` says that the table begins.
fn table_of_objects(file: &mut (impl Read + Seek), length: u64) -> Result<Option<u64>, Unfit> {
    file.seek(SeekFrom::Start(length.saturating_sub(END_WITHIN)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let end = String::from_utf8_lossy(&end);
    let Some((before, _)) = end.rsplit_once("%%EOF") else { return Ok(None) };
    let Some((_, said)) = before.rsplit_once("startxref") else { return Ok(None) };
    Ok(said.trim().parse().ok())
}

/// A table is written out, or is an object of its own: `12 0 obj`.
fn begins_table(file: &mut (impl Read + Seek), at: u64) -> Result<bool, Unfit> {
    file.seek(SeekFrom::Start(at))?;
    let mut beginning = Vec::new();
    file.take(40).read_to_end(&mut beginning)?;
    let beginning = String::from_utf8_lossy(&beginning);
    let mut words = beginning.split_ascii_whitespace();
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    Ok(match words.next() {
        Some("xref") => true,
        Some(number) => {
            is_number(number)
                && words.next().is_some_and(is_number)
                && words.next().is_some_and(|it| it.starts_with("obj"))
        }
        None => false,
    })
}
