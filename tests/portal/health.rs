//! What watchers of the service are told.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use lectern::settings::Secret;

use crate::support::TestApp;

#[actix_web::test]
async fn a_portal_whose_pages_wait_for_connections_is_ready_all_the_same() {
    let app = TestApp::with_settings(|settings| settings.database.public_pool_size = 1).await;
    app.initiative().await;
    // Whoever changes the table lets readers wait, and the page that waits holds the only connection.
    let mut change = app.db().await;
    let lock = "BEGIN; LOCK TABLE public_record.comments IN ACCESS EXCLUSIVE MODE";
    change.batch_execute(lock).await.unwrap();
    let reader = app.visitor();
    let waiting = tokio::spawn(async move { reader.get("/initiatives/harbor/comments").await });
    tokio::time::sleep(Duration::from_millis(300)).await;

    let ready = app.visitor().get("/health/ready").await;

    assert!(!waiting.is_finished());
    assert_eq!(ready.expect(200).bytes, b"ready");
    change.batch_execute("ROLLBACK").await.unwrap();
    waiting.await.unwrap().expect(200);
}

#[actix_web::test]
async fn a_portal_that_can_only_be_read_is_live_but_not_ready() {
    let app = TestApp::with_settings(|settings| {
        // Nothing listens there.
        let nowhere = "postgres://lectern_application@127.0.0.1:9/lectern?connect_timeout=1";
        settings.database.application_url = Secret::new(nowhere.to_owned());
    })
    .await;
    let watcher = app.visitor();

    assert_eq!(watcher.get("/health/ready").await.expect(503).bytes, b"not ready");
    watcher.get("/health/live").await.expect(200);
    watcher.get("/").await.expect(200);
}
