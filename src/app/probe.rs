//! Whether the database answers, on a connection that no page waits for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use tokio::sync::Mutex;

use crate::db::connect::Connector;
use crate::db::pool;

/// How long the database has for an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Anybody can ask, and each answer costs the database a connection: so old an answer is as good as a new one.
const KEPT: Duration = Duration::from_secs(1);

/// Asks in one role, one question at a time.
#[derive(Debug, Clone)]
pub struct Probe {
    database: Connector,
    setup: String,
    last: Arc<Mutex<Option<(Instant, bool)>>>,
}

impl Probe {
    /// # Errors
    /// If the URL cannot be read.
    pub fn new(url: &str, role: Option<&str>) -> anyhow::Result<Self> {
        let setup = pool::setup_sql(role, PATIENCE);
        Ok(Self { database: Connector::to(url)?, setup, last: Arc::default() })
    }

    /// Whether the database answers, and soon.
    pub async fn is_answered(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, answered)) = *last
            && at.elapsed() < KEPT
        {
            return answered;
        }
        let answered = match tokio::time::timeout(PATIENCE, self.ask()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(cause = crate::error::cause::describe(&error), "Not ready");
                false
            }
            Err(_) => {
                tracing::warn!("Not ready: the database took too long");
                false
            }
        };
        *last = Some((Instant::now(), answered));
        answered
    }

    async fn ask(&self) -> anyhow::Result<()> {
        let mut conn = self.database.connect().await?;
        conn.batch_execute(&self.setup).await?;
        diesel::sql_query("SELECT 1").execute(&mut conn).await?;
        Ok(())
    }
}
