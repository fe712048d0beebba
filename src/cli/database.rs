//! Which database a command works with: the configured one, or the portal's own.

pub mod pending;

use std::path::{Path, PathBuf};

use anyhow::Context;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

use super::{Place, secret_key};
use crate::db::connect::connect;
use crate::db::embedded::{self, Durability, Embedded};
use crate::db::migrate;
use crate::db::roles::Roles;
use crate::settings::{Settings, Sources};

/// A database for the time of one command. One of our own is stopped by [`Database::close`], unless another
/// program had it running.
#[derive(Debug)]
pub struct Database {
    pub url: String,
    own: Option<Embedded>,
}

impl Database {
    /// The configured database, or the portal's own where none is, or where its folder is named. A portal that
    /// runs already is worked beside.
    ///
    /// # Errors
    /// In words for an operator.
    pub async fn open(settings: &mut Settings, data_dir: Option<PathBuf>) -> anyhow::Result<Self> {
        let data_dir = match Self::configured(settings, data_dir)? {
            Configured::Url(url) => return Ok(Self { url, own: None }),
            Configured::Own(data_dir) => data_dir,
        };
        match embedded::attach(&data_dir).await? {
            Some(url) => Ok(Self { url, own: None }),
            None => Self::own(settings, data_dir).await,
        }
    }

    /// The same for a portal, which shares its own database with no other portal.
    ///
    /// # Errors
    /// In words for an operator.
    pub async fn claim(settings: &mut Settings, data_dir: Option<PathBuf>) -> anyhow::Result<Self> {
        match Self::configured(settings, data_dir)? {
            Configured::Url(url) => {
                // Only where something has to lie in it: a container may have no data folder at all.
                if settings.security.secret_key.is_empty() {
                    secret_key::ensure_key(settings, &embedded::default_data_dir()?)?;
                }
                if settings.attachments.folder.as_os_str().is_empty() {
                    let data_dir =
                        embedded::default_data_dir().context("set `attachments.folder`")?;
                    name_folder(settings, &data_dir);
                }
                Ok(Self { url, own: None })
            }
            Configured::Own(data_dir) => Self::own(settings, data_dir).await,
        }
    }

    fn configured(
        settings: &mut Settings,
        data_dir: Option<PathBuf>,
    ) -> anyhow::Result<Configured> {
        let url = settings.database.url.reveal().to_owned();
        if data_dir.is_none() && !url.is_empty() {
            return Ok(Configured::Url(url));
        }
        settings.use_own_database();
        data_dir.map_or_else(embedded::default_data_dir, Ok).map(Configured::Own)
    }

    /// The portal's own database, started by this program and held by no other.
    ///
    /// # Errors
    /// In words for an operator, such as which package to install.
    pub async fn own(settings: &mut Settings, data_dir: PathBuf) -> anyhow::Result<Self> {
        let own = Embedded::start(&data_dir, Durability::Durable).await?;
        secret_key::ensure_key(settings, &data_dir)?;
        name_folder(settings, &data_dir);
        Ok(Self { url: own.url(), own: Some(own) })
    }

    /// Waits until a Postgres that this program started has ended by itself; for ever where it started none.
    pub async fn ended(&self) {
        match &self.own {
            Some(own) => own.ended().await,
            None => std::future::pending().await,
        }
    }

    /// Stops what this program started.
    ///
    /// # Errors
    /// If Postgres does not stop.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.own {
            Some(own) => own.stop().await,
            None => Ok(()),
        }
    }
}

/// Files lie beside everything else that the portal keeps, unless they were given a place of their own.
pub fn name_folder(settings: &mut Settings, data_dir: &Path) {
    if settings.attachments.folder.as_os_str().is_empty() {
        settings.attachments.folder = data_dir.join("attachments");
    }
}

/// Which of the two it is.
enum Configured {
    Url(String),
    Own(PathBuf),
}

/// `lectern migrate`
///
/// # Errors
/// In words for an operator.
pub async fn migrate(place: &Place) -> anyhow::Result<()> {
    with_settings(place, async |database, settings| {
        let roles = Roles::new(&settings.database.role_prefix)?;
        migrate::migrate(&database.url, &roles).await
    })
    .await
}

/// Runs a command on a migrated database, in the role of the application.
pub(super) async fn with_connection(
    place: &Place,
    command: impl AsyncFnOnce(&mut AsyncPgConnection, &Settings) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    with_database(place, async |url, settings| {
        let roles = Roles::new(&settings.database.role_prefix)?;
        let mut conn = connect(url).await?;
        conn.batch_execute(&format!("SET ROLE {}", roles.application())).await?;
        command(&mut conn, settings).await
    })
    .await
}

/// Runs a command on the URL of a migrated database.
///
/// Only the portal's own database, started for this command, is brought up to the program: nobody else works with
/// it. Under a portal that runs, or on a server with replicas, an operator decides when to migrate.
pub(super) async fn with_database(
    place: &Place,
    command: impl AsyncFnOnce(&str, &Settings) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    with_settings(place, async |database, settings| {
        let roles = Roles::new(&settings.database.role_prefix)?;
        match &database.own {
            Some(_) => migrate::migrate(&database.url, &roles).await?,
            None => pending::check(&database.url, &roles).await?,
        }
        command(&database.url, settings).await
    })
    .await
}

async fn with_settings(
    place: &Place,
    command: impl AsyncFnOnce(&Database, &Settings) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut settings = Settings::load(&Sources::of_process(place.config.clone(), Vec::new()))?;
    crate::logging::init(&settings.log)?;
    let database = Database::open(&mut settings, place.data_dir.clone()).await?;
    let done = command(&database, &settings).await;
    // What the command says matters more than how the database stopped.
    done.and(database.close().await)
}
