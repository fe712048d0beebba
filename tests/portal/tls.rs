//! The way to a database on another machine: inside TLS, with the certificate checked (H7). Against a real Postgres
//! with a certificate that is made here.

mod postgres;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use lectern::db::connect::{Connector, Way};
use lectern::db::copy_pool::CopyPool;
use lectern::db::migrate::migrate;
use lectern::db::pool::{PoolOptions, pool};
use lectern::db::roles::Roles;
use std::time::Duration;

use crate::processes::program;
use postgres::TlsPostgres;

const SECONDS: Duration = Duration::from_secs(20);

// H7
#[actix_web::test]
async fn only_a_database_whose_certificate_is_good_for_its_host_is_spoken_to() {
    let server = TlsPostgres::start().await;

    let trusted = server.url("localhost", "sslmode=verify-full", Some("ca.pem"));
    assert_eq!(protocol(&trusted).await.unwrap(), "TLSv1.3");
    let stricter = server.url("localhost", "sslmode=require", Some("ca.pem"));
    assert_eq!(protocol(&stricter).await.unwrap(), "TLSv1.3");

    for (host, mode, file, why) in [
        ("localhost", "sslmode=disable", None, "no encryption"),
        ("localhost", "sslmode=verify-full", Some("other-ca.pem"), "certificate"),
        ("localhost", "sslmode=verify-full", None, "certificate"),
        ("localhost", "sslmode=require", None, "certificate"),
        ("127.0.0.1", "sslmode=verify-full", Some("ca.pem"), "certificate"),
    ] {
        let error = protocol(&server.url(host, mode, file)).await.unwrap_err();
        assert!(error.contains(why), "{host} {mode} {file:?}: {error}");
    }

    let missing = server.url("localhost", "sslmode=verify-full", Some("no-such.pem"));
    let error = format!("{:#}", Connector::to(&missing).unwrap_err());
    assert!(error.contains("no-such.pem"), "{error}");
}

// H7
#[actix_web::test]
async fn every_kind_of_connection_goes_the_same_way() {
    let server = TlsPostgres::start().await;
    let url = server.url("localhost", "sslmode=verify-full", Some("ca.pem"));
    assert_eq!(Connector::to(&url).unwrap().way(), Way::Tls);

    migrate(&url, &Roles::new("lectern").unwrap()).await.unwrap();
    let options = PoolOptions {
        url: url.clone(),
        // Only the login itself may see which protocol its connections use.
        role: None,
        size: 1,
        statement_timeout: SECONDS,
        wait: SECONDS,
    };
    let mut pooled = pool(&options).unwrap().get().await.unwrap();
    assert_eq!(asked(&mut pooled).await, "TLSv1.3");
    let copying = CopyPool::new(&url, None, 1).unwrap().get(SECONDS).await.unwrap();
    let row = copying.client().unwrap().query_one(PROTOCOL, &[]).await.unwrap();
    assert_eq!(row.get::<_, String>("protocol"), "TLSv1.3");

    let (_, out) = program::run_on(&url, &["doctor"], &[]);
    assert!(out.contains("ok       way to the database: inside TLS"), "{out}");
    let (code, out) = program::run_on(
        &server.url("localhost", "sslmode=verify-full", Some("other-ca.pem")),
        &["doctor"],
        &[],
    );
    assert_eq!(code, 1);
    assert!(out.contains("WRONG    database: ") && out.contains("sslrootcert"), "{out}");
}

const PROTOCOL: &str =
    "SELECT version::text AS protocol FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

async fn protocol(url: &str) -> Result<String, String> {
    let connector = Connector::to(url).map_err(|it| format!("{it:#}"))?;
    let mut conn = connector.connect().await.map_err(|it| it.to_string())?;
    Ok(asked(&mut conn).await)
}

async fn asked(conn: &mut diesel_async::AsyncPgConnection) -> String {
    let answer: Answer = diesel::sql_query(PROTOCOL).get_result(conn).await.unwrap();
    answer.protocol
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    protocol: String,
}
