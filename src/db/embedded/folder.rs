//! The data folder and the lock that lets one program at a time own it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tokio::time::{Instant, sleep};

use super::account::Account;

/// A program that looks whether the folder is owned holds the lock for a moment; that is no reason to refuse.
const PATIENCE: Duration = Duration::from_secs(1);

/// An existing data folder, by its real path.
#[derive(Debug)]
pub struct DataFolder(PathBuf);

/// Owns the data folder until it is dropped or the program ends, however it ends.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl DataFolder {
    /// Opens the folder and makes it where it is missing.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        // Root's folder can be entered by the user that runs Postgres, but not listed.
        let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        match DirBuilder::new().mode(mode).create(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(error).with_context(|| format!("cannot make the folder {}", path.display()))
            }
            _ => Self::find(path)?.with_context(|| format!("{} has vanished", path.display())),
        }
    }

    /// Opens the folder if it is there.
    pub fn find(path: &Path) -> anyhow::Result<Option<Self>> {
        match path.canonicalize() {
            Ok(real) => Ok(Some(Self(real))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => {
                Err(error).with_context(|| format!("cannot open the folder {}", path.display()))
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn cluster(&self) -> PathBuf {
        self.0.join("postgres")
    }

    pub fn log(&self) -> PathBuf {
        self.0.join("postgres.log")
    }

    /// The major version that made the cluster; only the same one can run it.
    pub fn cluster_version(&self) -> anyhow::Result<Option<u32>> {
        let path = self.cluster().join("PG_VERSION");
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let version = text.trim().parse();
                version.map(Some).with_context(|| format!("{} holds no version", path.display()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Takes the folder for this program, or says who has it.
    pub async fn claim(&self) -> anyhow::Result<FolderLock> {
        self.claim_within(PATIENCE).await
    }

    /// Takes the folder, waiting for its owner to let go.
    pub async fn claim_within(&self, limit: Duration) -> anyhow::Result<FolderLock> {
        let deadline = Instant::now() + limit;
        loop {
            let mut file = self.open_lock()?;
            match file.try_lock() {
                Ok(()) => {
                    // The number only serves the message below; the lock itself is the system's.
                    file.set_len(0)?;
                    write!(file, "{}", std::process::id())?;
                    return Ok(FolderLock(file));
                }
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    sleep(Duration::from_millis(20)).await;
                }
                Err(TryLockError::WouldBlock) => anyhow::bail!(
                    "the data folder {} is in use by another lectern{}; stop that one first, \
                     or name another folder with --data-dir",
                    self.0.display(),
                    self.owner().map(|pid| format!(" (process {pid})")).unwrap_or_default()
                ),
                Err(TryLockError::Error(error)) => {
                    return Err(error)
                        .with_context(|| format!("cannot lock the folder {}", self.0.display()));
                }
            }
        }
    }

    /// Whether some program owns the folder now.
    pub fn is_claimed(&self) -> anyhow::Result<bool> {
        match self.open_lock()?.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock the folder {}", self.0.display()))
            }
        }
    }

    fn open_lock(&self) -> anyhow::Result<File> {
        let path = self.lock_path();
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))
    }

    fn owner(&self) -> Option<u32> {
        std::fs::read_to_string(self.lock_path()).ok()?.parse().ok()
    }

    fn lock_path(&self) -> PathBuf {
        self.0.join("lectern.lock")
    }
}

/// Makes `data_dir` a link into `/var/tmp` where root's Postgres user could not enter it.
///
/// Only for databases of tests: a checkout of root often lies in root's home.
pub fn place_within_reach(data_dir: &Path) -> anyhow::Result<()> {
    let parent = data_dir.parent().context("the root of the file system is no data folder")?;
    std::fs::create_dir_all(parent)
        .with_context(|| format!("cannot make the folder {}", parent.display()))?;
    let account = Account::for_cluster(&data_dir.join("postgres"))?;
    if account == Account::Own || data_dir.is_symlink() || account.can_enter(parent)? {
        return Ok(());
    }

    let found = std::fs::metadata(parent)?;
    let place = format!("/var/tmp/lectern-tests-{:x}-{:x}", found.dev(), found.ino());
    match DirBuilder::new().mode(0o711).create(&place) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(error).with_context(|| format!("cannot make the folder {place}"));
        }
        _ => ensure_ours(Path::new(&place))?,
    }
    match std::os::unix::fs::symlink(&place, data_dir) {
        // One of several processes at once was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result.with_context(|| format!("cannot link {}", data_dir.display())),
    }
}

/// Everybody can write to `/var/tmp`, so a folder of that name may be a trap.
fn ensure_ours(path: &Path) -> anyhow::Result<()> {
    let found = std::fs::symlink_metadata(path)?;
    anyhow::ensure!(
        found.is_dir() && found.uid() == rustix::process::geteuid().as_raw(),
        "{} belongs to somebody else",
        path.display()
    );
    Ok(())
}
