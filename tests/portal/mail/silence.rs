//! Stories about a mail server that takes the connection and then says nothing.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::schema::intake::{events, outbox};
use lectern::worker;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{app_that_mails, register};
use crate::support::TestApp;

#[actix_web::test]
async fn a_silent_mail_server_holds_up_neither_the_other_work_nor_the_stop() {
    let server = SilentServer::start().await;
    let app = patient_app(&server, 600).await;
    register(&app, "Ana").await;
    let stop = CancellationToken::new();
    let background = tokio::spawn(worker::run(app.state.clone(), stop.clone()));
    let _silence = server.accept().await;

    let conn = &mut app.db().await;
    diesel::insert_into(events::table)
        .values(events::kind.eq("definition_applied"))
        .execute(conn)
        .await
        .unwrap();
    let placed = events::table.filter(events::position.is_not_null()).count();
    let all_placed = async {
        while placed.get_result::<i64>(conn).await.unwrap() < 1 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(10), all_placed).await.expect("other work goes on");
    // Other work opens one for a moment; the server is silent for longer than this waits.
    let none_is_open = async {
        while n_open_transactions(conn).await > 0 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    let closed = timeout(Duration::from_secs(2), none_is_open).await;
    closed.expect("no transaction is open while the mail server is waited for");

    stop.cancel();
    let stopped = timeout(Duration::from_secs(2), background).await;
    stopped.expect("the stop waits for no mail server").unwrap();
    let (attempts, is_due): (i32, bool) = outbox::table
        .select((outbox::attempts, outbox::next_attempt_at.le(diesel::dsl::now)))
        .first(conn)
        .await
        .unwrap();
    assert_eq!((attempts, is_due), (0, true), "the next start sends it at once");
}

#[actix_web::test]
async fn a_server_that_does_not_answer_in_time_is_no_fault_of_the_mail_which_waits() {
    let server = SilentServer::start().await;
    let app = patient_app(&server, 1).await;
    register(&app, "Ana").await;

    timeout(Duration::from_secs(10), app.worker_round()).await.expect("a time limit");

    let (attempts, error, waits): (i32, Option<String>, bool) = outbox::table
        .select((
            outbox::attempts,
            outbox::last_error,
            outbox::next_attempt_at.gt(diesel::dsl::now),
        ))
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!((attempts, waits), (0, true));
    assert_eq!(error.as_deref(), Some("the server did not answer in time"));
}

struct SilentServer(TcpListener);

impl SilentServer {
    async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Waits until somebody calls, and keeps the line open.
    async fn accept(&self) -> TcpStream {
        let called = timeout(Duration::from_secs(10), self.0.accept()).await;
        called.expect("the mail server is called").unwrap().0
    }
}

async fn patient_app(server: &SilentServer, seconds: u64) -> TestApp {
    let port = server.port();
    app_that_mails(port, |it| it.timeout_seconds = seconds).await
}

async fn n_open_transactions(conn: &mut AsyncPgConnection) -> i64 {
    diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
    )
    .get_result(conn)
    .await
    .unwrap()
}
