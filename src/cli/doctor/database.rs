//! The database itself: whether it answers, what it is, whether it keeps what it acknowledged, and its tables.

use std::time::Instant;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::{Patient, read_only};
use crate::cli::database::pending::{self, State};
use crate::db::connect::{Connector, Way};
use crate::db::durable;
use crate::db::embedded;

const OLDEST_VERSION: i32 = 15;
/// Times of the database govern all rules; a difference only confuses whoever reads logs, until it is large.
const SECONDS_APART: i64 = 5;

/// Where the database is, if it answers, and what was found on the way.
pub async fn find(patient: &Patient) -> (Vec<Finding>, Option<String>) {
    let about = "database";
    if !patient.has_own_database() {
        let url = patient.settings.database.url.reveal().to_owned();
        let way = Connector::to(&url).map(|it| way(it.way()));
        return match (way, read_only(&url).await) {
            (Ok(way), Ok(_)) => (vec![Finding::ok(about, "it answers"), way], Some(url)),
            (Err(error), _) | (_, Err(error)) => (vec![unreachable(&error)], None),
        };
    }
    let folder = patient.data_dir.display();
    match embedded::attach(&patient.data_dir).await {
        Ok(Some(url)) => {
            let words = format!("the portal's own in {folder} runs and answers");
            (vec![Finding::ok(about, words)], Some(url))
        }
        Ok(None) => {
            let words = format!(
                "the portal's own in {folder} does not run, so nothing in it could be looked at"
            );
            let remedy = format!(
                "Start the portal (lectern serve --data-dir {folder}) and ask again. If it does not start, {folder}/postgres.log says why."
            );
            (vec![Finding::warning(about, words, remedy)], None)
        }
        Err(error) => {
            let remedy = format!("{folder}/postgres.log says more; then restart the portal.");
            (vec![Finding::wrong(about, format!("{error:#}"), remedy)], None)
        }
    }
}

fn unreachable(error: &anyhow::Error) -> Finding {
    let words = format!("{error:#}");
    let remedy = if words.contains("password authentication") || words.contains("does not exist") {
        "The server answers but does not let this login in. `lectern doctor --sql` prints what a database \
         administrator runs once to prepare login, roles and database."
    } else if words.contains("certificate") {
        "Name the file of the authority that signed the server's certificate: …?sslmode=verify-full&sslrootcert=/etc/lectern/ca.pem. \
         The host in the address must be one that the certificate names."
    } else if words.contains("TLS") {
        "Let the server speak TLS (ssl = on in postgresql.conf), or, on a network that nobody else can listen to, put \
         ?sslmode=disable behind the address."
    } else {
        "Check that the server runs and that this machine may reach it: pg_isready -d \"$DATABASE_URL\""
    };
    Finding::wrong("database", words, remedy)
}

fn way(way: Way) -> Finding {
    let about = "way to the database";
    match way {
        Way::WithinThisMachine => Finding::ok(about, "it does not leave this machine"),
        Way::Tls => Finding::ok(about, "inside TLS, and the server's certificate was checked"),
        Way::InTheClear => Finding::warning(
            about,
            "it crosses a network in the clear, because the address says sslmode=disable",
            "Whoever listens there reads everything. Use sslmode=verify-full unless nobody else can.",
        ),
    }
}

/// Version, encoding, durability, clock.
///
/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let asked = Instant::now();
    let server: Server = diesel::sql_query(
        "SELECT current_setting('server_version_num')::int / 10000 AS major,
             current_setting('server_version') AS version, pg_encoding_to_char(encoding)::text AS encoding,
             current_database()::text AS name, clock_timestamp() AS clock,
             (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser
         FROM pg_database WHERE datname = current_database()",
    )
    .get_result(conn)
    .await?;
    let elapsed = asked.elapsed();
    let mut findings =
        vec![version(&server), encoding(&server), clock(server.clock, elapsed.as_millis())];
    if server.is_superuser && !patient.has_own_database() {
        findings.push(Finding::warning(
            "login",
            "database.url signs in as a superuser, whom no wall between the roles holds",
            "Use a login of its own: `lectern doctor --sql` prints how.",
        ));
    }
    findings.push(durability(durable::switched_off(conn).await?));
    Ok(findings)
}

#[derive(QueryableByName)]
struct Server {
    #[diesel(sql_type = Integer)]
    major: i32,
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    encoding: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Timestamptz)]
    clock: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    is_superuser: bool,
}

fn version(server: &Server) -> Finding {
    let words = format!("Postgres {}", server.version);
    if server.major < OLDEST_VERSION {
        let words = format!("{words} is too old: Lectern needs {OLDEST_VERSION} or newer");
        let remedy = "Move the database to a newer server: https://www.postgresql.org/docs/current/upgrading.html";
        return Finding::wrong("version", words, remedy);
    }
    Finding::ok("version", words)
}

fn encoding(server: &Server) -> Finding {
    let Server { encoding, name, .. } = server;
    if encoding == "UTF8" {
        return Finding::ok("encoding", "UTF8");
    }
    let remedy = format!(
        "Make another database, and bring the content over by a dump:\n\
         CREATE DATABASE {name}_utf8 ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;"
    );
    Finding::wrong("encoding", format!("{encoding}, which cannot hold every letter"), remedy)
}

fn clock(theirs: DateTime<Utc>, round_trip_ms: u128) -> Finding {
    let apart = (Utc::now() - theirs).num_milliseconds().abs();
    let apart = apart.saturating_sub(i64::try_from(round_trip_ms).unwrap_or_default()).max(0);
    let words = format!("program and database are {:.1} seconds apart", apart as f64 / 1000.0);
    if apart < SECONDS_APART * 1000 {
        return Finding::ok("clock", words);
    }
    let remedy = "Deadlines follow the database's clock. Let both machines keep time: timedatectl set-ntp true";
    Finding::warning("clock", words, remedy)
}

fn durability(off: Vec<String>) -> Finding {
    if off.is_empty() {
        return Finding::ok("durability", "what was acknowledged is on disk");
    }
    let words = format!(
        "{} off: a crash can lose comments whose authors hold a receipt",
        off.join(" and ")
    );
    Finding::wrong("durability", words, durable::remedy(&off))
}

/// Whether the tables are those of this program.
///
/// # Errors
/// If the database does not answer.
pub async fn examine_migrations(patient: &Patient, url: &str) -> anyhow::Result<Vec<Finding>> {
    let about = "migrations";
    Ok(vec![match pending::state(&mut read_only(url).await?, &patient.roles).await? {
        State::Empty => Finding::wrong(
            about,
            "the database is empty",
            "Run `lectern migrate`, or start `lectern serve`, which does it first.",
        ),
        State::Known { pending, unknown } => match (pending.as_slice(), unknown.as_slice()) {
            ([], []) => Finding::ok(about, "all are applied"),
            ([], [_, ..]) => Finding::warning(
                about,
                format!("the database is newer than this program: {}", unknown.join(", ")),
                "Start the newer program again. To go back for good, restore the backup from before the upgrade.",
            ),
            ([_, ..], _) => Finding::wrong(
                about,
                format!("these are missing: {}", pending.join(", ")),
                "Take a backup, then run `lectern migrate`.",
            ),
        },
    }])
}
