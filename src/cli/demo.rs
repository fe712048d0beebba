//! `lectern demo`: a portal on this machine with the Genesis Mission, sample comments and ready accounts.

mod accounts;
mod samples;
mod seed;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};

use accounts::DemoAccount;

use super::database::Database;
use super::serve::{Portal, ServeOptions};
use super::told_to_stop::ToldToStop;
use crate::db::connect::connect;
use crate::db::embedded;
use crate::db::roles::Roles;
use crate::logging;
use crate::models::initiative::Initiative;
use crate::sealing::Sealer;
use crate::settings::Settings;

/// Answers requests with a database of its own; the first start fills it.
///
/// # Errors
/// In words for an operator.
pub async fn demo(options: ServeOptions) -> anyhow::Result<()> {
    let told_to_stop = ToldToStop::listen()?;
    let mut settings = options.demo_settings()?;
    logging::init(&settings.log)?;
    let data_dir = options.data_dir.clone().map_or_else(default_folder, Ok)?;
    let database = Database::own(&mut settings, data_dir.clone()).await?;
    let portal = Portal::open(settings, database).await?;
    match prepare(&portal, &data_dir).await {
        Ok(accounts) => {
            accounts::print(&portal.settings.server.public_url(), &accounts)?;
            portal.run(told_to_stop).await
        }
        Err(error) => Err(portal.database.close().await.err().unwrap_or(error)),
    }
}

/// Beside the folder of `lectern serve`, so that trying things out touches nothing real.
fn default_folder() -> anyhow::Result<PathBuf> {
    Ok(embedded::default_data_dir()?.with_file_name("lectern-demo"))
}

/// Fills an empty database, all of it or nothing, and gives the ready accounts.
async fn prepare(portal: &Portal, data_dir: &Path) -> anyhow::Result<Vec<DemoAccount>> {
    let file = data_dir.join("demo-accounts.json");
    let settings = &portal.settings;
    let roles = Roles::new(&settings.database.role_prefix)?;
    let mut conn = connect(&portal.database.url).await?;
    conn.batch_execute(&format!("SET ROLE {}", roles.owner())).await?;
    let sealer = Sealer::new(&settings.security.secret_key)?;
    if is_filled(&mut conn).await? {
        return enrol_earlier(&mut conn, &sealer, &file).await;
    }
    writeln!(std::io::stdout().lock(), "setting up the demonstration …")?;
    let accounts = DemoAccount::all_with_new_passwords();
    let site = settings.server.public_url();
    conn.transaction(async |conn| {
        seed::fill(conn, &site, &sealer, &accounts).await?;
        // Written before the commit: an account whose password nobody knows would be of no use.
        accounts::write(&file, &accounts)
    })
    .await
    .context("setting up the demonstration")?;
    conn.batch_execute("ANALYZE").await.ok();
    Ok(accounts)
}

/// The ready accounts of a database that is there already. One that an earlier version made gets its one-time codes
/// now: without them no page of staff opens.
async fn enrol_earlier(
    conn: &mut AsyncPgConnection,
    sealer: &Sealer,
    file: &Path,
) -> anyhow::Result<Vec<DemoAccount>> {
    let accounts = accounts::read(file)?;
    if !accounts.iter().any(DemoAccount::lacks_secret) {
        return Ok(accounts);
    }
    let renewed = |it: DemoAccount| if it.lacks_secret() { it.with_new_secret() } else { it };
    let accounts: Vec<_> = accounts.into_iter().map(renewed).collect();
    conn.transaction(async |conn| {
        for account in &accounts {
            seed::set_up_codes(conn, sealer, account).await?;
        }
        accounts::write(file, &accounts)
    })
    .await
    .context("setting up one-time codes for the demonstration")?;
    Ok(accounts)
}

async fn is_filled(conn: &mut AsyncPgConnection) -> anyhow::Result<bool> {
    Ok(!Initiative::all(conn).await?.is_empty())
}

impl ServeOptions {
    /// The settings without any database or mail server that the environment may name: a demonstration
    /// touches nothing real and mails nobody.
    fn demo_settings(&self) -> anyhow::Result<Settings> {
        let mut settings = self.settings(vec![("log.format", "text".to_owned())])?;
        settings.use_own_database();
        settings.mail.smtp_host.clear();
        Ok(settings)
    }
}
