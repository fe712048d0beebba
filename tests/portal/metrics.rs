//! The figures for Prometheus: on an address of their own, of this machine only, and without a word about anybody.

use std::net::TcpListener;

use crate::processes::program::{self, Program};

// H8, L3
#[actix_web::test]
async fn figures_are_told_on_an_address_of_their_own_and_nowhere_else() {
    let place = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = program::data_folder();
    let settings = [("LECTERN_METRICS__BIND", place.to_string())];
    let portal = Program::start_with(&["demo", "--port", "0"], folder.path(), &settings).await;
    let visitor = portal.visitor();
    visitor.get("/").await.expect(200);
    visitor.get("/search/secret-word-in-a-path").await.expect(404);
    let form = visitor.get("/sign-in").await.expect(200).form("password");
    let form = form.set("email", "ana@example.org").set("password", "a lantern over the harbor");
    form.press("Sign in").await.expect(422);

    visitor.get("/metrics").await.expect(404);
    let figures = ask(place, "/metrics").await;

    for line in [
        "lectern_requests_total{method=\"GET\",route=\"/\",status=\"2xx\"} 1",
        "lectern_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"}",
        "lectern_request_seconds_bucket{method=\"GET\",route=\"/\",le=\"0.005\"}",
        "lectern_pool_size{pool=\"application\"} 8",
        "lectern_pool_waiting{pool=\"public\"} 0",
        "lectern_outbox_waiting ",
        "lectern_outbox_oldest_seconds ",
        "lectern_outbox_undeliverable 0",
        "lectern_sign_ins_failed_total 1",
        "lectern_hashing_waiting 0",
        "process_resident_memory_bytes ",
        "process_open_fds ",
    ] {
        assert!(figures.contains(line), "{line} in {figures}");
    }
    for word in ["secret-word", "ana@", "127.0.0.1", "harbor"] {
        assert!(!figures.contains(word), "{word} in {figures}");
    }
    for path in ["/", "/health/ready", "/account", "/metrics/x"] {
        assert!(ask(place, path).await.is_empty(), "{path}");
    }
    portal.stop();
}

#[actix_web::test]
async fn figures_on_an_address_that_others_can_reach_stop_the_start() {
    let folder = program::data_folder();
    for place in ["0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464", "9464", "localhost:9464"] {
        let settings = [("LECTERN_METRICS__BIND", place)];
        let (code, out) = program::run_to_end(&["serve"], folder.path(), &settings);
        assert_eq!(code, 1, "{place}");
        assert!(out.lines().count() == 1 && out.contains("METRICS__BIND"), "{place}: {out}");
    }
}

// H8
#[actix_web::test]
async fn health_says_one_word_and_nothing_of_the_inside() {
    let app = crate::support::TestApp::spawn().await;
    for (path, word) in [("/health/live", "live"), ("/health/ready", "ready")] {
        let answer = reqwest::get(app.url(path)).await.unwrap();
        assert!(answer.headers().get("server").is_none());
        assert_eq!(answer.text().await.unwrap(), word);
    }
    for path in ["/metrics", "/health", "/health/detail", "/debug", "/status"] {
        app.visitor().get(path).await.expect(404);
    }
}

/// What stands there; nothing where the status is another than 200.
async fn ask(place: std::net::SocketAddr, path: &str) -> String {
    let answer = reqwest::get(format!("http://{place}{path}")).await.unwrap();
    if answer.status() == 200 { answer.text().await.unwrap() } else { String::new() }
}
