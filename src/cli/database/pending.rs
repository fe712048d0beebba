//! Whether a database is as far as this program, asked without changing it.

use std::collections::BTreeSet;

use anyhow::{anyhow, bail};
use diesel::QueryableByName;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::db::connect::connect;
use crate::db::migrate::MIGRATIONS;
use crate::db::roles::Roles;

/// How far a database is.
#[derive(Debug)]
pub enum State {
    /// Nothing was ever migrated.
    Empty,
    Known {
        /// Ours, not yet applied.
        pending: Vec<String>,
        /// Applied by a program that is newer than this one.
        unknown: Vec<String>,
    },
}

/// # Errors
/// If a migration is pending, in words that say what to do.
pub async fn check(url: &str, roles: &Roles) -> anyhow::Result<()> {
    match state(&mut connect(url).await?, roles).await? {
        State::Known { pending, .. } if pending.is_empty() => Ok(()),
        _ => {
            bail!("this database is not up to date with this program: run `lectern migrate` first")
        }
    }
}

/// Takes on the role of the owner, to whom the list of what was applied belongs.
///
/// # Errors
/// If the database does not answer, or the role cannot be taken on.
pub async fn state(conn: &mut AsyncPgConnection, roles: &Roles) -> anyhow::Result<State> {
    let has_owner = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1) AS holds",
    );
    if !has_owner.bind::<Text, _>(roles.owner()).get_result::<Fact>(conn).await?.holds {
        return Ok(State::Empty);
    }
    conn.batch_execute(&format!("SET ROLE {}", roles.owner())).await?;
    let has_list =
        diesel::sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS holds");
    if !has_list.get_result::<Fact>(conn).await?.holds {
        return Ok(State::Empty);
    }
    let applied: Vec<Applied> =
        diesel::sql_query("SELECT version::text FROM __diesel_schema_migrations")
            .load(conn)
            .await?;
    let applied: BTreeSet<String> = applied.into_iter().map(|it| it.version).collect();
    let ours = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(|it| anyhow!(it))?;
    let ours: BTreeSet<String> = ours.iter().map(|it| it.name().version().to_string()).collect();
    Ok(State::Known {
        pending: ours.difference(&applied).cloned().collect(),
        unknown: applied.difference(&ours).cloned().collect(),
    })
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
