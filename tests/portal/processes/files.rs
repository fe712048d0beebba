//! Twenty files of ten megabytes, and how much memory they take while they come.

use std::fs;

use bytes::Bytes;
use futures_util::stream;
use reqwest::Body;
use reqwest::multipart::{Form, Part};

use super::program::{self, Program};
use crate::attachments::samples;

const FILES: &str = "/initiatives/genesis-mission/federal-coordination/comment/files";
const PIECE: usize = 64 * 1024;
const TEN_MIB: usize = 10 * 1024 * 1024;
const MOST_MIB_MORE: u64 = 32;
const MOST_MIB_FOR_HOSTILE: u64 = 64;

#[actix_web::test]
async fn twenty_files_of_ten_megabytes_take_little_memory_all_at_once_or_one_by_one() {
    let folder = program::data_folder();
    let portal = Program::start(&["serve", "--port", "0"], folder.path()).await;
    let definition =
        concat!(env!("CARGO_MANIFEST_DIR"), "/config/initiatives/genesis-mission.toml");
    let apply = ["initiative", "apply", definition];
    assert_eq!(program::run_to_end(&apply, folder.path(), &[]).0, 0);
    let visitor = portal.visitor();
    // What is made once, such as connections, is made before anything is measured.
    visitor.post_files(FILES, &[("first.txt", b"First.")]).await.expect(303);
    let page = visitor.get(FILES).await.expect(200);
    page.form("Take away").press("Take away").await.expect(303);
    forget_peak(&portal);
    let before = memory(&portal, "VmRSS");

    let all = (0..20).fold(Form::new(), |form, i| form.part("files", long(i)));
    let sent = visitor.send(visitor.request("POST", FILES).multipart(all)).await;

    let at_once = memory(&portal, "VmHWM").saturating_sub(before);
    assert_eq!(sent.status, 303, "{}", sent.words());
    let page = visitor.get(FILES).await.expect(200);
    assert_eq!(page.all("ul.files li").len(), 20);
    assert!(at_once < MOST_MIB_MORE, "{at_once} MiB more, all at once");

    // Four people at once, each with one after the other.
    let mut people = Vec::new();
    for person in 0..4 {
        let visitor = portal.visitor();
        people.push(async move {
            for i in 0..5 {
                let form = Form::new().part("files", long(100 + 10 * person + i));
                let request = visitor.request("POST", FILES).multipart(form);
                let request = request.header("accept", "application/json");
                visitor.send(request).await.expect(200);
            }
        });
    }
    futures_util::future::join_all(people).await;
    let side_by_side = memory(&portal, "VmHWM").saturating_sub(before);
    assert!(side_by_side < MOST_MIB_MORE, "{side_by_side} MiB more, side by side");

    // F3: files that would fill it, if somebody unpacked or drew them.
    let zeros = vec![0; 60 << 20];
    let hostile = [
        ("bomb.docx", samples::docx(&[("word/bomb.xml", &zeros[..])])),
        ("bomb.odt", samples::odt(&[("bomb.xml", &zeros[..])])),
        ("large.png", samples::png(65_535, 65_535, &[])),
        ("large.jpg", samples::jpeg(65_535, 65_535, &[])),
    ];
    drop(zeros);
    let hostile: Vec<_> = hostile.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let eve = portal.visitor();
    forget_peak(&portal);
    let before = memory(&portal, "VmRSS");
    let refused = eve.post_files(FILES, &hostile).await.expect(422);
    assert_eq!(refused.errors().len(), hostile.len(), "{:?}", refused.errors());
    let unpacking = memory(&portal, "VmHWM").saturating_sub(before);
    assert!(unpacking < MOST_MIB_FOR_HOSTILE, "{unpacking} MiB more for hostile files");
    portal.stop();
}

/// A text of ten megabytes that no other number has, made while it is sent.
fn long(number: usize) -> Part {
    let first = Bytes::from(format!("{number:08}{}", "x".repeat(PIECE - 8)));
    let other = Bytes::from(vec![b'y'; PIECE]);
    let pieces = std::iter::once(first).chain(std::iter::repeat_n(other, TEN_MIB / PIECE - 1));
    let body = Body::wrap_stream(stream::iter(pieces.map(Ok::<Bytes, std::io::Error>)));
    Part::stream_with_length(body, TEN_MIB as u64).file_name(format!("{number}.txt"))
}

/// In MiB, as the system tells it.
fn memory(portal: &Program, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", portal.pid())).unwrap();
    let line = status.lines().find(|it| it.starts_with(what)).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}

/// From now on the highest memory is counted anew.
fn forget_peak(portal: &Program) {
    fs::write(format!("/proc/{}/clear_refs", portal.pid()), "5").unwrap();
}
