//! The private folder of the socket, and the address that leads there.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs::{DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::account::Account;
use super::folder::DataFolder;

/// The superuser of our clusters.
pub const USER: &str = "lectern";
/// The database that holds everything.
pub const DATABASE: &str = "lectern";
/// Only part of the socket's name: no network port is opened.
pub const PORT: u16 = 5432;

/// Systems allow a little over 100 bytes for a socket's whole path, `/.s.PGSQL.5432` included.
const LONGEST_FOLDER: usize = 85;

/// A folder that only the user of Postgres (and root) can enter.
#[derive(Debug)]
pub struct SocketFolder(PathBuf);

impl SocketFolder {
    /// Makes the folder, or takes the one that an earlier start left, and empties it.
    ///
    /// It has a short name of its own, because a data folder's path can be longer than a socket's may be.
    pub fn open(folder: &DataFolder, account: &Account) -> anyhow::Result<Self> {
        // Device and inode tell data folders apart whichever way their paths are written.
        let found = std::fs::metadata(folder.path())?;
        let name = format!("lectern-{:x}-{:x}", found.dev(), found.ino());
        let path = parents()
            .map(|parent| parent.join(&name))
            .find(|it| it.as_os_str().len() <= LONGEST_FOLDER)
            .context("there is no folder with a path short enough for a socket")?;

        make_private(&path, account)
            .with_context(|| format!("cannot make the socket folder {}", path.display()))?;
        let it = Self(path);
        it.clear();
        Ok(it)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn url(&self) -> String {
        url(&self.0, PORT)
    }

    /// Removes the folder after its server has stopped; one that cannot be removed does no harm.
    pub fn remove(&self) {
        self.clear();
        let _ = std::fs::remove_dir(&self.0);
    }

    /// A killed server leaves its socket and a lock with its pid, which by now can be anybody's.
    fn clear(&self) {
        for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
            let _ = std::fs::remove_file(self.0.join(name));
        }
    }
}

/// The address of the database behind the socket in `folder`.
pub fn url(folder: &Path, port: u16) -> String {
    url_of(DATABASE, folder, port)
}

/// As [`url`], for the database that every cluster has from the beginning.
pub fn maintenance_url(folder: &Path) -> String {
    url_of("postgres", folder, PORT)
}

fn url_of(database: &str, folder: &Path, port: u16) -> String {
    let mut host = String::new();
    for byte in folder.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                host.push(char::from(*byte));
            }
            // Writing to a string cannot fail.
            _ => _ = write!(host, "%{byte:02X}"),
        }
    }
    format!("postgres://{USER}@{host}:{port}/{database}")
}

/// Folders that lose their content at a restart of the machine, as sockets should.
fn parents() -> impl Iterator<Item = PathBuf> {
    let run = PathBuf::from("/run");
    let root = rustix::process::geteuid().is_root() && run.is_dir();
    let temporary = std::env::var_os("TMPDIR").unwrap_or_else(|| OsString::from("/tmp"));
    root.then_some(run).into_iter().chain([PathBuf::from(temporary), PathBuf::from("/tmp")])
}

/// Anybody can make a folder in `/tmp`, so one that is there already must belong to us or to Postgres.
fn make_private(path: &Path, account: &Account) -> anyhow::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    let found = std::fs::symlink_metadata(path)?;
    let ours = [rustix::process::geteuid().as_raw(), account.uid()];
    anyhow::ensure!(found.is_dir() && ours.contains(&found.uid()), "it belongs to somebody else");

    account.give(path)?;
    Ok(std::fs::set_permissions(path, Permissions::from_mode(0o700))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_escaped_in_the_address() {
        assert_eq!(
            url(Path::new("/tmp/a b/é"), PORT),
            "postgres://lectern@%2Ftmp%2Fa%20b%2F%C3%A9:5432/lectern"
        );
    }

    #[test]
    fn a_link_in_place_of_the_folder_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("socket");
        std::os::unix::fs::symlink("/", &path).unwrap();

        let error = make_private(&path, &Account::Own).unwrap_err();

        assert_eq!(error.to_string(), "it belongs to somebody else");
    }

    #[test]
    fn a_folder_of_somebody_else_is_refused() {
        // `/` belongs to root. Root itself is refused nothing there, so it looks at a folder of another user.
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("socket");
        std::fs::create_dir(&path).unwrap();
        let foreign =
            std::os::unix::fs::lchown(&path, Some(4711), Some(4711)).map_or("/".into(), |()| path);

        let error = make_private(&foreign, &Account::Own).unwrap_err();

        assert_eq!(error.to_string(), "it belongs to somebody else");
    }
}
