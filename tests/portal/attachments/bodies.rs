//! Bodies as no browser sends them, and what keeps files out altogether (F1; faults 20, 21, 23).

use std::num::NonZeroU32;
use std::time::Duration;

use lectern::models::bulletin::StoredBulletin;
use lectern::settings::Rate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::adding::{n_rows, objects};
use super::samples::png;
use super::{FILES, add, names};
use crate::support::TestApp;

const BOUNDARY: &str = "a-boundary";

#[actix_web::test]
async fn a_body_in_chunks_without_a_length_is_taken() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let body = part("a.txt", "Words in chunks.") + &end();
    let (first, second) = body.split_at(70);
    let chunks =
        format!("{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len());

    let answer = say(&app, "Transfer-Encoding: chunked", chunks.as_bytes(), Half::Open).await;

    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(n_rows(&app).await, (1, 1));
}

#[actix_web::test]
async fn a_connection_that_dies_half_way_leaves_no_row_and_no_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let whole = part("a.txt", &"y".repeat(300_000));
    for (length, body) in [
        // Half a file, then nothing; a length that promises more; half a boundary; half a header.
        (whole.len() + 100, whole[..200_000].to_owned()),
        (1_000_000, part("a.txt", "short") + &end()),
        (whole.len() + 8, format!("{whole}--a-bou")),
        (500, "--a-boundary\r\nContent-Disp".to_owned()),
    ] {
        let header = format!("Content-Length: {length}");
        let answer = say(&app, &header, body.as_bytes(), Half::Closed).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    // A length that lies the other way: what is behind it is no part of the form.
    let body = part("b.txt", "short") + &end();
    let header = format!("Content-Length: {}", body.len() - 30);
    let answer = say(&app, &header, body.as_bytes(), Half::Closed).await;
    assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 3"), "{answer}");

    assert_eq!(n_rows(&app).await, (0, 0));
    assert_eq!(objects(&app), Vec::<String>::new());
}

#[actix_web::test]
async fn files_that_arrived_whole_stay_when_the_connection_dies_over_a_later_one() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let body = part("whole.txt", "Whole.") + &part("half.txt", &"y".repeat(100_000));

    say(&app, "Content-Length: 900000", body.as_bytes(), Half::Closed).await;

    assert_eq!(n_rows(&app).await, (1, 1));
    assert_eq!(objects(&app).len(), 1);
}

// Faults 21
#[actix_web::test]
async fn malformed_bodies_are_refused_in_words_and_leave_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    let form = format!("multipart/form-data; boundary={BOUNDARY}");
    let many = part("a.txt", "x").repeat(10_000) + &end();
    let nested = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n{}",
        end()
    );
    let long_header =
        format!("--{BOUNDARY}\r\nX-Long: {}\r\n\r\nx\r\n{}", "y".repeat(1 << 20), end());
    let no_disposition = format!("--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nx\r\n{}", end());
    for (what, content_type, body, status) in [
        ("no boundary said", "multipart/form-data", part("a.txt", "x") + &end(), 400),
        ("an empty boundary", "multipart/form-data; boundary=", part("a.txt", "x") + &end(), 400),
        (
            "another boundary",
            "multipart/form-data; boundary=other",
            part("a.txt", "x") + &end(),
            400,
        ),
        ("nothing", form.as_str(), String::new(), 400),
        ("no end", form.as_str(), format!("--{BOUNDARY}\r\n"), 400),
        ("ten thousand parts", form.as_str(), many, 400),
        ("nested", form.as_str(), nested, 400),
        ("a header of a mebibyte", form.as_str(), long_header, 400),
        ("no disposition", form.as_str(), no_disposition, 400),
        ("another kind", "multipart/mixed; boundary=a-boundary", part("a.txt", "x") + &end(), 415),
        ("no kind", "text/plain", part("a.txt", "x") + &end(), 415),
    ] {
        let request = visitor.request("POST", FILES).header("content-type", content_type);
        let page = visitor.send(request.body(body)).await;
        // Whether the end of an empty body is missed is for the reader of bodies to say.
        let status_fits = page.status == status || what == "nothing" && page.status == 422;
        assert!(status_fits, "{what}: {} {}", page.status, page.words());
        assert!(!page.words().is_empty(), "{what}");
    }
    let packed = visitor.request("POST", FILES).header("content-type", &form);
    let packed = packed.header("content-encoding", "gzip").body(part("a.txt", "x") + &end());
    visitor.send(packed).await.expect(415);
    // Of the ten thousand, those before the limit were whole files, all of one content.
    assert!(n_rows(&app).await.1 <= 1);
}

