//! The edge, over a real connection: what it refuses, and what every answer carries.

use std::time::Duration;

use lectern::routes::{Policy, addresses};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Page, TestApp};

/// The security headers of every answer, as they are meant to be (H1, H2).
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Everything that the server says to these bytes until it closes the connection.
async fn say(app: &TestApp, request: &str) -> String {
    let place = app.url("").replace("http://", "");
    let mut connection = TcpStream::connect(&place).await.unwrap();
    connection.write_all(request.replace("HOST", &place).as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = connection.read_to_end(&mut answer);
    let closed = tokio::time::timeout(Duration::from_secs(20), read).await;
    assert!(closed.is_ok(), "the connection stays open after {request:?}");
    String::from_utf8_lossy(&answer).into_owned()
}

fn statuses(answer: &str) -> Vec<&str> {
    answer.split("HTTP/1.1 ").skip(1).map(|it| it.split(' ').next().unwrap()).collect()
}

// H5
#[actix_web::test]
async fn a_request_that_could_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let app = TestApp::spawn().await;
    let form = "POST /sign-in HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let hidden = "GET /health/live HTTP/1.1\r\nHost: HOST\r\n\r\n";
    let corpus = [
        format!("{form}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{form}Content-Length: 0\r\nContent-Length: 44\r\n\r\n{hidden}"),
        format!("{form}Content-Length: 0, 44\r\n\r\n{hidden}"),
        format!("{form}Content-Length: -1\r\n\r\n{hidden}"),
        format!("{form}Content-Length: +4\r\n\r\na=b&{hidden}"),
        format!("{form}Content-Length: 4x\r\n\r\na=b&{hidden}"),
        format!("{form}Transfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding: chunked\r\n\r\n-1\r\na=b\r\n0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding: chunked\r\n\r\n3\r\na=bXX0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}"),
        format!("{form}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{hidden}"),
        format!("GET / HTTP/1.1\r\nHost: HOST\r\nX-Long: a\r\n b\r\n\r\n{hidden}"),
        format!("GET / HTTP/1.1\r\nHost: HOST\r\nX-Nul: a\0b\r\n\r\n{hidden}"),
        format!("GET / HTTP/1.1\r\n Host: HOST\r\n\r\n{hidden}"),
        format!("GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n{hidden}"),
        format!("GET / HTTP/9.9\r\nHost: HOST\r\n\r\n{hidden}"),
    ];
    for request in corpus {
        let answer = say(&app, &request).await;
        let statuses = statuses(&answer);
        assert!(
            !statuses.is_empty() && statuses.iter().all(|it| *it == "400"),
            "{request:?}: {answer}"
        );
        assert!(!answer.contains("live"), "{request:?}: {answer}");
    }
}

// H4
#[actix_web::test]
async fn the_site_answers_to_its_own_name_only_and_believes_no_other_header() {
    let app = TestApp::spawn().await;
    let reader = app.visitor();
    let close = "Connection: close\r\n\r\n";
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\nHost: HOST\r\n{close}"), "200"),
        (format!("GET / HTTP/1.1\r\nHost: evil.example\r\n{close}"), "421"),
        (format!("GET / HTTP/1.1\r\n{close}"), "400"),
        (format!("GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n{close}"), "400"),
        (format!("GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n{close}"), "421"),
        (format!("GET http://HOST/ HTTP/1.1\r\nHost: evil.example\r\n{close}"), "421"),
        (format!("GET /health/live HTTP/1.1\r\nHost: 10.0.0.9\r\n{close}"), "200"),
    ] {
        let answer = say(&app, &request).await;
        assert_eq!(statuses(&answer), [status], "{request:?}: {answer}");
    }
    let plain = reader.get("/").await.expect(200);
    for (name, value) in POISON {
        let page = reader.send(reader.request("GET", "/").header(name, value)).await;
        assert_eq!(page.html(), plain.html(), "{name}");
    }
    // Links in mail come from the settings.
    app.account("Ana").await;
    let form = [("email", "ana@example.org")];
    let asked = reader.request("POST", "/forgot-password").form(&form);
    let asked =
        asked.header("X-Forwarded-Host", "evil.example").header("X-Forwarded-Proto", "gopher");
    reader.send(asked).await.expect(200);
    assert!(app.last_link_to("ana@example.org").await.starts_with("/reset-password"));
}

