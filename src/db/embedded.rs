//! Lectern's own Postgres: found on the machine, set up, started and stopped together with the program.
//!
//! Everything lies in one data folder: the cluster (`postgres/`), its log (`postgres.log`) and the lock
//! that lets one program at a time own the folder (`lectern.lock`). The server listens on a Unix socket
//! in a private folder and on no network address, so whoever can enter that folder is trusted.

mod account;
mod cluster;
mod durability;
mod folder;
mod log;
mod pid_file;
mod process;
mod programs;
mod server;
mod socket;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tokio::time::{Instant, sleep};

use account::Account;
pub use durability::Durability;
use folder::{DataFolder, FolderLock};
use pid_file::PidFile;
use programs::Programs;
use server::{Launch, Server};
use socket::SocketFolder;

/// How long to wait for a neighbor that is bringing the same database up.
const NEIGHBOR_LIMIT: Duration = Duration::from_secs(60);

/// A running database that belongs to this program.
///
/// End it with [`Embedded::stop`]. When it is dropped instead, Postgres is asked to stop but not waited for.
// The server is declared before the lock, so that it is told to stop before the folder is free.
#[derive(Debug)]
pub struct Embedded {
    server: Server,
    _lock: FolderLock,
}

impl Embedded {
    /// Starts the database of `data_dir`, making it first where there is none.
    ///
    /// A server that a killed program left behind is stopped before, so that the new one always is a
    /// child of this program and has its settings.
    pub async fn start(data_dir: &Path, durability: Durability) -> anyhow::Result<Self> {
        let folder = DataFolder::open(data_dir)?;
        let lock = folder.claim().await?;
        let server = bring_up(&folder, durability).await?;
        Ok(Self { server, _lock: lock })
    }

    /// The address of the database, with the rights of the cluster's superuser.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Waits until Postgres has ended without being told to.
    pub async fn ended(&self) {
        self.server.ended().await;
    }

    /// Stops Postgres cleanly and waits until it is gone.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.server.stop().await
    }
}

/// The address of the database that another program runs in `data_dir`, if one owns it now.
///
/// Commands that work beside a running portal ask this first and start the database themselves when
/// the answer is `None`.
pub async fn attach(data_dir: &Path) -> anyhow::Result<Option<String>> {
    let Some(folder) = DataFolder::find(data_dir)? else {
        return Ok(None);
    };

    let deadline = Instant::now() + NEIGHBOR_LIMIT;
    while folder.is_claimed()? {
        if let Some(url) = answering_url(&folder).await {
            return Ok(Some(url));
        }
        // The owner may be starting or stopping: either it answers soon, or the folder becomes free.
        anyhow::ensure!(
            Instant::now() < deadline,
            "another lectern owns {}, but its database does not answer",
            folder.path().display()
        );
        sleep(Duration::from_millis(50)).await;
    }
    Ok(None)
}

/// The address of a database that outlives this program; starts it where it is not running.
///
/// For tests: each of many processes calls this at once, one of them starts the server, and all use it.
/// Where root's Postgres user cannot enter `data_dir`, that path becomes a link to a folder it can enter.
pub async fn start_or_attach_detached(
    data_dir: &Path,
    durability: Durability,
) -> anyhow::Result<String> {
    folder::place_within_reach(data_dir)?;
    let folder = DataFolder::open(data_dir)?;
    if let Some(url) = answering_url(&folder).await {
        return Ok(url);
    }

    let _lock = folder.claim_within(NEIGHBOR_LIMIT).await?;
    // Whoever held the lock before may have started it.
    if let Some(url) = answering_url(&folder).await {
        return Ok(url);
    }
    Ok(bring_up(&folder, durability).await?.leave_running())
}

/// Where the data goes unless told otherwise.
///
/// Root's data is not in root's home, because the user that runs Postgres could not enter it.
pub fn default_data_dir() -> anyhow::Result<PathBuf> {
    if rustix::process::geteuid().is_root() {
        return Ok(PathBuf::from("/var/lib/lectern"));
    }
    let xdg = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
    let data_home = match xdg {
        Some(path) => path,
        None => std::env::home_dir()
            .context("there is no home folder; name a data folder with --data-dir")?
            .join(".local/share"),
    };
    Ok(data_home.join("lectern"))
}

async fn bring_up(folder: &DataFolder, durability: Durability) -> anyhow::Result<Server> {
    let account = Account::for_cluster(&folder.cluster())?;
    account.ensure_can_enter(folder.path())?;
    let programs = Programs::find(folder.cluster_version()?)?;

    server::stop_leftover(&folder.cluster()).await?;
    cluster::make_if_absent(folder, &programs, &account, durability).await?;
    let socket = SocketFolder::open(folder, &account)?;
    let launch = Launch { folder, programs: &programs, account: &account, durability };
    Server::start(&launch, socket).await
}

/// Asks the server that the cluster's pid file names; the file alone proves nothing.
async fn answering_url(folder: &DataFolder) -> Option<String> {
    let url = PidFile::read(&folder.cluster()).ok()??.url();
    server::probe(&url).await.ok().map(|()| url)
}