// F1
#[actix_web::test]
async fn with_too_little_room_on_the_disk_nothing_is_taken() {
    let app = TestApp::with_settings(|it| it.attachments.disk_floor = u64::MAX / 2).await;
    app.initiative().await;
    let visitor = app.visitor();

    let refused = add(&visitor, "a.txt", b"Words.").await.expect(507);

    assert!(refused.says("There is no room for files right now."));
    assert_eq!(n_rows(&app).await, (0, 0));
}

#[actix_web::test]
async fn strangers_fill_only_so_much_and_people_with_accounts_go_on() {
    let app = TestApp::with_settings(|it| {
        it.attachments.bytes_of_drafts_without_account = 1_000;
        it.attachments.bytes_per_day = 4_000;
    })
    .await;
    app.initiative().await;
    let (stranger, ana) = (app.visitor(), app.registered("Ana").await);
    let file = |it: &str| it.repeat(1_500);

    add(&stranger, "a.txt", file("a").as_bytes()).await.expect(303);
    let refused = add(&stranger, "b.txt", file("b").as_bytes()).await.expect(507);
    assert!(refused.says("only by those who are signed in"));
    add(&ana, "b.txt", file("b").as_bytes()).await.expect(303);
    add(&ana, "c.txt", file("c").as_bytes()).await.expect(303);
    let too_many = add(&ana, "d.txt", file("d").as_bytes()).await.expect(429);

    assert!(too_many.says("d.txt: Your account has sent as many files as it can in a day."));
    assert!(0 < too_many.header("retry-after").parse::<u64>().unwrap());
    assert_eq!(names(&ana).await, ["b.txt", "c.txt"]);
    let ben = app.registered("Ben").await;
    add(&ben, "e.txt", file("e").as_bytes()).await.expect(303);
}

#[actix_web::test]
async fn a_network_sends_only_so_many_bytes_in_a_day() {
    let app = TestApp::with_settings(|it| {
        it.attachments.bytes_per_day = 4_000;
        it.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    app.initiative().await;
    let file = |it: &str| it.repeat(1_500);
    for (network, name, status) in [
        ("203.0.113.1", "a", 303),
        ("203.0.113.1", "b", 303),
        ("203.0.113.1", "c", 429),
        ("198.51.100.1", "c", 303),
    ] {
        let visitor = app.visitor_from(network);
        add(&visitor, "x.txt", file(name).as_bytes()).await.expect(status);
    }
}

#[actix_web::test]
async fn whoever_met_the_limit_is_told_so_though_a_long_file_is_on_its_way() {
    let one = NonZeroU32::new(1).unwrap();
    let rate = Rate { per_minute: one, burst: one };
    let app = TestApp::with_settings(|it| it.limits.upload = rate).await;
    app.initiative().await;
    let visitor = app.visitor();
    let long = png(2, 2, &[(b"IDAT", &vec![7; 3 << 20])]);

    add(&visitor, "a.png", &long).await.expect(303);
    let page = add(&visitor, "b.png", &long).await.expect(429);

    assert!(page.says("Files were sent too often from your network."));
    assert_eq!(names(&visitor).await, ["a.png"]);
}

#[actix_web::test]
async fn while_the_site_can_only_be_read_no_file_is_taken() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    StoredBulletin::make_read_only(&mut app.db().await, "").await.unwrap();
    app.worker_round().await;

    let page = add(&app.visitor(), "a.txt", b"Words.").await.expect(503);

    assert!(page.says("This site can only be read for now"));
    assert_eq!(n_rows(&app).await, (0, 0));
}

#[derive(PartialEq)]
enum Half {
    Open,
    /// Whoever sends this goes away.
    Closed,
}

/// What the portal answers to a body, header and all.
async fn say(app: &TestApp, header: &str, body: &[u8], half: Half) -> String {
    let place = app.url("").replace("http://", "");
    let mut connection = TcpStream::connect(&place).await.unwrap();
    let head = format!(
        "POST {FILES} HTTP/1.1\r\nHost: {place}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
         Connection: close\r\n{header}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(body).await.unwrap();
    if half == Half::Closed {
        connection.shutdown().await.unwrap();
    }
    let mut answer = Vec::new();
    let read = connection.read_to_end(&mut answer);
    let read = tokio::time::timeout(Duration::from_secs(60), read).await.expect("it stays open");
    read.ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn part(name: &str, words: &str) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n{words}\r\n"
    )
}

fn end() -> String {
    format!("--{BOUNDARY}--\r\n")
}
