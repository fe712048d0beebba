//! Finding the machine's Postgres programs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The migrations use what came with this version.
const OLDEST_VERSION: u32 = 15;

/// Folders with a folder of programs for each installed version, and how the names of those begin.
///
/// Debian and Ubuntu; then Homebrew on Apple and Intel machines and on Linux (written, not run).
const VERSIONED_FOLDERS: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", ""),
    ("/opt/homebrew/opt", "postgresql@"),
    ("/usr/local/opt", "postgresql@"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql@"),
];

/// The programs of one installed version.
#[derive(Debug, PartialEq, Eq)]
pub struct Programs {
    folder: PathBuf,
    pub version: u32,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MissingPrograms {
    #[error(
        "Postgres is not installed (no `initdb` and `postgres` in PATH, /usr/lib/postgresql or Homebrew's folders). \
         Install it with: apt-get install postgresql (Debian, Ubuntu), or brew install postgresql@17 (macOS); \
         or name a running database in DATABASE_URL"
    )]
    None,
    #[error(
        "Postgres {newest} is installed, but Lectern needs version {OLDEST_VERSION} or newer; \
         install one from https://www.postgresql.org/download/, or name a running database in DATABASE_URL"
    )]
    TooOld { newest: u32 },
    #[error(
        "the data folder was made by Postgres {wanted}, and only that version can run it, but it is not installed. \
         Install it with: apt-get install postgresql-{wanted} (Debian, Ubuntu), or brew install postgresql@{wanted} \
         (macOS); or move the data to another version with pg_upgrade"
    )]
    OtherVersion { wanted: u32 },
}

impl Programs {
    /// Finds the version that made the cluster, or for a new cluster the first that is new enough.
    pub fn find(made_by: Option<u32>) -> Result<Self, MissingPrograms> {
        Self::find_in(candidates(), made_by)
    }

    pub fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    fn find_in(
        folders: impl IntoIterator<Item = PathBuf>,
        made_by: Option<u32>,
    ) -> Result<Self, MissingPrograms> {
        let mut newest = None;
        for folder in folders {
            let Some(version) = installed_version(&folder) else { continue };
            if made_by.map_or(OLDEST_VERSION <= version, |wanted| wanted == version) {
                return Ok(Self { folder, version });
            }
            newest = newest.max(Some(version));
        }
        Err(match (made_by, newest) {
            (Some(wanted), _) => MissingPrograms::OtherVersion { wanted },
            (None, Some(newest)) => MissingPrograms::TooOld { newest },
            (None, None) => MissingPrograms::None,
        })
    }
}

/// Every folder that may hold the programs, the preferred first.
fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&path).filter(|it| it.is_absolute()).collect();
    for (parent, prefix) in VERSIONED_FOLDERS {
        folders.extend(newest_first(Path::new(parent), prefix));
    }
    folders
}

fn newest_first(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// The major version of the programs in a folder, if both are there and run.
fn installed_version(folder: &Path) -> Option<u32> {
    if !folder.join("initdb").is_file() || !folder.join("postgres").is_file() {
        return None;
    }
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `postgres (PostgreSQL) 15.14 (Debian …)`, and `18beta1` where the minor version would be.
fn parse_version(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("(PostgreSQL) ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A folder with programs that say they are of this version.
    fn install(parent: &Path, version: u32) -> PathBuf {
        let folder = parent.join(version.to_string()).join("bin");
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["initdb", "postgres"] {
            let script = format!("#!/bin/sh\necho '{name} (PostgreSQL) {version}.3 (Debian)'\n");
            std::fs::write(folder.join(name), script).unwrap();
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(folder.join(name), mode).unwrap();
        }
        folder
    }

    #[test]
    fn where_nothing_is_installed_the_message_names_the_packages() {
        let error = Programs::find_in([PathBuf::from("/nonexistent")], None).unwrap_err();

        assert_eq!(error, MissingPrograms::None);
        assert!(error.to_string().contains("apt-get install postgresql "));
        assert!(error.to_string().contains("brew install postgresql@"));
    }

    #[test]
    fn the_newest_version_is_tried_first() {
        let machine = tempfile::tempdir().unwrap();
        for version in [9, 15, 17] {
            install(machine.path(), version);
        }

        let found = Programs::find_in(newest_first(machine.path(), ""), None).unwrap();

        assert_eq!(found.version, 17);
    }

    #[test]
    fn an_existing_cluster_is_run_by_the_version_that_made_it_or_not_at_all() {
        let machine = tempfile::tempdir().unwrap();
        let folders = [17, 15].map(|version| install(machine.path(), version));

        assert_eq!(Programs::find_in(folders.clone(), Some(15)).unwrap().version, 15);

        let error = Programs::find_in(folders, Some(16)).unwrap_err();
        assert!(error.to_string().contains("apt-get install postgresql-16 "));
    }

    #[test]
    fn a_version_that_is_too_old_is_said_to_be_so() {
        let machine = tempfile::tempdir().unwrap();

        let error = Programs::find_in([install(machine.path(), 13)], None).unwrap_err();

        assert_eq!(error, MissingPrograms::TooOld { newest: 13 });
    }

    #[test]
    fn a_version_is_read_from_what_postgres_prints() {
        assert_eq!(
            parse_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_version("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(parse_version("something else"), None);
    }
}
