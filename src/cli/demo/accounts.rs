//! The ready accounts of a demonstration, with passwords made anew for each database.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::domain::one_time_code::CodeSecret;
use crate::domain::role::Role;
use crate::settings::PublicUrl;

/// Somebody who can sign in at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoAccount {
    /// A role, or `commenter` for somebody without one.
    pub role: String,
    pub email: String,
    pub password: String,
    /// What the one-time codes are made from, in base 32, where the account needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_secret: Option<String>,
}

impl DemoAccount {
    pub fn all_with_new_passwords() -> Vec<Self> {
        let roles = Role::ALL.iter().map(|it| it.as_str());
        roles
            .chain(["commenter"])
            .map(|role| Self {
                role: role.to_owned(),
                email: format!("{role}@example.org"),
                password: random_password(),
                totp_secret: None,
            })
            .map(Self::with_new_secret)
            .collect()
    }

    /// The same, ready for one-time codes if its role needs them.
    pub fn with_new_secret(mut self) -> Self {
        self.totp_secret = self.granted().map(|_| CodeSecret::random().to_base32());
        self
    }

    /// Whether its role needs one-time codes and an earlier version made it without.
    pub fn lacks_secret(&self) -> bool {
        self.granted().is_some() && self.totp_secret.is_none()
    }

    /// The role that its grant gives; a commenter has none.
    pub fn granted(&self) -> Option<Role> {
        Role::parse(&self.role)
    }
}

/// Five groups of four letters and digits: 100 bits, and easy to type.
fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let mut group = || -> String {
        let letters = (0..4).filter_map(|_| LETTERS.get(rng.random_range(0..LETTERS.len())));
        letters.map(|it| char::from(*it)).collect()
    };
    [group(), group(), group(), group(), group()].join("-")
}

/// Keeps the accounts in a file that only its owner reads.
pub fn write(file: &Path, accounts: &[DemoAccount]) -> anyhow::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    let mut out = open.open(file).with_context(|| format!("writing {}", file.display()))?;
    serde_json::to_writer_pretty(&mut out, accounts)?;
    out.sync_all()?;
    Ok(())
}

pub fn read(file: &Path) -> anyhow::Result<Vec<DemoAccount>> {
    let opened = File::open(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(serde_json::from_reader(opened)?)
}

/// What a newcomer needs: where to look, and as whom.
pub fn print(site: &PublicUrl, accounts: &[DemoAccount]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out)?;
    writeln!(out, "  Lectern, with the Genesis Mission as a demonstration")?;
    writeln!(out)?;
    for (what, path) in [
        ("everybody", "/initiatives/genesis-mission"),
        ("moderators", "/moderation"),
        ("mails sent", "/mailbox"),
        ("sign in", "/sign-in"),
    ] {
        writeln!(out, "  {what:<14} {}", site.absolute(path))?;
    }
    writeln!(out)?;
    for account in accounts {
        writeln!(out, "  {:<14} {:<28} {}", account.role, account.email, account.password)?;
    }
    writeln!(out)?;
    writeln!(
        out,
        "  Staff sign in with a one-time code too. Add the key to any authenticator app (or run"
    )?;
    writeln!(out, "  `oathtool --totp -b KEY`), and enter the six digits that it shows:")?;
    writeln!(out)?;
    for account in accounts {
        if let Some(secret) = &account.totp_secret {
            writeln!(out, "  {:<14} {secret}", account.role)?;
        }
    }
    writeln!(out)?;
    writeln!(out, "  Stop with Ctrl-C. The data is kept for the next start.")?;
    writeln!(out)?;
    out.flush()?;
    Ok(())
}
