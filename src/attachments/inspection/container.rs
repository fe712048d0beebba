//! DOCX and ODT: archives of many small files. All of it is unpacked once, into nothing, so that no entry can say that it
//! is smaller than it is.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::{Unfit, refused};

const MAX_ENTRIES: u16 = 1_000;
const MAX_UNPACKED: u64 = 50 * 1024 * 1024;
const MAX_RATIO: u64 = 100;
/// Short texts that repeat themselves pack better than that, and do no harm.
const RATIO_FROM: u64 = 1024 * 1024;
/// How much is kept of an entry that says what the document is, and of any other one.
const KEPT_OF_TYPES: usize = 1024 * 1024;
const KEPT: usize = 8;

const CONTENT_TYPES: &str = "[Content_Types].xml";
const DOCX_TYPE: &str = "wordprocessingml.document.main+xml";
const MIMETYPE: &str = "mimetype";
const ODT_TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

const DAMAGED: &str = "This document is damaged, or of another kind than its name says. Open it and save it anew, or as PDF.";
const TOO_LARGE: &str = "This document is far larger once it is unpacked. Save it as PDF.";
const NESTED: &str =
    "This document has another document or archive in it, such as a spreadsheet. Save it as PDF.";
const MACROS: &str = "This document has macros in it. Save it without them, or as PDF.";

/// How archives, and documents of older programs, begin.
const NESTING: [&[u8]; 7] = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\xfd7zXZ",
];

pub fn check_docx(file: &mut (impl Read + Seek)) -> Result<(), Unfit> {
    let (mut has_text, mut is_document) = (false, false);
    unpack(file, |entry| {
        let lower = entry.name.to_lowercase();
        let types = String::from_utf8_lossy(entry.start);
        has_text |= entry.name == "word/document.xml";
        is_document |= entry.name == CONTENT_TYPES && types.contains(DOCX_TYPE);
        let has_macros = lower.ends_with("vbaproject.bin")
            || lower.ends_with("vbadata.xml")
            || entry.name == CONTENT_TYPES && types.contains("macroEnabled");
        if has_macros { refused(MACROS) } else { Ok(()) }
    })?;
    if has_text && is_document { Ok(()) } else { refused(DAMAGED) }
}

pub fn check_odt(file: &mut (impl Read + Seek)) -> Result<(), Unfit> {
    let (mut has_text, mut is_document) = (false, false);
    unpack(file, |entry| {
        has_text |= entry.name == "content.xml";
        is_document |= entry.index == 0 && entry.name == MIMETYPE && entry.start == ODT_TYPE;
        let has_macros = entry.name.starts_with("Basic/") || entry.name.starts_with("Scripts/");
        if has_macros { refused(MACROS) } else { Ok(()) }
    })?;
    if has_text && is_document { Ok(()) } else { refused(DAMAGED) }
}

/// What is seen of an entry.
struct Entry<'a> {
    index: usize,
    name: &'a str,
    start: &'a [u8],
}

/// Shows every entry to `see`, and refuses what unpacks to too much or is no plain file.
fn unpack(
    file: &mut (impl Read + Seek),
    mut see: impl FnMut(&Entry<'_>) -> Result<(), Unfit>,
) -> Result<(), Unfit> {
    let n_entries = count_entries(file)?;
    let packed = file.seek(SeekFrom::End(0))?;
    let mut archive = ZipArchive::new(file).map_err(|_| damaged())?;
    // Two entries of one name are one for some programs and the other for others.
    if archive.len() != usize::from(n_entries) || archive.has_duplicate_names() {
        return refused(DAMAGED);
    }
    let mut unpacked = 0;
    for index in 0..archive.len() {
        // What is encrypted, or packed in a way of its own, cannot be opened here.
        let mut entry = archive.by_index(index).map_err(|_| damaged())?;
        let name = entry.name().map_err(|_| damaged())?.into_owned();
        if entry.is_symlink() || entry.encrypted() || !stays_inside(&name) {
            return refused(DAMAGED);
        }
        let at_most = RATIO_FROM.max(entry.compressed_size().saturating_mul(MAX_RATIO));
        let at_most = at_most.min(MAX_UNPACKED - unpacked);
        let keep = if [CONTENT_TYPES, MIMETYPE].contains(&&*name) { KEPT_OF_TYPES } else { KEPT };
        let (start, n) = read_through(&mut entry, at_most, keep)?;
        if NESTING.iter().any(|it| start.starts_with(it)) {
            return refused(NESTED);
        }
        unpacked += n;
        see(&Entry { index, name: &name, start: &start })?;
    }
    if packed.saturating_mul(MAX_RATIO).max(RATIO_FROM) < unpacked {
        return refused(TOO_LARGE);
    }
    Ok(())
}

/// The first `keep` bytes of an entry, and how many it has.
fn read_through(entry: &mut impl Read, at_most: u64, keep: usize) -> Result<(Vec<u8>, u64), Unfit> {
    let mut start = Vec::new();
    let mut buffer = vec![0; 32 * 1024];
    let mut n_bytes = 0;
    loop {
        // An error here is one of what was packed: the check sum, or the packing itself.
        let n = entry.read(&mut buffer).map_err(|_| damaged())?;
        let Some(read) = buffer.get(..n).filter(|it| !it.is_empty()) else {
            return Ok((start, n_bytes));
        };
        n_bytes += n as u64;
        if at_most < n_bytes {
            return refused(TOO_LARGE);
        }
        let room = keep.saturating_sub(start.len()).min(n);
        start.extend_from_slice(read.get(..room).unwrap_or_default());
    }
}

/// How many entries the archive says that it has, read before anything is laid out in memory for them. The archive has to
/// begin where the file begins, and to end where it ends.
fn count_entries(file: &mut (impl Read + Seek)) -> Result<u16, Unfit> {
    const RECORD: u64 = 22;
    file.seek(SeekFrom::Start(0))?;
    let mut beginning = Vec::new();
    file.take(4).read_to_end(&mut beginning)?;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(RECORD)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    // No program for documents writes a comment behind.
    let is_whole = beginning == b"PK\x03\x04"
        && end.starts_with(b"PK\x05\x06\0\0\0\0")
        && end.ends_with(&[0, 0]);
    let (Some(here), Some(all)) = (end.get(8..10), end.get(10..12)) else { return Err(damaged()) };
    let n_entries = u16::from_le_bytes(all.try_into().unwrap_or_default());
    if !is_whole || here != all || n_entries == u16::MAX {
        return refused(DAMAGED);
    }
    if MAX_ENTRIES < n_entries {
        return refused("This document has too many parts. Save it as PDF.");
    }
    Ok(n_entries)
}

fn stays_inside(name: &str) -> bool {
    let is_plain = !name.contains(['\\', '\0', ':']) && !name.starts_with('/');
    is_plain && !name.split('/').any(|it| it == "..")
}

fn damaged() -> Unfit {
    Unfit::Refused(DAMAGED.to_owned())
}
