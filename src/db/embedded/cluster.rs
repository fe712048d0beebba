//! Making a cluster, all or nothing.

use std::fs::{DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::Context;
use tokio::process::Command;

use super::account::Account;
use super::durability::Durability;
use super::folder::DataFolder;
use super::programs::Programs;
use super::socket::USER;

/// Where texts sort by code point. The first needs the system's locale `C.UTF-8`, the second is built
/// into Postgres where it was made with ICU, as on macOS. Left to itself, initdb may choose `SQL_ASCII`.
const LOCALES: [&[&str]; 2] =
    [&["--locale=C.UTF-8"], &["--locale=C", "--locale-provider=icu", "--icu-locale=und"]];

/// Makes the cluster of a data folder where there is none.
///
/// It grows under another name and gets its own when it is complete and on disk, so that a start that was
/// cut short leaves nothing that looks like a cluster.
pub async fn make_if_absent(
    folder: &DataFolder,
    programs: &Programs,
    account: &Account,
    durability: Durability,
) -> anyhow::Result<()> {
    if folder.cluster_version()?.is_some() {
        return Ok(());
    }

    tracing::info!(folder = %folder.path().display(), "Making a database");
    let growing = folder.path().join("postgres.new");
    let mut failures = String::new();
    for locale in LOCALES {
        prepare(&growing, account)?;
        let mut initdb = account.command(programs.initdb());
        initdb.arg("-D").arg(&growing).arg("--encoding=UTF8").args(locale);
        // The socket's folder is private, so who gets there is trusted; nobody comes another way. Syncing
        // the files one by one is left out for one sync of everything below, which is quicker.
        initdb.args(["--auth-local=trust", "--auth-host=reject", "--no-sync", "--no-instructions"]);
        initdb.arg(format!("--username={USER}"));
        let output =
            Command::from(initdb).kill_on_drop(true).output().await.context("cannot run initdb")?;
        if output.status.success() {
            return settle(folder, &growing, durability).await;
        }
        failures.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    anyhow::bail!("Postgres cannot make a database in {}:\n{failures}", folder.path().display())
}

fn prepare(growing: &Path, account: &Account) -> anyhow::Result<()> {
    match std::fs::remove_dir_all(growing) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", growing.display()));
        }
        _ => {}
    }
    DirBuilder::new()
        .mode(0o700)
        .create(growing)
        .with_context(|| format!("cannot make {}", growing.display()))?;
    account.give(growing)
}

async fn settle(folder: &DataFolder, growing: &Path, durability: Durability) -> anyhow::Result<()> {
    if durability == Durability::Durable {
        tokio::task::spawn_blocking(rustix::fs::sync).await?;
    }
    std::fs::rename(growing, folder.cluster())
        .with_context(|| format!("cannot make {}", folder.cluster().display()))?;
    if durability == Durability::Durable {
        File::open(folder.path())?.sync_all()?;
    }
    Ok(())
}
