//! The user that runs Postgres, which refuses to run as root.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

/// Tried in this order when root makes a cluster. `_postgres` is the name on macOS.
const UNPRIVILEGED: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// What Postgres may know of our environment. The rest stays out: it can hold secrets, and another
/// user could read them there.
const KEPT_VARIABLES: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "TMPDIR"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// We are not root: Postgres runs as we do.
    Own,
    /// We are root and step down to this user.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// Chooses the user: the owner of an existing cluster, else one that every machine has.
    pub fn for_cluster(cluster: &Path) -> anyhow::Result<Self> {
        let owner = std::fs::metadata(cluster).ok();
        if !rustix::process::geteuid().is_root() {
            let ours = rustix::process::geteuid().as_raw();
            if let Some(owner) = owner.filter(|it| it.uid() != ours) {
                anyhow::bail!(
                    "the database in {} belongs to another user (uid {}); start Lectern as that user or as root",
                    cluster.display(),
                    owner.uid()
                );
            }
            return Ok(Self::Own);
        }
        if let Some(owner) = owner.filter(|it| it.uid() != 0) {
            let (uid, gid) = (owner.uid(), owner.gid());
            return Ok(Self::Other { name: format!("uid {uid}"), uid, gid });
        }

        let users = std::fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        UNPRIVILEGED.iter().find_map(|name| find_user(&users, name)).with_context(|| {
            format!(
                "Postgres does not run as root, and none of the users {} exists",
                UNPRIVILEGED.join(", ")
            )
        })
    }

    /// A command that runs as this user, away from our folder and environment.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
        for name in KEPT_VARIABLES {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Self::Other { uid, gid, .. } = self {
            // Changing the user from root also drops root's further groups.
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Makes this user the owner of a file or folder that we created.
    pub fn give(&self, path: &Path) -> anyhow::Result<()> {
        if let Self::Other { uid, gid, .. } = self {
            std::os::unix::fs::lchown(path, Some(*uid), Some(*gid))
                .with_context(|| format!("cannot change the owner of {}", path.display()))?;
        }
        Ok(())
    }

    pub fn uid(&self) -> u32 {
        match self {
            Self::Own => rustix::process::geteuid().as_raw(),
            Self::Other { uid, .. } => *uid,
        }
    }

    /// Explains the usual mistake, a folder below somebody's home, before Postgres stumbles over it.
    pub fn ensure_can_enter(&self, folder: &Path) -> anyhow::Result<()> {
        if let Self::Other { name, .. } = self
            && !self.can_enter(folder)?
        {
            anyhow::bail!(
                "Postgres runs as the user {name} when Lectern is started as root, and that user cannot enter {}; \
                 choose another data folder, such as /var/lib/lectern",
                folder.display()
            );
        }
        Ok(())
    }

    /// Tries it with a child, so that access lists and mounts are judged by the system itself.
    pub fn can_enter(&self, folder: &Path) -> anyhow::Result<bool> {
        match self.command("true").current_dir(folder).status() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(false),
            Err(error) => {
                Err(error).with_context(|| format!("cannot run a program in {}", folder.display()))
            }
        }
    }
}

/// Finds a user in the text of `/etc/passwd`: `name:password:uid:gid:…`.
fn find_user(users: &str, name: &str) -> Option<Account> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account::Other { name: name.to_owned(), uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres2:x:7:7::/:\npostgres:x:101:104:,,,:/var:/bin/sh\n";

        let expected = Account::Other { name: "postgres".into(), uid: 101, gid: 104 };
        assert_eq!(find_user(users, "postgres"), Some(expected));
        assert_eq!(find_user(users, "nobody"), None);
    }
}
