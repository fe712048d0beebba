//! JPEG: segment after segment to its end. What draws the image is taken over, everything else left out.

use std::io::{BufRead, Read, Seek, SeekFrom, Write};

use super::{Unfit, check_pixels, copy, exif, refused, skip, take};

const NOT_A_JPEG: &str =
    "This is not a JPEG image, or it is damaged. Open it in a program for images and save it anew.";
/// Color profiles come in parts, each with this name.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

/// Writes the image without what a camera or a program wrote about it; which way up it is stays.
pub fn clean(file: &mut (impl BufRead + Seek), out: &mut impl Write) -> Result<(), Unfit> {
    let orientation = look_for_orientation(file)?;
    file.seek(SeekFrom::Start(0))?;
    begin(file)?;
    out.write_all(&[0xff, START])?;
    if let Some(value) = orientation {
        write_segment(out, APP1, &[b"Exif\0\0", &*exif::of_orientation(value)])?;
    }
    let mut has_frame = false;
    let mut has_scan = false;
    let mut marker = next_marker(file)?;
    loop {
        match marker {
            // Whatever hangs on behind is left behind.
            END if has_scan => return Ok(out.write_all(&[0xff, END])?),
            SCAN if has_frame => {
                copy_segment(file, out, SCAN)?;
                has_scan = true;
                marker = copy_scan(file, out)?;
                continue;
            }
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                copy_frame(file, out, marker)?;
                has_frame = true;
            }
            // Tables, and how often a scan can be taken up again.
            0xc4 | 0xcc | 0xdb..=0xdd => copy_segment(file, out, marker)?,
            APP0 | APP2 | APP14 => copy_known(file, out, marker)?,
            0xe1..=0xef | 0xfe => {
                let n = length(file)?;
                skip(file, n)?;
            }
            _ => return refused(NOT_A_JPEG),
        }
        marker = next_marker(file)?;
    }
}

fn begin(file: &mut impl Read) -> Result<(), Unfit> {
    match take::<2>(file) {
        Ok([0xff, START]) => Ok(()),
        _ => refused(NOT_A_JPEG),
    }
}

/// The first word on it before the image itself.
fn look_for_orientation(file: &mut impl Read) -> Result<Option<u8>, Unfit> {
    begin(file)?;
    loop {
        let marker = next_marker(file)?;
        if matches!(marker, SCAN | END) {
            return Ok(None);
        }
        let n = length(file)?;
        if marker != APP1 {
            skip(file, n)?;
            continue;
        }
        let mut data = Vec::new();
        file.take(n).read_to_end(&mut data)?;
        if let Some(tiff) = data.strip_prefix(b"Exif\0\0") {
            return Ok(exif::orientation(tiff));
        }
    }
}

fn next_marker(file: &mut impl Read) -> Result<u8, Unfit> {
    if take::<1>(file)? != [0xff] {
        return refused(NOT_A_JPEG);
    }
    loop {
        match take::<1>(file)? {
            [0xff] => {}
            [marker] => return Ok(marker),
        }
    }
}

/// How long the rest of a segment is.
fn length(file: &mut impl Read) -> Result<u64, Unfit> {
    match u16::from_be_bytes(take(file)?).checked_sub(2) {
        Some(n) => Ok(n.into()),
        None => refused(NOT_A_JPEG),
    }
}

fn copy_segment(file: &mut impl Read, out: &mut impl Write, marker: u8) -> Result<(), Unfit> {
    let n = length(file)?;
    write_head(out, marker, n)?;
    copy(file, out, n)
}

/// The header of the image, which says how large it is.
fn copy_frame(file: &mut impl Read, out: &mut impl Write, marker: u8) -> Result<(), Unfit> {
    let n = length(file)?;
    if n < 6 {
        return refused(NOT_A_JPEG);
    }
    let head: [u8; 6] = take(file)?;
    let [_, h0, h1, w0, w1, _] = head;
    check_pixels(u16::from_be_bytes([w0, w1]).into(), u16::from_be_bytes([h0, h1]).into())?;
    write_head(out, marker, n)?;
    out.write_all(&head)?;
    copy(file, out, n - 6)
}

/// Of what programs add, that without which the colors would be others.
fn copy_known(file: &mut impl Read, out: &mut impl Write, marker: u8) -> Result<(), Unfit> {
    let mut data = Vec::new();
    let n = length(file)?;
    file.take(n).read_to_end(&mut data)?;
    if (data.len() as u64) < n {
        return skip(file, 1);
    }
    match (marker, data.as_slice()) {
        // Without the small image that may follow.
        (APP0, [b'J', b'F', b'I', b'F', 0, version @ ..]) if 7 <= version.len() => {
            let density = version.get(..7).unwrap_or_default();
            write_segment(out, APP0, &[b"JFIF\0", density, &[0, 0]])
        }
        (APP2, it) if it.starts_with(PROFILE) => write_segment(out, APP2, &[it]),
        (APP14, it) if it.starts_with(b"Adobe") => write_segment(out, APP14, &[it]),
        _ => Ok(()),
    }
}

/// Takes over compressed data up to the next marker, and gives it.
fn copy_scan(file: &mut impl BufRead, out: &mut impl Write) -> Result<u8, Unfit> {
    loop {
        let buffer = file.fill_buf()?;
        let n = buffer.iter().position(|it| *it == 0xff).unwrap_or(buffer.len());
        out.write_all(buffer.get(..n).unwrap_or_default())?;
        file.consume(n);
        if n == 0 && file.fill_buf()?.is_empty() {
            skip(file, 1)?;
        }
        if !file.fill_buf()?.starts_with(&[0xff]) {
            continue;
        }
        let marker = next_marker(file)?;
        match marker {
            // A byte of the data, or a place at which to take up the scan.
            0x00 | 0xd0..=0xd7 => out.write_all(&[0xff, marker])?,
            _ => return Ok(marker),
        }
    }
}

fn write_head(out: &mut impl Write, marker: u8, n: u64) -> Result<(), Unfit> {
    let length = u16::try_from(n + 2).unwrap_or(u16::MAX);
    out.write_all(&[0xff, marker])?;
    Ok(out.write_all(&length.to_be_bytes())?)
}

fn write_segment(out: &mut impl Write, marker: u8, parts: &[&[u8]]) -> Result<(), Unfit> {
    write_head(out, marker, parts.iter().map(|it| it.len() as u64).sum())?;
    for part in parts {
        out.write_all(part)?;
    }
    Ok(())
}
