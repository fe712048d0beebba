//! Whether a file is what its name promises.
//!
//! The ending, the first bytes and a reading of its whole structure have to agree; nothing is drawn, run or shown, and
//! no more than a few kilobytes of it are in memory.

mod container;
mod exif;
mod jpeg;
mod pdf;
mod plain_text;
mod png;
mod tail;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

use crate::domain::attachment::FileDigest;
use crate::domain::media_type::MediaType;

/// An image beyond this fills the memory of whoever opens it.
const MAX_PIXELS: u64 = 40_000_000;

/// A file as it is stored.
#[derive(Debug)]
pub struct Inspected {
    pub file: File,
    pub sha256: FileDigest,
    pub bytes: u64,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// A sentence for the person who sent it, to stand behind its name.
    #[error("{0}")]
    Refused(String),
    /// The disk failed, not the file.
    #[error("a temporary file cannot be read or written")]
    Disk(#[source] io::Error),
}

/// Reads the file from end to end. An image comes back in the file of `spare`, without what its camera or its program
/// wrote about it; anything else comes back as it is.
///
/// Blocks, so it belongs on a thread of its own.
///
/// # Errors
/// Why the file is not taken.
pub fn inspect(
    mut file: File,
    promised: MediaType,
    spare: impl FnOnce() -> io::Result<File>,
) -> Result<Inspected, Unfit> {
    file.seek(SeekFrom::Start(0)).map_err(Unfit::Disk)?;
    if !matches!(promised, MediaType::Docx | MediaType::Odt) {
        tail::refuse_archive(&mut file)?;
    }
    let mut reader = BufReader::new(&mut file);
    match promised {
        MediaType::Pdf => pdf::check(&mut reader)?,
        MediaType::Text => plain_text::check(&mut reader)?,
        MediaType::Docx => container::check_docx(&mut reader)?,
        MediaType::Odt => container::check_odt(&mut reader)?,
        MediaType::Png | MediaType::Jpeg => {
            let mut cleaned = BufWriter::new(spare().map_err(Unfit::Disk)?);
            match promised {
                MediaType::Png => png::clean(&mut reader, &mut cleaned)?,
                _ => jpeg::clean(&mut reader, &mut cleaned)?,
            }
            file = cleaned.into_inner().map_err(|it| Unfit::Disk(it.into_error()))?;
        }
    }
    digested(file)
}

fn digested(mut file: File) -> Result<Inspected, Unfit> {
    file.seek(SeekFrom::Start(0)).map_err(Unfit::Disk)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).map_err(Unfit::Disk)?;
        let Some(read) = buffer.get(..n).filter(|it| !it.is_empty()) else { break };
        digest.update(read);
        bytes += n as u64;
    }
    Ok(Inspected { file, sha256: FileDigest::new(digest.finalize().into()), bytes })
}

fn refused<T>(sentence: &str) -> Result<T, Unfit> {
    Err(Unfit::Refused(sentence.to_owned()))
}

/// The next bytes of a structure.
fn take<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], Unfit> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Takes over so many bytes as they are.
fn copy(reader: &mut impl Read, out: &mut impl Write, n: u64) -> Result<(), Unfit> {
    match io::copy(&mut reader.take(n), out)? {
        copied if copied == n => Ok(()),
        _ => Err(io::Error::from(ErrorKind::UnexpectedEof).into()),
    }
}

/// Passes over so many bytes, which must be there.
fn skip(reader: &mut impl Read, n: u64) -> Result<(), Unfit> {
    copy(reader, &mut io::sink(), n)
}

fn check_pixels(width: u32, height: u32) -> Result<(), Unfit> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return refused("This image says that it has no width or no height.");
    }
    if MAX_PIXELS < pixels {
        return Err(Unfit::Refused(format!(
            "This image is {width} by {height} pixels; 40 million pixels is the most. Make it smaller."
        )));
    }
    Ok(())
}

/// Where a file ends too early, the file is at fault and not the disk.
impl From<io::Error> for Unfit {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof => {
                Self::Refused("This file is damaged: its end is missing.".to_owned())
            }
            _ => Self::Disk(error),
        }
    }
}
