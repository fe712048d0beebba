//! Connections for downloads of the dataset: few, apart from those of pages, and able to `COPY`.

use std::ops::Deref;
use std::time::Duration;

use anyhow::Context;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
    Timeouts,
};
use tokio_postgres::{Client, NoTls};

use super::connect::Connector;

/// How long connecting and the health check of an idle connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// A pool whose connections speak the plain protocol, which diesel-async hides.
#[derive(Debug, Clone)]
pub struct CopyPool(Pool);

/// A connection on loan. It is closed when it is dropped: whoever stops half-way leaves rows on the wire, and
/// nobody else may find them there. [`CopyConnection::give_back`] returns a clean one.
#[derive(Debug)]
pub struct CopyConnection(Option<Object>);

impl CopyPool {
    /// Opens no connection yet: the first download does.
    ///
    /// # Errors
    /// If the URL cannot be read.
    pub fn new(url: &str, role: Option<&str>, size: usize) -> anyhow::Result<Self> {
        let (mut config, tls) = Connector::to(url)?.parts();
        config.application_name("lectern dataset");
        // The portal may have been restarted under an idle connection; a download can spare a round trip.
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Verified };
        let setup = setup_sql(role);
        let manager = match tls {
            Some(tls) => Manager::from_config(config, tls, manager_config),
            None => Manager::from_config(config, NoTls, manager_config),
        };
        let pool = Pool::builder(manager)
            .max_size(size)
            .create_timeout(Some(CONNECT_LIMIT))
            .recycle_timeout(Some(CONNECT_LIMIT))
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(move |client, _| {
                let setup = setup.clone();
                Box::pin(
                    async move { client.batch_execute(&setup).await.map_err(HookError::Backend) },
                )
            }))
            .build()
            .context("dataset pool")?;
        Ok(Self(pool))
    }

    /// Waits for a free connection, but not for long.
    pub async fn get(&self, wait: Duration) -> Result<CopyConnection, PoolError> {
        let timeouts = Timeouts { wait: Some(wait), ..self.0.timeouts() };
        Ok(CopyConnection(Some(self.0.timeout_get(&timeouts).await?)))
    }

    /// How many connections are on loan.
    #[must_use]
    pub fn n_busy(&self) -> usize {
        let status = self.0.status();
        status.size.saturating_sub(status.available)
    }
}

impl CopyConnection {
    /// The connection, for as long as the loan lasts.
    ///
    /// # Errors
    /// Never in practice: a loan ends only by being consumed.
    pub fn client(&self) -> anyhow::Result<&Client> {
        self.0.as_ref().map(|it| it.deref().deref()).context("the connection was given back")
    }

    /// Returns a connection that nothing is left on.
    pub fn give_back(mut self) {
        drop(self.0.take());
    }
}

impl Drop for CopyConnection {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            // Taken out of the pool, the socket is closed at once and the database gives up what it was sending.
            drop(Object::take(object));
        }
    }
}

/// What every connection says first. A database that cannot watch for lost readers (the check needs Linux, or a
/// newer Postgres) notices them when it next sends something.
fn setup_sql(role: Option<&str>) -> String {
    let take_role = role.map(|it| format!("SET ROLE {it};")).unwrap_or_default();
    format!(
        "{take_role} SET lock_timeout = '3s'; SET client_min_messages = warning;
         DO $$ BEGIN
             PERFORM set_config('client_connection_check_interval', '10s', false);
         EXCEPTION WHEN invalid_parameter_value THEN NULL;
         END $$"
    )
}
