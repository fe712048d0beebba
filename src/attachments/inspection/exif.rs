//! The one thing that is worth keeping of what a camera wrote: which way up the image is.

const ORIENTATION: u16 = 0x0112;

/// Which way an image has to be turned, 2 to 8, from TIFF data. Nothing where it stands as it is, or nothing is said.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let reader = Tiff { bytes: tiff, is_big_endian: tiff.starts_with(b"MM\0\x2a") };
    if !reader.is_big_endian && !tiff.starts_with(b"II\x2a\0") {
        return None;
    }
    let directory = usize::try_from(reader.long(4)?).ok()?;
    let entries = usize::from(reader.short(directory)?);
    let entry = (0..entries)
        .map(|it| directory + 2 + 12 * it)
        .take_while(|it| *it < tiff.len())
        .find(|it| reader.short(*it) == Some(ORIENTATION))?;
    let value = u8::try_from(reader.short(entry + 8)?).ok()?;
    (2..=8).contains(&value).then_some(value)
}

/// TIFF data that says this and nothing else.
pub fn of_orientation(value: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend(ORIENTATION.to_be_bytes());
    // One number of 16 bits, at the left of its field of four bytes; then the end of the list.
    tiff.extend([0, 3, 0, 0, 0, 1, 0, value, 0, 0]);
    tiff.extend([0; 4]);
    tiff
}

struct Tiff<'a> {
    bytes: &'a [u8],
    is_big_endian: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_in_both_orders_of_bytes() {
        for value in 2..=8 {
            assert_eq!(orientation(&of_orientation(value)), Some(value));
        }
        let little = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), Some(6));
        for nothing in [&b""[..], b"II", b"II\x2a\0\xff\xff\xff\xff", b"MM\0\x2a\0\0\0\x08\xff\xff"]
        {
            assert_eq!(orientation(nothing), None);
        }
    }
}
