//! The file in which a running Postgres says who and where it is.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::socket;

/// What `postmaster.pid` says: the pid in line 1, the port in line 4, the socket's folder in line 5.
#[derive(Debug, PartialEq, Eq)]
pub struct PidFile {
    pub pid: i32,
    socket_folder: PathBuf,
    port: u16,
}

impl PidFile {
    /// Reads the file of a cluster. A half-written one reads as none: its server is still starting.
    pub fn read(cluster: &Path) -> anyhow::Result<Option<Self>> {
        Ok(read(cluster)?.as_deref().and_then(parse))
    }

    /// The pid alone stands in the file before everything else.
    pub fn read_pid(cluster: &Path) -> anyhow::Result<Option<i32>> {
        Ok(read(cluster)?.as_deref().and_then(parse_pid))
    }

    /// Removes the file of a server that is gone, so that Postgres does not take it for a running one.
    pub fn remove(cluster: &Path) -> anyhow::Result<()> {
        match std::fs::remove_file(path(cluster)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", path(cluster).display()))
            }
            _ => Ok(()),
        }
    }

    pub fn url(&self) -> String {
        socket::url(&self.socket_folder, self.port)
    }
}

fn read(cluster: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path(cluster)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(error).with_context(|| format!("cannot read {}", path(cluster).display()))
        }
    }
}

fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

fn parse(text: &str) -> Option<PidFile> {
    let mut lines = text.lines().skip(3);
    let port = lines.next()?.trim().parse().ok()?;
    let socket_folder = lines.next().filter(|it| !it.is_empty())?.into();
    Some(PidFile { pid: parse_pid(text)?, socket_folder, port })
}

/// Zero and less would address whole groups of processes.
fn parse_pid(text: &str) -> Option<i32> {
    text.lines().next()?.trim().parse().ok().filter(|it| 0 < *it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_file_gives_the_address() {
        let text =
            "4711\n/data/postgres\n1790000000\n5432\n/run/lectern-1-2\n\n  5432001  3\nready   \n";

        let it = parse(text).unwrap();

        assert_eq!(it.pid, 4711);
        assert_eq!(it.url(), "postgres://lectern@%2Frun%2Flectern-1-2:5432/lectern");
    }

    #[test]
    fn a_half_written_file_gives_only_the_pid() {
        assert_eq!(parse("4711\n/data/postgres\n"), None);
        assert_eq!(parse_pid("4711\n/data/postgres\n"), Some(4711));
    }

    #[test]
    fn a_group_of_processes_is_no_server() {
        assert_eq!(parse_pid("0\n"), None);
        assert_eq!(parse_pid("-1\n"), None);
    }
}
