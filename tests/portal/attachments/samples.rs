//! Files made by the stories themselves: good ones of every kind, and parts to make bad ones of.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub const ODT_TYPE: &str = "application/vnd.oasis.opendocument.text";
pub const DOCX_TYPES: &str = "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

/// One of every kind that is taken, by name.
pub fn good() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("letter.pdf", pdf("")),
        ("chart.png", png(2, 2, &[])),
        ("photo.jpg", jpeg(2, 2, &[])),
        ("photo.JPEG", jpeg(2, 3, &[])),
        ("notes.txt", "Grüße, one\r\nand two\n".as_bytes().to_vec()),
        ("letter.docx", docx(&[])),
        ("letter.odt", odt(&[])),
    ]
}

/// A PDF with some words in it.
pub fn pdf(words: &str) -> Vec<u8> {
    let body = format!("%PDF-1.7\n% {words}\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    let table = "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\n";
    format!("{body}{table}startxref\n{}\n%%EOF\n", body.len()).into_bytes()
}

/// A PNG that says that it is so large, with further chunks before its data.
pub fn png(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    bytes.extend(chunk(b"IHDR", &header));
    for (kind, data) in more {
        bytes.extend(chunk(kind, data));
    }
    bytes.extend(chunk(b"IDAT", b"\x78\x9c\x63\x60\x60\x60\x00\x00\x00\x04\x00\x01"));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    [&length[..], kind, data, &sum.sum().to_be_bytes()].concat()
}

/// A JPEG that says that it is so large, with further segments before its data.
pub fn jpeg(width: u16, height: u16, more: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    for (marker, data) in more {
        bytes.extend(segment(*marker, data));
    }
    bytes.extend(segment(0xdb, &[0; 65]));
    let [h0, h1] = height.to_be_bytes();
    let [w0, w1] = width.to_be_bytes();
    bytes.extend(segment(0xc0, &[8, h0, h1, w0, w1, 1, 1, 0x11, 0]));
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    bytes.extend([0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd0, 0x78, 0xff, 0xd9]);
    bytes
}

pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, data].concat()
}

/// What a camera writes: which way up, and where and by whom it was taken.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x3b, 1, 2, 0, 15, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS 52.51 13.38");
    tiff
}

/// A Word document with further entries.
pub fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let first = [
        ("[Content_Types].xml", DOCX_TYPES.as_bytes()),
        ("word/document.xml", &b"<w:document/>"[..]),
    ];
    archive(&[&first, more].concat())
}

/// An `OpenDocument` text with further entries.
pub fn odt(more: &[(&str, &[u8])]) -> Vec<u8> {
    let first = [("mimetype", ODT_TYPE.as_bytes()), ("content.xml", &b"<office:document/>"[..])];
    archive(&[&first, more].concat())
}

/// An archive: short entries as they are, long ones packed.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method =
            if bytes.len() < 100 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
