//! Whether a database is as far as this program, asked without changing it.

use std::collections::HashSet;

use anyhow::{Context, anyhow, bail};
use diesel::QueryableByName;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::db::migrate::MIGRATIONS;
use crate::db::roles::Roles;

const FIRST: &str =
    "this database is not up to date with this program: run `lectern migrate` first";

/// # Errors
/// If a migration is pending, in words that say what to do.
pub async fn check(url: &str, roles: &Roles) -> anyhow::Result<()> {
    let mut conn = AsyncPgConnection::establish(url).await.context("no database connection")?;
    let has_owner = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1) AS holds",
    );
    if !has_owner.bind::<Text, _>(roles.owner()).get_result::<Fact>(&mut conn).await?.holds {
        bail!(FIRST);
    }
    // The list of what was applied is the owner's.
    conn.batch_execute(&format!("SET ROLE {}", roles.owner())).await?;
    let has_list =
        diesel::sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS holds");
    if !has_list.get_result::<Fact>(&mut conn).await?.holds {
        bail!(FIRST);
    }
    let applied: Vec<Applied> =
        diesel::sql_query("SELECT version::text FROM __diesel_schema_migrations")
            .load(&mut conn)
            .await?;
    let applied: HashSet<String> = applied.into_iter().map(|it| it.version).collect();
    let ours = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(|it| anyhow!(it))?;
    let is_applied = |it: String| applied.contains(&it);
    if ours.iter().all(|it| is_applied(it.name().version().to_string())) {
        return Ok(());
    }
    bail!(FIRST)
}

#[derive(QueryableByName)]
struct Fact {
    #[diesel(sql_type = Bool)]
    holds: bool,
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}
