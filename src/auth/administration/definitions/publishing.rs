//! Publishing a working copy: by the code that applies files, in the name of an administrator.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{Unsaved, hold};
use crate::domain::definition::{DefinitionError, InitiativeDefinition, parse};
use crate::models::audit::Actor;
use crate::models::definition::{ApplyError, ChangedSince, apply};
use crate::models::{clock, working_copy};

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum Unpublished {
    #[error("something is wrong or still empty")]
    Incomplete(Vec<DefinitionError>),
    /// The working copy, or what is published, is not what was on the page.
    #[error("it changed since the page was opened")]
    NotAsSeen,
    #[error("something else was published since the working copy was begun")]
    Behind,
    #[error("there is no working copy, or the grants do not reach it")]
    NotFound,
    #[error(transparent)]
    Refused(#[from] ApplyError),
}

/// Makes the working copy stand, as it was seen, and ends it. Whoever administers the initiative may do so; a new one
/// needs somebody who administers everything.
///
/// # Errors
/// Why nothing was published.
pub async fn publish(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    slug: &str,
    seen: &str,
) -> Result<(), Unpublished> {
    conn.transaction(async |conn| {
        let opened = hold(conn, actor, (slug, None)).await?;
        if opened.mark() != seen {
            return Err(Unpublished::NotAsSeen);
        }
        if opened.copy.is_none() {
            return Err(Unpublished::NotFound);
        }
        if !opened.published_since().is_empty() {
            return Err(Unpublished::Behind);
        }
        let definition = parse(&opened.definition.to_toml()).map_err(Unpublished::Incomplete)?;
        let came_from = opened.published.as_ref().map(InitiativeDefinition::digest);
        let definition = InitiativeDefinition { came_from, ..definition };
        let now = clock::moment(conn).await?;
        apply(conn, &definition, ChangedSince::Refuse, actor, now).await?;
        working_copy::delete(conn, slug).await?;
        Ok(())
    })
    .await
}

impl From<Unsaved> for Unpublished {
    fn from(unsaved: Unsaved) -> Self {
        match unsaved {
            Unsaved::Diesel(error) => error.into(),
            _ => Self::NotFound,
        }
    }
}

impl From<diesel::result::Error> for Unpublished {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}
