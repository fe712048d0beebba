//! The portal that is looked at: its settings, and connections that can change nothing.

use std::path::PathBuf;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

use crate::cli::database::name_folder;
use crate::db::connect::connect;
use crate::db::embedded;
use crate::db::roles::Roles;
use crate::settings::Settings;

pub struct Patient {
    pub settings: Settings,
    pub roles: Roles,
    /// Where the key is, and the database too where it is the portal's own.
    pub data_dir: PathBuf,
}

impl Patient {
    /// # Errors
    /// If there is no data folder to look into.
    pub fn admit(mut settings: Settings, data_dir: Option<PathBuf>) -> anyhow::Result<Self> {
        if data_dir.is_some() {
            settings.use_own_database();
        }
        let data_dir = data_dir.map_or_else(embedded::default_data_dir, Ok)?;
        name_folder(&mut settings, &data_dir);
        Ok(Self { roles: Roles::new(&settings.database.role_prefix)?, settings, data_dir })
    }

    /// Whether Lectern runs the database itself.
    pub fn has_own_database(&self) -> bool {
        self.settings.database.url.is_empty()
    }

    /// As pages of people and staff read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn as_application(&self, url: &str) -> anyhow::Result<AsyncPgConnection> {
        let mut conn = read_only(url).await?;
        conn.batch_execute(&format!("SET ROLE {}", self.roles.application())).await?;
        Ok(conn)
    }
}

/// A connection on which every change is refused, and every question soon given up.
///
/// # Errors
/// What the way there or the database has against it.
pub async fn read_only(url: &str) -> anyhow::Result<AsyncPgConnection> {
    let mut conn = connect(url).await?;
    conn.batch_execute(
        "SET default_transaction_read_only = on; SET statement_timeout = '10s'; SET lock_timeout = '3s'",
    )
    .await?;
    Ok(conn)
}
