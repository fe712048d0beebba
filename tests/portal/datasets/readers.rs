//! Readers who are slow, who leave, and who come in numbers.

use std::io::ErrorKind::TimedOut;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use futures_util::StreamExt;
use lectern::app::Transfers;
use lectern::datasets::{DatasetError, Download, DownloadLimits, Selection};
use lectern::db::copy_pool::CopyPool;
use lectern::settings::Settings;
use reqwest::{RequestBuilder, Response, StatusCode};

use super::{A_WHILE, AREA, DOWNLOAD, INITIATIVE, area_csv, many, pool, record};
use crate::support::TestApp;

const READER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

#[actix_web::test]
async fn a_reader_who_stops_reading_frees_the_connection_and_their_place() {
    let app = TestApp::spawn().await;
    let places = Transfers::new(1);
    let place = places.enter(READER).unwrap();
    let stall = Duration::from_millis(400);
    let limits = DownloadLimits { stall, whole: A_WHILE };
    let (pool, mut download) = download(&app, 30_000, limits, place).await;
    download.next().await.unwrap().unwrap();
    assert_eq!(pool.n_busy(), 1);
    assert!(places.enter(READER).is_none());

    eventually(async || pool.n_busy() == 0).await;

    assert!(places.enter(READER).is_some());
    pool.get(A_WHILE).await.unwrap().client().unwrap().batch_execute("SELECT 1").await.unwrap();
    let rest: Vec<_> = download.collect().await;
    assert!(matches!(rest.last(), Some(Err(DatasetError::Reader(it))) if it.kind() == TimedOut));
}

#[actix_web::test]
async fn a_slow_reader_who_goes_on_reading_gets_the_whole_file() {
    let app = TestApp::spawn().await;
    let stall = Duration::from_millis(500);
    let (_, mut slow) =
        download(&app, 3_000, DownloadLimits { stall, whole: 12 * A_WHILE }, ()).await;
    let (started, mut bytes) = (Instant::now(), Vec::new());

    while let Some(chunk) = slow.next().await {
        bytes.extend(chunk.unwrap());
        tokio::time::sleep(stall / 10).await;
    }

    assert!(2 * stall < started.elapsed());
    assert!(bytes == area_csv(&app, &[]).await.as_bytes());
}

#[actix_web::test]
async fn a_download_ends_when_its_whole_time_is_over_however_steadily_it_is_read() {
    let app = TestApp::spawn().await;
    let limits = DownloadLimits { stall: A_WHILE, whole: Duration::from_millis(400) };
    let (pool, download) = download(&app, 30_000, limits, ()).await;

    let slowly = download.then(async |chunk| {
        tokio::time::sleep(Duration::from_millis(20)).await;
        chunk
    });
    let chunks: Vec<_> = slowly.collect().await;

    assert!(matches!(chunks.last(), Some(Err(DatasetError::TimeLimit))));
    assert_eq!(pool.n_busy(), 0);
}

#[actix_web::test]
async fn one_address_has_two_downloads_at_a_time_and_others_still_get_theirs() {
    let app = TestApp::with_settings(behind_a_proxy).await;
    let mut conn = record(&app).await;
    many(&mut conn, 100_000).await;
    let (first, second) = (begin(&app, "192.0.2.1").await, begin(&app, "192.0.2.1").await);
    assert_eq!((first.status(), second.status()), (StatusCode::OK, StatusCode::OK));

    let refused = app.visitor().send(asked(&app, "192.0.2.1")).await.expect(429);
    assert!(refused.says("Other downloads from your address are still running."));
    assert_eq!(refused.header("retry-after"), "30");
    assert_eq!(begin(&app, "192.0.2.2").await.status(), StatusCode::OK);

    drop(first);
    eventually(async || begin(&app, "192.0.2.1").await.status() == StatusCode::OK).await;
}

#[actix_web::test]
async fn a_reader_who_finds_all_connections_busy_is_asked_to_come_back() {
    let app = TestApp::with_settings(|settings| {
        behind_a_proxy(settings);
        settings.database.dataset_connections = 1;
        settings.database.wait_seconds = 1;
    })
    .await;
    let mut conn = record(&app).await;
    many(&mut conn, 100_000).await;
    let running = begin(&app, "192.0.2.1").await;

    let busy = app.visitor().send(asked(&app, "192.0.2.2")).await.expect(503);

    assert!(busy.says("Please try again in a few seconds."), "{}", busy.words());
    assert!((2..=10).contains(&busy.header("retry-after").parse().unwrap()));
    drop(running);
    eventually(async || begin(&app, "192.0.2.2").await.status() == StatusCode::OK).await;
}

#[actix_web::test]
async fn a_reader_who_leaves_frees_the_connection_at_once() {
    let app = TestApp::spawn().await;
    let limits = DownloadLimits { stall: A_WHILE, whole: A_WHILE };
    let (pool, mut download) = download(&app, 30_000, limits, ()).await;
    download.next().await.unwrap().unwrap();

    drop(download);
    tokio::time::sleep(Duration::from_millis(50)).await;

    assert_eq!(pool.n_busy(), 0);
}

#[actix_web::test]
async fn a_download_that_breaks_off_does_not_look_whole() {
    let app = TestApp::spawn().await;
    let mut conn = record(&app).await;
    many(&mut conn, 100_000).await;
    for encoding in ["identity", "gzip"] {
        let request = app.visitor().request("GET", DOWNLOAD).header("accept-encoding", encoding);
        let mut response = request.send().await.unwrap();
        assert!(response.chunk().await.unwrap().is_some());

        conn.batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'lectern dataset' AND datname = current_database()",
        )
        .await
        .unwrap();

        let end = loop {
            match response.chunk().await {
                Ok(Some(_)) => {}
                end => break end,
            }
        };
        assert!(end.is_err(), "{encoding}: the file ended as if it were whole");
    }
}

async fn download(
    app: &TestApp,
    n_comments: usize,
    limits: DownloadLimits,
    place: impl Send + 'static,
) -> (CopyPool, Download) {
    let mut conn = record(app).await;
    many(&mut conn, n_comments).await;
    let pool = pool(app);
    let selection = Selection::of_area(&mut conn, INITIATIVE, AREA, &[]).await.unwrap();
    let connection = pool.get(A_WHILE).await.unwrap();
    (pool, Download::start(connection, selection, limits, place))
}

fn behind_a_proxy(settings: &mut Settings) {
    settings.server.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
}

/// Asks for the file and reads nothing of it.
async fn begin(app: &TestApp, address: &str) -> Response {
    asked(app, address).send().await.unwrap()
}

fn asked(app: &TestApp, address: &str) -> RequestBuilder {
    app.visitor().request("GET", DOWNLOAD).header("x-forwarded-for", address)
}

/// The portal notices a reader who left when it next looks.
async fn eventually(holds: impl AsyncFn() -> bool) {
    for _ in 0..100 {
        if holds().await {
            return;
        }
        tokio::time::sleep(A_WHILE / 100).await;
    }
    panic!("it did not come to hold");
}
