//! The key that seals secrets: configured, or kept in the data folder, where the first start makes it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::sealing::Sealer;
use crate::settings::{Secret, Settings};

const FILE: &str = "secret.key";

/// Where the key is.
#[derive(Debug)]
pub enum Key {
    Configured,
    Kept(PathBuf),
    /// Nowhere yet; here it would be made.
    Absent(PathBuf),
}

/// Looks without making one.
///
/// # Errors
/// If the file is there and cannot be used.
pub fn look(settings: &Settings, data_dir: &Path) -> anyhow::Result<Key> {
    if !settings.security.secret_key.is_empty() {
        return Ok(Key::Configured);
    }
    let file = data_dir.join(FILE);
    if !file.exists() {
        return Ok(Key::Absent(file));
    }
    read(&file)?;
    Ok(Key::Kept(file))
}

/// The key, where there is one.
///
/// # Errors
/// If the file is there and cannot be used.
pub fn kept(settings: &Settings, data_dir: &Path) -> anyhow::Result<Option<Secret>> {
    Ok(match look(settings, data_dir)? {
        Key::Configured => Some(settings.security.secret_key.clone()),
        Key::Kept(file) => Some(Secret::new(read(&file)?)),
        Key::Absent(_) => None,
    })
}

/// Sees to it that the settings have a key.
///
/// # Errors
/// If the file cannot be made or read, or others can read it too.
pub fn ensure_key(settings: &mut Settings, data_dir: &Path) -> anyhow::Result<()> {
    if !settings.security.secret_key.is_empty() {
        return Ok(());
    }
    let file = data_dir.join(FILE);
    let key = make(data_dir, &file).and_then(|()| read(&file)).with_context(|| {
        format!(
            "the key that seals secrets cannot be kept in {}; set LECTERN_SECURITY__SECRET_KEY to what `openssl rand \
             -hex 32` prints",
            file.display()
        )
    })?;
    settings.security.secret_key = Secret::new(key);
    Ok(())
}

/// Makes the file where there is none. It appears whole: of two programs that start at once, both read the same.
fn make(data_dir: &Path, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(data_dir)?;
    let unfinished = data_dir.join(format!("{FILE}.{}", std::process::id()));
    let mut open = OpenOptions::new();
    let mut out = open.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    writeln!(out, "{}", hex::encode(rand::random::<[u8; 32]>()))?;
    out.sync_all()?;
    let linked = std::fs::hard_link(&unfinished, file);
    std::fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut opened = File::open(file)?;
    let mode = opened.metadata()?.permissions().mode();
    ensure!(mode & 0o077 == 0, "others can read it: run `chmod 600 {}`", file.display());
    let mut key = String::new();
    opened.read_to_string(&mut key)?;
    let key = key.trim().to_owned();
    Sealer::new(&Secret::new(key.clone()))
        .map_err(|_| anyhow::anyhow!("{} does not hold 64 hexadecimal digits", file.display()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sources;

    fn key_in(folder: &Path) -> anyhow::Result<String> {
        let mut settings = Settings::load(&Sources::default())?;
        ensure_key(&mut settings, folder)?;
        Ok(settings.security.secret_key.reveal().to_owned())
    }

    #[test]
    fn the_first_start_makes_a_key_and_every_later_one_finds_it() {
        let folder = tempfile::tempdir().unwrap();

        let first = key_in(folder.path()).unwrap();

        assert_eq!(first.len(), 64);
        assert_eq!(key_in(folder.path()).unwrap(), first);
        let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_is_cut_short_is_refused_and_not_repeated() {
        let folder = tempfile::tempdir().unwrap();
        key_in(folder.path()).unwrap();
        let file = folder.path().join(FILE);
        let key = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, &key[..62]).unwrap();

        let error = format!("{:#}", key_in(folder.path()).unwrap_err());

        assert!(error.contains("secret.key does not hold 64"), "{error}");
        assert!(!error.contains(&key[..20]), "{error}");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        key_in(folder.path()).unwrap();
        let file = folder.path().join(FILE);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();

        let error = format!("{:#}", key_in(folder.path()).unwrap_err());

        assert!(error.contains("chmod 600"), "{error}");
    }
}
