//! Definitions that administrators are changing on pages, until they are published.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::definition::{InitiativeDefinition, read};
use crate::models::account::AccountId;
use crate::schema::intake::{accounts, working_copies};

/// One for each initiative that is being changed.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = working_copies)]
#[diesel(base_query = working_copies::table.left_join(accounts::table.on(working_copies::updated_by.eq(accounts::id.nullable()))))]
pub struct WorkingCopy {
    pub slug: String,
    definition: String,
    came_from: Option<String>,
    pub updated_at: DateTime<Utc>,
    #[diesel(select_expression = accounts::display_name.nullable())]
    pub updated_by: Option<String>,
}

impl WorkingCopy {
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order(working_copies::slug).load(conn).await
    }

    pub async fn find(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Option<Self>> {
        Self::query().filter(working_copies::slug.eq(slug)).first(conn).await.optional()
    }

    /// What it says; what is still empty is empty.
    #[must_use]
    pub fn definition(&self) -> InitiativeDefinition {
        read(&self.definition).0
    }

    /// The definition that it was begun from; none for a new initiative.
    #[must_use]
    pub fn came_from(&self) -> Option<InitiativeDefinition> {
        self.came_from.as_deref().map(|it| read(it).0)
    }
}

/// Keeps a working copy, in the place of the one before. The caller holds the definitions.
pub async fn store(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
    came_from: Option<&InitiativeDefinition>,
    by: Option<AccountId>,
) -> QueryResult<()> {
    let kept = (
        working_copies::definition.eq(definition.to_toml()),
        working_copies::came_from.eq(came_from.map(InitiativeDefinition::to_toml)),
        working_copies::updated_by.eq(by),
        working_copies::updated_at.eq(diesel::dsl::now),
    );
    diesel::insert_into(working_copies::table)
        .values((working_copies::slug.eq(&definition.slug), kept.clone()))
        .on_conflict(working_copies::slug)
        .do_update()
        .set(kept)
        .execute(conn)
        .await?;
    Ok(())
}

/// Throws one away. Of two who do it at once, one does.
pub async fn delete(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<bool> {
    let deleted = diesel::delete(working_copies::table.find(slug)).execute(conn).await?;
    Ok(deleted == 1)
}
