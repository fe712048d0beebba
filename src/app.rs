//! What every request can reach: one state for people and staff, and one for the public that holds no
//! connection which could read anything private.

mod probe;
mod sign_ins;
mod transfers;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use deadpool_postgres::Status;

pub use probe::Probe;
pub use sign_ins::{SignIn, SignIns};
use tokio::sync::Semaphore;
pub use transfers::{TransferPlace, Transfers};

use crate::auth::hashing::Hasher;
use crate::breached_passwords::BreachedPasswords;
use crate::bulletin::Board;
use crate::db::copy_pool::CopyPool;
use crate::db::pool::{self, PgConnection, PgPool, PoolOptions};
use crate::db::roles::Roles;
use crate::error::{AppError, AppResult};
use crate::file_store::FileStore;
use crate::http::event_passes::EventPasses;
use crate::sealing::Sealer;
use crate::settings::{PublicUrl, Secret, Settings};

/// Files of everything held about somebody that are written at the same time.
const N_EXPORTS: usize = 2;

/// Requests with files that one network may have under way: a room full of people, each with one.
const N_UPLOADS_OF_ONE: usize = 30;
/// Requests with files under way altogether.
const N_UPLOADS: usize = 200;
/// Files that are looked at closely at the same time.
const N_INSPECTIONS: usize = 2;

/// What handlers of accounts, forms and moderation take.
#[derive(Clone)]
pub struct AppState {
    pool: PgPool,
    pub probe: Probe,
    pub settings: Arc<Settings>,
    pub site: PublicUrl,
    pub hasher: Hasher,
    pub sealer: Sealer,
    pub breached: BreachedPasswords,
    /// Places for files of everything held about somebody: each holds a connection while it is written.
    pub exports: Arc<Semaphore>,
    pub sign_ins: SignIns,
    pub files: FileStore,
    /// Who sends files right now.
    pub senders: Transfers,
    /// Places for requests with files, and for looking at one closely.
    pub uploads: Arc<Semaphore>,
    pub inspections: Arc<Semaphore>,
    pub event_passes: EventPasses,
    /// What every page tells first.
    pub board: Board,
}

/// What handlers of public pages and files take. Its connections are of the public role.
#[derive(Clone)]
pub struct PublicState {
    pool: PgPool,
    datasets: CopyPool,
    pub downloads: Transfers,
    /// Files of comments; which of them are public, the rows say. None for a command that needs no file.
    files: Option<FileStore>,
    pub probe: Probe,
    pub settings: Arc<Settings>,
    pub site: PublicUrl,
}

impl AppState {
    /// # Errors
    /// If the settings of the pool contradict one another, no password can be hashed, or files cannot be kept.
    pub fn new(settings: &Arc<Settings>, database_url: &str) -> anyhow::Result<Self> {
        let database = &settings.database;
        let roles = Roles::new(&database.role_prefix)?;
        let (url, role) = connect_as(&database.application_url, database_url, roles.application());
        let sealer = Sealer::new(&settings.security.secret_key)?;
        Ok(Self {
            probe: Probe::new(&url, role.as_deref())?,
            pool: pool::pool(&PoolOptions {
                url,
                role,
                size: database.pool_size,
                statement_timeout: Duration::from_secs(database.statement_seconds),
                wait: Duration::from_secs(database.wait_seconds),
            })?,
            settings: Arc::clone(settings),
            site: settings.server.public_url(),
            hasher: Hasher::new()?,
            event_passes: EventPasses::new(sealer.clone()),
            sealer,
            breached: BreachedPasswords::open(&settings.passwords.breached_file)?,
            exports: Arc::new(Semaphore::new(N_EXPORTS)),
            sign_ins: SignIns::default(),
            files: FileStore::open(&settings.attachments)?,
            senders: Transfers::new(N_UPLOADS_OF_ONE),
            uploads: Arc::new(Semaphore::new(N_UPLOADS)),
            inspections: Arc::new(Semaphore::new(N_INSPECTIONS)),
            board: Board::blank(),
        })
    }

    /// Whether mails can be read at `/mailbox`: only where none is sent, and nobody else can look.
    #[must_use]
    pub fn has_mailbox(&self) -> bool {
        !self.settings.mail.has_server() && self.site.is_loopback()
    }

    /// How its connections are doing.
    #[must_use]
    pub fn pool_status(&self) -> Status {
        self.pool.status()
    }

    /// A connection of the application role.
    pub async fn db(&self) -> AppResult<PgConnection> {
        checkout(&self.pool).await
    }
}

impl PublicState {
    /// # Errors
    /// If the settings of the pools contradict one another, or files cannot be kept.
    pub fn new(settings: &Arc<Settings>, database_url: &str) -> anyhow::Result<Self> {
        let database = &settings.database;
        let roles = Roles::new(&database.role_prefix)?;
        let (url, role) = connect_as(&database.public_url, database_url, roles.public());
        let datasets = CopyPool::new(&url, role.as_deref(), database.dataset_connections)?;
        Ok(Self {
            downloads: Transfers::new(database.dataset_connections_per_address),
            files: FileStore::find(&settings.attachments)?,
            probe: Probe::new(&url, role.as_deref())?,
            pool: pool::pool(&PoolOptions {
                url,
                role,
                size: database.public_pool_size,
                statement_timeout: Duration::from_secs(database.statement_seconds),
                wait: Duration::from_secs(database.wait_seconds),
            })?,
            datasets,
            settings: Arc::clone(settings),
            site: settings.server.public_url(),
        })
    }

    /// How its connections are doing.
    #[must_use]
    pub fn pool_status(&self) -> Status {
        self.pool.status()
    }

    /// A connection of the public role.
    pub async fn db(&self) -> AppResult<PgConnection> {
        checkout(&self.pool).await
    }

    /// Where the files of comments lie.
    pub fn files(&self) -> AppResult<&FileStore> {
        Ok(self.files.as_ref().context("there is no folder for files")?)
    }

    /// Connections of their own for downloads: a slow one holds no page's.
    #[must_use]
    pub fn datasets(&self) -> &CopyPool {
        &self.datasets
    }
}

/// A URL of its own signs in as the role; otherwise the one URL does, and each connection takes the role on.
fn connect_as(own_url: &Secret, database_url: &str, role: String) -> (String, Option<String>) {
    if own_url.is_empty() {
        (database_url.to_owned(), Some(role))
    } else {
        (own_url.reveal().to_owned(), None)
    }
}

async fn checkout(pool: &PgPool) -> AppResult<PgConnection> {
    pool.get().await.context("no database connection").map_err(AppError::Unavailable)
}