/// What caches and frameworks are known to have believed.
const POISON: [(&str, &str); 30] = [
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-Forwarded-Scheme", "nothttps"),
    ("X-Forwarded-Port", "1"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Forwarded-Server", "evil.example"),
    ("X-Forwarded-SSL", "off"),
    ("X-Forwarded-Path", "/evil"),
    ("Forwarded", "host=evil.example;proto=http;for=203.0.113.9"),
    ("X-Host", "evil.example"),
    ("X-HTTP-Host-Override", "evil.example"),
    ("X-Original-URL", "/admin"),
    ("X-Original-Host", "evil.example"),
    ("X-Rewrite-URL", "/admin"),
    ("X-Real-IP", "203.0.113.9"),
    ("X-Client-IP", "203.0.113.9"),
    ("True-Client-IP", "203.0.113.9"),
    ("CF-Connecting-IP", "203.0.113.9"),
    ("X-HTTP-Method-Override", "POST"),
    ("X-HTTP-Method", "DELETE"),
    ("X-Method-Override", "PUT"),
    ("Front-End-Https", "on"),
    ("X-Wap-Profile", "http://evil.example/wap.xml"),
    ("Cookie", "session=abc; draft=abc; lang=fr"),
    ("Authorization", "Basic YTpi"),
    ("Accept-Language", "fr"),
    ("User-Agent", "<script>alert(1)</script>"),
    ("Referer", "https://evil.example/<script>"),
    ("Origin", "https://evil.example"),
];

// H3
#[actix_web::test]
async fn what_is_public_is_the_same_whatever_is_sent_along_and_sets_no_cookie() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let reader = app.visitor();
    let mut n_swept = 0;
    for address in addresses().into_iter().filter(|it| it.policy == Policy::Public) {
        let path = filled(&address.path, number.as_str());
        let Some(path) = path.filter(|it| !it.starts_with("/health/")) else { continue };
        let plain = reader.get(&path).await;
        assert!(!plain.headers.contains_key("set-cookie"), "{path}");
        for (name, value) in POISON {
            let page = reader.send(reader.request("GET", &path).header(name, value)).await;
            let answer = |it: &Page| (it.status, it.html_without_request_id());
            // Some pages say of which minute they are.
            let same = answer(&page) == answer(&plain)
                || answer(&page) == answer(&reader.get(&path).await);
            assert!(same, "{path} with {name}");
            assert!(!page.headers.contains_key("set-cookie"), "{path} with {name}");
        }
        n_swept += 1;
    }
    assert!(12 < n_swept, "{n_swept}");
}

// H3
#[actix_web::test]
async fn what_depends_on_a_cookie_is_kept_by_nobody_and_no_suffix_makes_it_look_like_a_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    for address in addresses().into_iter().filter(|it| it.policy != Policy::Public) {
        if let Some(path) = filled(&address.path, "AAA-AAAA-AAAA") {
            let page = ada.get(&path).await;
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    }
    for path in [
        "/account/x.css",
        "/account.css",
        "/account;x.css",
        "/account%2Fx.css",
        "/account/%2e%2e/x.css",
        "/account/comments/x.css",
        "/admin/x.css",
        "/admin/site/x.css",
        "/moderation/x.js",
        "/static/../account",
    ] {
        let page = ada.get(path).await;
        assert!(page.status == 404 || path.contains(".."), "{path}: {}", page.status);
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
}

// H1, H2
#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let reader = app.visitor();
    let form = |path: &str| reader.request("POST", path);
    let requests = [
        (200, reader.request("GET", "/")),
        (200, reader.request("GET", "/health/live")),
        (200, reader.request("GET", "/initiatives/harbor/comments.csv")),
        (303, reader.request("GET", "/account")),
        (400, reader.request("GET", "/initiatives/harbor/comments?x=1")),
        (403, form("/sign-in").header("Origin", "null").form(&[("a", "b")])),
        (404, reader.request("GET", "/nowhere")),
        (405, reader.request("TRACE", "/")),
        (405, reader.request("PUT", "/sign-in")),
        (410, reader.request("GET", "/reset-password?token=x")),
        (415, form("/sign-in").body("a=b")),
        (415, form("/sign-in").header("Content-Encoding", "gzip").form(&[("a", "b")])),
        (421, reader.request("GET", "/").header("Host", "evil.example")),
        (422, form("/sign-in").form(&[("email", "")])),
    ];
    for (status, request) in requests {
        let page = reader.send(request).await.expect(status);
        for (name, value) in HEADERS {
            assert_eq!(page.header(name), value, "{name} with status {status}");
        }
        assert!(!page.header("cache-control").is_empty(), "{status}");
        assert!(!page.headers.contains_key("server"), "{status}");
    }
}

/// The path of an address with what the stories made; none, where there is nothing to put in.
fn filled(pattern: &str, number: &str) -> Option<String> {
    let path = pattern
        .replace("{initiative}", "harbor")
        .replace("{area}", "bridge")
        .replace("{tracking_number}", number);
    (!path.contains('{')).then_some(path)
}
