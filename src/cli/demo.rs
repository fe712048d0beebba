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
    if is_filled(&mut conn).await? {
        return accounts::read(&file);
    }
    writeln!(std::io::stdout().lock(), "setting up the demonstration …")?;
    let accounts = DemoAccount::all_with_new_passwords();
    let site = settings.server.public_url();
    conn.transaction(async |conn| {
        seed::fill(conn, &site, &accounts).await?;
        // Written before the commit: an account whose password nobody knows would be of no use.
        accounts::write(&file, &accounts)
    })
    .await
    .context("setting up the demonstration")?;
    conn.batch_execute("ANALYZE").await.ok();
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
