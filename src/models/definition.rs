//! Initiative definitions in the database: read as they stand, and changed by a file.

mod load;
mod permanent;
mod write;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::domain::definition::{GatePart, InitiativeDefinition, changes, gate, shut};
use crate::models::audit::{self, Act, Actor};
use crate::schema::intake::events;

pub use load::load;
pub use permanent::permanent;

/// The lock under which definitions change: two files are applied one after the other.
const DEFINITIONS_LOCK: i64 = 7003;

/// What to do where pages changed a definition after the file was made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedSince {
    Refuse,
    Overwrite,
}

/// What applying a definition changes, or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One line for each change; none if the definition stands already.
    pub changes: Vec<String>,
    /// The digest of the definition: what its next file came from.
    pub digest: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    #[error(
        "an area cannot be removed, since its comments and its addresses stay: keep {} in the file, \
         and close the comment period instead",
        .0.join(", ")
    )]
    AreasMissing(Vec<String>),
    #[error("the initiative was changed after this file was made from it")]
    ChangedSince { differences: Vec<String> },
    #[error(
        "{} would take comments, and the initiative still lacks: {}",
        .areas.join(", "),
        .missing.iter().map(|it| it.label()).collect::<Vec<_>>().join("; ")
    )]
    GateIncomplete { areas: Vec<String>, missing: Vec<GatePart> },
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Says what [`apply`] would change, or why it would refuse.
pub async fn plan(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
    changed_since: ChangedSince,
    now: DateTime<Utc>,
) -> Result<Plan, ApplyError> {
    let stored = load(conn, &definition.slug).await?;
    let changes = changes(stored.as_ref(), definition);
    if let Some(stored) = &stored {
        let is_kept = |slug: &str| definition.areas.iter().any(|it| it.slug == slug);
        let slugs = stored.areas.iter().map(|it| it.slug.clone());
        let missing: Vec<_> = slugs.filter(|it| !is_kept(it)).collect();
        if !missing.is_empty() {
            return Err(ApplyError::AreasMissing(missing));
        }
        let came_from_another =
            definition.came_from.as_ref().is_some_and(|it| *it != stored.digest());
        if came_from_another && !changes.is_empty() && changed_since == ChangedSince::Refuse {
            return Err(ApplyError::ChangedSince { differences: changes });
        }
    }
    let areas = shut(stored.as_ref(), definition, now);
    if !areas.is_empty() && !changes.is_empty() {
        let areas = areas.iter().map(|it| it.slug.clone()).collect();
        return Err(ApplyError::GateIncomplete { areas, missing: gate(definition) });
    }
    Ok(Plan { changes, digest: definition.digest() })
}

/// Makes the definition stand, all of it or nothing. A definition that stands already changes nothing and
/// leaves no trace.
///
/// What comments refer to is never edited: other questions or another stated direction are a new version,
/// as is another moderation policy, and a respondent kind that is gone is retired.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
    changed_since: ChangedSince,
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<Plan, ApplyError> {
    conn.transaction(async |conn| {
        hold(conn).await?;
        let plan = plan(conn, definition, changed_since, now).await?;
        if !plan.changes.is_empty() {
            write::write(conn, definition, now).await?;
            note_applied(conn, definition, &plan, actor).await?;
        }
        Ok(plan)
    })
    .await
}

/// Holds every change of definitions and of comment periods until the transaction ends.
pub async fn hold(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(DEFINITIONS_LOCK)
        .execute(conn)
        .await?;
    Ok(())
}

/// Leaves the event and the audit row.
async fn note_applied(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
    plan: &Plan,
    actor: Actor,
) -> QueryResult<()> {
    diesel::insert_into(events::table)
        .values(events::kind.eq("definition_applied"))
        .execute(conn)
        .await?;
    let detail = json!({
        "scope": definition.slug,
        "came_from": definition.came_from,
        "digest": plan.digest,
        "changes": plan.changes,
    });
    audit::record(conn, actor, Act::DefinitionApplied, &definition.slug, &detail).await
}
