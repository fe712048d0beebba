//! Pools of connections, each bound to one role for its whole life.

use std::time::Duration;

use anyhow::Context;
use diesel::ConnectionError;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures_util::FutureExt;

use super::connect::Connector;

pub type PgPool = Pool<AsyncPgConnection>;
pub type PgConnection = Object<AsyncPgConnection>;

/// How the connections of a pool behave.
#[derive(Debug, Clone)]
pub struct PoolOptions {
    pub url: String,
    /// The role that each connection takes on; none where the URL signs in as it.
    pub role: Option<String>,
    pub size: usize,
    pub statement_timeout: Duration,
    /// How long a request waits for a free connection before the answer is "try again".
    pub wait: Duration,
}

/// Opens no connection yet: the first request does.
///
/// # Errors
/// If the URL cannot be read, or the pool's own settings contradict one another.
pub fn pool(options: &PoolOptions) -> anyhow::Result<PgPool> {
    let setup = setup_sql(options.role.as_deref(), options.statement_timeout);
    let mut config = ManagerConfig::default();
    let database = Connector::to(&options.url)?;
    config.custom_setup = Box::new(move |_| {
        let (database, setup) = (database.clone(), setup.clone());
        async move {
            let mut conn = database.connect().await?;
            conn.batch_execute(&setup)
                .await
                .map_err(|it| ConnectionError::BadConnection(it.to_string()))?;
            Ok(conn)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(&options.url, config);
    Pool::builder(manager)
        .max_size(options.size)
        .wait_timeout(Some(options.wait))
        .create_timeout(Some(options.wait))
        .recycle_timeout(Some(options.wait))
        .runtime(deadpool_postgres::Runtime::Tokio1)
        .build()
        .context("database pool")
}

/// What every connection says first: who it is, and how long anything may take.
#[must_use]
pub fn setup_sql(role: Option<&str>, statement_timeout: Duration) -> String {
    let take_role = role.map(|it| format!("SET ROLE {it};")).unwrap_or_default();
    format!(
        "{take_role} SET statement_timeout = {}; SET lock_timeout = '3s';
         SET idle_in_transaction_session_timeout = '30s'; SET client_min_messages = warning",
        statement_timeout.as_millis()
    )
}
