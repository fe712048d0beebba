//! What is told from what: by ending, first bytes and whole structure together (F2, F3).

use std::io::{Cursor, Read, Seek, Write};
use std::time::{Duration, Instant};

use lectern::attachments::inspection::{Inspected, Unfit, inspect};
use lectern::domain::file_name::FileName;
use lectern::domain::media_type::MediaType;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::samples::{archive, chunk, docx, exif, good, jpeg, odt, pdf, png, segment};

#[test]
fn one_of_every_kind_is_taken() {
    for (name, bytes) in good() {
        let stored = take(name, &bytes).unwrap_or_else(|it| panic!("{name}: {it}"));
        let is_image = name.ends_with("png") || name.to_lowercase().contains("photo");
        assert!(is_image || stored == bytes, "{name} was changed");
        assert!(!stored.is_empty(), "{name}");
    }
}

// F2
#[test]
fn a_file_that_is_not_what_its_name_says_is_refused() {
    for (name, _) in good() {
        for (other, bytes) in good() {
            let (promised, is) = (kind(name), kind(other));
            assert_eq!(take(name, &bytes).is_ok(), promised == is, "{other} as {name}");
        }
    }
}

// F2, F3; faults 24
#[test]
fn hostile_files_are_refused_each_in_words() {
    let zip = archive(&[("payload.class", &[0xca; 200][..])]);
    let joined = |first: &[u8], second: &[u8]| [first, second].concat();
    let many: Vec<(String, Vec<u8>)> =
        (0..1_001).map(|it| (format!("f{it}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, it)| (name.as_str(), &**it)).collect();
    let zeros = vec![0; 60 << 20];
    // As the file 42.zip: each archive has many, and those have many again.
    let nested = (0..5).fold(zip.clone(), |inner, _| {
        let names: Vec<_> = (0..16).map(|it| format!("{it:x}.zip")).collect();
        archive(&names.iter().map(|it| (it.as_str(), &inner[..])).collect::<Vec<_>>())
    });
    let rows: Vec<(&str, &str, Vec<u8>)> = vec![
        // Kinds in disguise.
        ("a web page in front of a PDF", "a.pdf", joined(b"<html>", &pdf(""))),
        ("a web page within a PDF", "a.pdf", pdf("<script>alert(1)</script>")),
        ("a PDF and an archive", "a.pdf", joined(&pdf(""), &zip)),
        ("an image and an archive", "a.jpg", joined(&jpeg(2, 2, &[]), &zip)),
        ("the other image and an archive", "a.png", joined(&png(2, 2, &[]), &zip)),
        ("a text and an archive", "a.txt", joined(b"Hello\n", &zip)),
        ("GIF", "a.png", b"GIF89a\x01\0\x01\0".to_vec()),
        ("GIF and a Java archive", "a.png", joined(b"GIF89a\x01\0\x01\0", &zip)),
        ("GIF and a Java archive", "a.jpg", joined(b"GIF89a\x01\0\x01\0", &zip)),
        ("SVG as PNG", "a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("SVG as text", "a.txt", b"<svg onload='alert(1)'/>".to_vec()),
        ("a web page as text", "a.txt", b"\n <!DOCTYPE html><script>alert(1)</script>".to_vec()),
        ("a PDF as text", "a.txt", pdf("")),
        ("a plain archive", "a.docx", zip.clone()),
        ("a plain archive", "a.odt", zip),
        // Texts that are none.
        ("NUL", "a.txt", b"a\0b".to_vec()),
        ("escape", "a.txt", b"a\x1b[31mb".to_vec()),
        ("Latin-1", "a.txt", b"Gr\xfc\xdfe".to_vec()),
        ("UTF-16", "a.txt", b"\xff\xfea\0b\0".to_vec()),
        ("half a character at the end", "a.txt", b"Gr\xc3".to_vec()),
        ("half a character after many", "a.txt", joined(&vec![b'a'; 65_535], b"\xc3")),
        // Images beyond all bounds, or broken.
        ("65,535 pixels square", "a.png", png(65_535, 65_535, &[])),
        ("65,535 pixels square", "a.jpg", jpeg(65_535, 65_535, &[])),
        ("no width", "a.png", png(0, 5, &[])),
        ("no height", "a.jpg", jpeg(5, 0, &[])),
        ("cut off", "a.png", png(2, 2, &[])[..40].to_vec()),
        ("cut off", "a.jpg", jpeg(2, 2, &[])[..40].to_vec()),
        ("cut off in its data", "a.jpg", jpeg(2, 2, &[]).split_last().unwrap().1.to_vec()),
        ("a chunk that must be known", "a.png", png(2, 2, &[(b"EVIL", b"x")])),
        ("two headers", "a.png", png(2, 2, &[(b"IHDR", &[0; 13])])),
        ("a length beyond the end", "a.png", joined(&png(2, 2, &[])[..33], b"\x7f\xff\xff\xffIDATx")),
        ("a wrong check sum", "a.png", with_byte(png(2, 2, &[]), 30)),
        ("no data", "a.png", joined(&png(2, 2, &[])[..33], &chunk(b"IEND", b""))),
        ("no image", "a.jpg", joined(&[0xff, 0xd8], &[0xff, 0xd9])),
        // PDFs without an end, a beginning or a table.
        ("no end", "a.pdf", b"%PDF-1.7\nhello".to_vec()),
        ("no table", "a.pdf", b"%PDF-1.7\nstartxref\n3\n%%EOF".to_vec()),
        ("a table far away", "a.pdf", b"%PDF-1.7\nstartxref\n99999\n%%EOF".to_vec()),
        ("no version", "a.pdf", String::from_utf8(pdf("")).unwrap().replace("1.7", "x.y").into()),
        // Containers.
        ("a bomb", "a.docx", docx(&[("word/bomb.xml", &zeros[..])])),
        ("a bomb", "a.odt", odt(&[("bomb.xml", &zeros[..])])),
        ("a small bomb", "a.docx", docx(&[("word/bomb.xml", &zeros[..5 << 20])])),
        ("a size that lies", "a.docx", lying(docx(&[("word/bomb.xml", &zeros[..5 << 20])]))),
        ("too many entries", "a.docx", docx(&many)),
        ("archives in archives", "a.docx", docx(&[("word/0.zip", &nested[..])])),
        ("archives in archives", "a.odt", odt(&[("0.xml", &nested[..])])),
        ("archives in archives", "a.docx", nested),
        ("an archive inside", "a.docx", docx(&[("word/embeddings/sheet.xlsx", &archive(&[])[..])])),
        ("an archive inside", "a.docx", docx(&[("x", &archive(&[("y", b"z")])[..])])),
        ("an old document inside", "a.odt", odt(&[("Object", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")])),
        ("macros", "a.docx", docx(&[("word/vbaProject.bin", b"x")])),
        ("macros in capitals", "a.docx", docx(&[("word/VBAPROJECT.BIN", b"x")])),
        ("macros", "a.odt", odt(&[("Basic/Standard/Module1.xml", b"x")])),
        ("scripts", "a.odt", odt(&[("Scripts/python/a.py", b"x")])),
        ("a macro document by another name", "a.docx", archive(&[
            ("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml wordprocessingml.document.main+xml"),
            ("word/document.xml", b"x"),
        ])),
        ("a way out", "a.docx", docx(&[("../../etc/cron.d/x", b"x")])),
        ("a way out for Windows", "a.docx", docx(&[("..\\x", b"x")])),
        ("a place of its own", "a.odt", odt(&[("/etc/passwd", b"x")])),
        ("a link", "a.docx", with_link()),
        ("something behind", "a.docx", joined(&docx(&[]), b"<html>")),
        ("something in front", "a.docx", joined(b"MZ", &docx(&[]))),
        ("a changed byte", "a.docx", with_byte(docx(&[("x", &[7; 90])]), 400)),
        ("no text", "a.docx", archive(&[("[Content_Types].xml", b"wordprocessingml.document.main+xml")])),
        ("its kind not first", "a.odt", archive(&[("content.xml", b"x"), ("mimetype", super::samples::ODT_TYPE.as_bytes())])),
        ("another kind", "a.odt", archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"x")])),
    ];
    for (what, name, bytes) in rows {
        let started = Instant::now();
        match take(name, &bytes) {
            Ok(_) => panic!("{what} was taken as {name}"),
            Err(sentence) => assert!(sentence.ends_with('.'), "{what}: {sentence}"),
        }
        // This build is not a quick one, and other stories run beside it.
        assert!(started.elapsed() < Duration::from_secs(10), "{what} took {:?}", started.elapsed());
    }
}

// F5
#[test]
fn an_image_keeps_which_way_up_it_is_and_loses_what_the_camera_wrote() {
    let exif = exif(6);
    let in_jpeg = [b"Exif\0\0", &*exif].concat();
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS Ana</x:xmpmeta>";
    let profile = b"ICC_PROFILE\0\x01\x01colors";
    let taken = jpeg(
        2,
        2,
        &[
            (0xe1, &in_jpeg),
            (0xe1, xmp),
            (0xed, b"Photoshop Ana GPS"),
            (0xfe, b"GPS"),
            (0xe2, profile),
            (0xee, b"Adobe\0\x64"),
        ],
    );
    let trailer = [&taken[..], b"a film behind, with GPS"].concat();
    let stored = take("a.jpg", &trailer).unwrap();
    assert!(!holds(&stored, b"GPS") && !holds(&stored, b"Ana"));
    assert!(holds(&stored, b"ICC_PROFILE") && holds(&stored, b"Adobe"));
    assert!(stored.ends_with(&[0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd0, 0x78, 0xff, 0xd9]));
    let turned = segment(
        0xe1,
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    );
    assert!(holds(&stored, &turned));
    assert_eq!(take("a.jpg", &stored).unwrap(), stored, "cleaned once more it is the same");

    // Packed so small that unpacking it would be the harm.
    let bomb = [b"Comment\0\0", &packed(&vec![0; 64 << 20])[..]].concat();
    let taken = png(
        2,
        2,
        &[
            (b"eXIf", &exif),
            (b"tEXt", b"Author\0Ana GPS"),
            (b"zTXt", &bomb),
            (b"iTXt", b"XML:com.adobe.xmp\0GPS"),
            (b"tIME", &[7; 7]),
            (b"pHYs", &[0; 9]),
        ],
    );
    let stored = take("a.png", &[&taken[..], b"GPS behind"].concat()).unwrap();
    assert!(!holds(&stored, b"GPS") && !holds(&stored, b"Ana") && !holds(&stored, b"tEXt"));
    assert!(!holds(&stored, b"zTXt") && !holds(&stored, b"tIME") && holds(&stored, b"pHYs"));
    assert!(holds(
        &stored,
        &chunk(b"eXIf", b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    ));
    assert_eq!(take("a.png", &stored).unwrap(), stored);
    let upright = png(2, 2, &[(b"eXIf", &super::samples::exif(1))]);
    assert!(!holds(&take("b.png", &upright).unwrap(), b"eXIf"));
}

fn take(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    match inspect(file, kind(name), tempfile::tempfile) {
        Ok(Inspected { mut file, bytes, .. }) => {
            let mut stored = Vec::new();
            file.rewind().unwrap();
            file.read_to_end(&mut stored).unwrap();
            assert_eq!(bytes, stored.len() as u64);
            Ok(stored)
        }
        Err(Unfit::Refused(sentence)) => Err(sentence),
        Err(Unfit::Disk(error)) => panic!("{name}: {error}"),
    }
}

fn kind(name: &str) -> MediaType {
    FileName::parse(name).unwrap().1
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(bytes).unwrap();
    zlib.finish().unwrap()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|it| it == words)
}

/// The same with one byte changed.
fn with_byte(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    let at = at.min(bytes.len() / 2);
    bytes[at] ^= 0x55;
    bytes
}

/// Every size in the list of entries says that it is small.
fn lying(mut bytes: Vec<u8>) -> Vec<u8> {
    for at in 0..bytes.len() - 46 {
        if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    bytes
}

fn with_link() -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(docx(&[]))).unwrap();
    zip.add_symlink("word/link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}
