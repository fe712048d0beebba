//! A database for each test: a clone of one that was migrated once.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::dsl::sql;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use lectern::db::embedded::{Durability, start_or_attach_detached};
use lectern::db::migrate::migrate;
use lectern::db::roles::Roles;
use tokio::sync::OnceCell;

static SERVER: OnceCell<String> = OnceCell::const_new();
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// Any number will do; test processes that start at once wait for each other on it.
const TEMPLATE_LOCK: i64 = 7411;

/// Dropped from the server when it is dropped.
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    pub async fn create() -> Self {
        let server = SERVER.get_or_init(find_server).await.clone();
        let template = TEMPLATE.get_or_init(|| ensure_template(&server)).await;
        static N: AtomicU32 = AtomicU32::new(0);
        let n = N.fetch_add(1, Ordering::Relaxed);
        let name = format!("lectern_test_{}_{n}", std::process::id());
        let mut maintenance = connect(&server, "postgres").await;
        // A process of this number may have been killed in the middle of a test.
        let create = [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        ];
        for statement in create {
            maintenance.batch_execute(&statement).await.unwrap();
        }
        Self { server, name }
    }

    pub fn url(&self) -> String {
        url(&self.server, &self.name)
    }

    pub async fn connect(&self) -> AsyncPgConnection {
        connect(&self.server, &self.name).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let run = async move {
            let drop_database = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            connect(&server, "postgres").await.batch_execute(&drop_database).await
        };
        // `drop` cannot await, and blocking inside the test's runtime would deadlock, so the clean-up gets a thread
        // and a runtime of its own.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let dropped = std::thread::spawn(move || runtime.block_on(run)).join();
        // A second panic would hide the first.
        if !std::thread::panicking() {
            dropped.unwrap().unwrap();
        }
    }
}

/// The server named by `TEST_DATABASE_SERVER`, or the one in the build folder, which the first test starts.
async fn find_server() -> String {
    match std::env::var("TEST_DATABASE_SERVER") {
        Ok(server) => server,
        Err(_) => {
            // The build folder, wherever it is: `scripts/test` stops the server there at its end.
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("test-postgres");
            start_or_attach_detached(&folder, Durability::Disposable).await.unwrap()
        }
    }
}

/// Builds the template once: the advisory lock makes other test processes wait, and the digest in the name means
/// that a changed migration gets a new one.
async fn ensure_template(server: &str) -> String {
    let template = format!("lectern_template_{:x}", migrations_digest());
    let mut maintenance = connect(server, "postgres").await;
    let lock = format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})");
    maintenance.batch_execute(&lock).await.unwrap();
    let exists: bool = diesel::select(
        sql::<Bool>("EXISTS (SELECT FROM pg_database WHERE datname = ")
            .bind::<Text, _>(&template)
            .sql(")"),
    )
    .get_result(&mut maintenance)
    .await
    .unwrap();
    if !exists {
        let building = format!("{template}_building");
        for statement in [
            format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"),
            format!("CREATE DATABASE {building}"),
        ] {
            maintenance.batch_execute(&statement).await.unwrap();
        }
        migrate(&url(server, &building), &Roles::new("lectern").unwrap()).await.unwrap();
        let rename = format!("ALTER DATABASE {building} RENAME TO {template}");
        maintenance.batch_execute(&rename).await.unwrap();
    }
    // The lock goes with the connection.
    template
}

/// Of every migration and of the grants.
fn migrations_digest() -> u64 {
    let folder = root().join("migrations");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path().join("up.sql")).collect();
    files.retain(|it| it.exists());
    files.push(folder.join("grants.sql"));
    files.sort();
    let mut hasher = std::hash::DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

async fn connect(server: &str, database: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(&url(server, database)).await.unwrap()
}

/// The address of a server with another database behind it.
fn url(server: &str, database: &str) -> String {
    let start = server.find("://").map_or(0, |it| it + 3);
    let end = server[start..].find('/').map_or(server.len(), |it| start + it);
    format!("{}/{database}", &server[..end])
}
