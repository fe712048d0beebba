//! What hangs on behind a file that is no archive: an archive is read from its end, so any file can be one as well.

use std::io::{Read, Seek, SeekFrom};

use super::{Unfit, refused};

/// The longest comment that an archive can have, and the record before it.
const REACH: u64 = 65_535 + 22;
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";

/// Refuses a file that opens as an archive too.
pub fn refuse_archive(file: &mut (impl Read + Seek)) -> Result<(), Unfit> {
    let length = file.seek(SeekFrom::End(0))?;
    let from = file.seek(SeekFrom::Start(length.saturating_sub(REACH)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let windows = tail.windows(END_OF_DIRECTORY.len()).enumerate();
    for (at, _) in windows.filter(|(_, it)| *it == END_OF_DIRECTORY) {
        if tail.get(at..).is_some_and(|it| is_directory(it, from + at as u64)) {
            return refused("There is an archive hidden in this file.");
        }
    }
    Ok(())
}

/// Four bytes occur by chance; a directory that lies before its own end does not.
fn is_directory(record: &[u8], at: u64) -> bool {
    let number = |from: usize| {
        let bytes = record.get(from..from + 4)?;
        Some(u64::from(u32::from_le_bytes(bytes.try_into().ok()?)))
    };
    match (number(12), number(16)) {
        (Some(size), Some(start)) => 46 <= size && size <= at && start <= at,
        _ => false,
    }
}
