//! Migrations, embedded in the program and run by `serve` before it answers.

use std::time::Duration;

use anyhow::Context;
use diesel::dsl::sql;
use diesel::sql_types::{Bool, Text};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::time::sleep;

use super::connect::connect;
use super::roles::Roles;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Two programs that start at once wait for each other on it.
const LOCK: i64 = 7000;
const ASK_EVERY: Duration = Duration::from_millis(100);

/// Brings the database at `url` up to this program: roles, tables, grants. Changes nothing when all is there.
///
/// # Errors
/// Says which step failed; roles that could not be created come with the SQL for an administrator.
pub async fn migrate(url: &str, roles: &Roles) -> anyhow::Result<()> {
    let mut conn = connect(url).await?;
    conn.batch_execute("SET client_min_messages = warning").await?;
    lock(&mut conn).await?;
    let login: String =
        diesel::select(sql::<Text>("current_user::text")).get_result(&mut conn).await?;
    let create_roles = roles.create_sql(&login);
    conn.batch_execute(&create_roles).await.with_context(|| {
        format!("the database roles are missing; a database administrator can run:\n{create_roles}")
    })?;
    conn.batch_execute(&format!("SET ROLE {}", roles.owner())).await?;
    let mut conn = run_pending(conn).await?;
    roles.grant(&mut conn).await.context("granting")?;
    // The lock goes with the connection.
    Ok(())
}

/// Asks again and again: a statement that waited would hold a snapshot, and whoever has the lock and builds an index
/// beside the traffic waits for all of those.
async fn lock(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let try_lock = format!("pg_try_advisory_lock({LOCK})");
    while !diesel::select(sql::<Bool>(&try_lock)).get_result::<bool>(conn).await? {
        sleep(ASK_EVERY).await;
    }
    Ok(())
}

async fn run_pending(conn: AsyncPgConnection) -> anyhow::Result<AsyncPgConnection> {
    let mut conn = AsyncConnectionWrapper::<AsyncPgConnection>::from(conn);
    tokio::task::spawn_blocking(move || {
        let applied = conn.run_pending_migrations(MIGRATIONS).map_err(|it| anyhow::anyhow!(it))?;
        if !applied.is_empty() {
            tracing::info!(n_migrations = applied.len(), "Migrated the database");
        }
        Ok(conn.into_inner())
    })
    .await?
}
