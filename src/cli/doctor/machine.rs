//! What the machine gives: the key file, space in the data folder, open files.

use std::path::{Path, PathBuf};

use rustix::fs::statvfs;
use rustix::process::{Resource, getrlimit};

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::secret_key::{self, Key};

const GIB: u64 = 1 << 30;
/// Each visitor takes one, each connection to the database one more.
const ENOUGH_FILES: u64 = 4096;

pub fn examine(patient: &Patient) -> Vec<Finding> {
    [Some(key(patient)), space(&patient.data_dir), files()].into_iter().flatten().collect()
}

/// Whether it is the right one is seen later, by what it opens.
fn key(patient: &Patient) -> Finding {
    let about = "secret key";
    match secret_key::look(&patient.settings, &patient.data_dir) {
        Ok(Key::Configured) => Finding::ok(about, "it is in the settings"),
        Ok(Key::Kept(file)) => {
            Finding::ok(about, format!("{}, readable by its owner only", file.display()))
        }
        Ok(Key::Absent(file)) => Finding::warning(
            about,
            format!("there is none yet; the first `lectern serve` makes {}", file.display()),
            "If this portal ran before, bring that file back from the backup before you start it.",
        ),
        Err(error) => Finding::wrong(
            about,
            format!("{error:#}"),
            "Bring the file `secret.key` back from the backup, readable by its owner only (chmod 600).",
        ),
    }
}

fn space(data_dir: &Path) -> Option<Finding> {
    let about = "disk";
    let folder = nearest(data_dir)?;
    let found = statvfs(&folder).ok()?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let words = format!("{:.1} GiB free at {}", free as f64 / GIB as f64, folder.display());
    let remedy = "Free some space, or move the data folder to a larger disk: a full disk stops the database.";
    Some(match free {
        ..GIB => Finding::wrong(about, words, remedy),
        _ if free < 5 * GIB => Finding::warning(about, words, remedy),
        _ => Finding::ok(about, words),
    })
}

/// The folder itself, or where it would be made.
fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|it| it.exists()).map(Path::to_path_buf)
}

fn files() -> Option<Finding> {
    let about = "open files";
    let Some(limit) = getrlimit(Resource::Nofile).current else {
        return Some(Finding::ok(about, "as many as are wanted"));
    };
    let words = format!("up to {limit} for a program that is started as this one was");
    Some(if limit < ENOUGH_FILES {
        let remedy = format!(
            "Visitors wait where there are too few. In systemd: LimitNOFILE=65536; in a shell: ulimit -n {ENOUGH_FILES}"
        );
        Finding::warning(about, words, remedy)
    } else {
        Finding::ok(about, words)
    })
}
