//! PNG: chunk after chunk to its end. What draws the image is taken over, everything else left out.

use std::io::{Read, Seek, SeekFrom, Write};

use super::{Unfit, check_pixels, copy, exif, refused, skip, take};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// What draws the image, of an animation too.
const KEPT: [&[u8; 4]; 15] = [
    b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL",
];
const FRAME: &[u8; 4] = b"fdAT";
const EXIF: &[u8; 4] = b"eXIf";
/// A color profile beyond this is none.
const MAX_PROFILE: u32 = 1 << 20;
const MAX_EXIF: u32 = 1 << 16;
const NOT_A_PNG: &str =
    "This is not a PNG image, or it is damaged. Open it in a program for images and save it anew.";

/// Writes the image without comments, times, places and programs.
pub fn clean(file: &mut (impl Read + Seek), out: &mut impl Write) -> Result<(), Unfit> {
    let orientation = look_for_orientation(file)?;
    file.seek(SeekFrom::Start(0))?;
    begin(file, out)?;
    if let Some(value) = orientation {
        write_chunk(out, EXIF, &exif::of_orientation(value))?;
    }
    let mut n_data = 0_u32;
    loop {
        let chunk = Chunk::begin(file)?;
        // The data and the check sum behind it.
        let rest = u64::from(chunk.length) + 4;
        if chunk.is_kept() {
            out.write_all(&chunk.length.to_be_bytes())?;
            out.write_all(&chunk.kind)?;
            copy(file, out, rest)?;
        } else {
            skip(file, rest)?;
        }
        match &chunk.kind {
            b"IDAT" => n_data += 1,
            b"IEND" if n_data == 0 || chunk.length != 0 => return refused(NOT_A_PNG),
            // Whatever hangs on behind is left behind.
            b"IEND" => return Ok(()),
            b"IHDR" => return refused(NOT_A_PNG),
            _ => {}
        }
    }
}

/// The signature and the header, which says how large the image is.
fn begin(file: &mut impl Read, out: &mut impl Write) -> Result<(), Unfit> {
    let signature: [u8; 8] = match take(file) {
        Ok(it) => it,
        Err(_) => return refused(NOT_A_PNG),
    };
    let first = Chunk::begin(file)?;
    if signature != SIGNATURE || first.kind != *b"IHDR" || first.length != 13 {
        return refused(NOT_A_PNG);
    }
    let header: [u8; 13] = take(file)?;
    let sum: [u8; 4] = take(file)?;
    let [w0, w1, w2, w3, h0, h1, h2, h3, depth, color, compression, filter, interlace] = header;
    check_pixels(u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]))?;
    let is_known = matches!(
        (color, depth),
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16)
    );
    let is_whole = sum == crc(&[b"IHDR", &header]).to_be_bytes();
    if !is_known || !is_whole || compression != 0 || filter != 0 || 1 < interlace {
        return refused(NOT_A_PNG);
    }
    out.write_all(&SIGNATURE)?;
    write_chunk(out, b"IHDR", &header)
}

fn look_for_orientation(file: &mut impl Read) -> Result<Option<u8>, Unfit> {
    if !take::<8>(file).is_ok_and(|it| it == SIGNATURE) {
        return refused(NOT_A_PNG);
    }
    loop {
        let chunk = Chunk::begin(file)?;
        if chunk.kind == *EXIF && chunk.length <= MAX_EXIF {
            let mut tiff = Vec::new();
            file.take(chunk.length.into()).read_to_end(&mut tiff)?;
            return Ok(exif::orientation(&tiff));
        }
        if chunk.kind == *b"IEND" {
            return Ok(None);
        }
        skip(file, u64::from(chunk.length) + 4)?;
    }
}

struct Chunk {
    length: u32,
    kind: [u8; 4],
}

impl Chunk {
    fn begin(file: &mut impl Read) -> Result<Self, Unfit> {
        let (length, kind) = (u32::from_be_bytes(take(file)?), take::<4>(file)?);
        let is_needed = kind.first().is_some_and(u8::is_ascii_uppercase);
        let is_named = kind.iter().all(u8::is_ascii_alphabetic);
        let is_known = kind == *b"IHDR" || KEPT.iter().any(|it| **it == kind);
        // What must be understood to draw the image, and is not known, makes it something else.
        if !is_named || is_needed && !is_known || i32::MAX.unsigned_abs() < length {
            return refused(NOT_A_PNG);
        }
        Ok(Self { length, kind })
    }

    fn is_kept(&self) -> bool {
        let fits = self.kind != *b"iCCP" || self.length <= MAX_PROFILE;
        fits && (self.kind == *FRAME || KEPT.iter().any(|it| **it == self.kind))
    }
}

fn write_chunk(out: &mut impl Write, kind: &[u8; 4], data: &[u8]) -> Result<(), Unfit> {
    let length = u32::try_from(data.len()).unwrap_or_default();
    out.write_all(&length.to_be_bytes())?;
    out.write_all(kind)?;
    out.write_all(data)?;
    out.write_all(&crc(&[kind, data]).to_be_bytes())?;
    Ok(())
}

/// The check sum of a chunk, for the few bytes that we write ourselves.
fn crc(parts: &[&[u8]]) -> u32 {
    let bytes = parts.iter().copied().flatten();
    !bytes.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |it, _| {
            if it & 1 == 1 { (it >> 1) ^ 0xedb8_8320 } else { it >> 1 }
        })
    })
}
