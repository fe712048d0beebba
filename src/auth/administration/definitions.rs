//! Initiatives that administrators make and change on pages: in a working copy, which only they see, until it is
//! published by the code that applies files.
//!
//! Each change looks at the working copy as it stands under the lock of definitions, and is made only if its part is
//! still the one that was on the page: two administrators never overwrite each other unknowingly, and those who
//! change different parts never wait for one another.

mod opened;
mod publishing;

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::require_reach;
use crate::auth::administration::Refusal;
use crate::domain::definition::parts::lists::{Edit, List};
use crate::domain::definition::parts::{Part, Permanent};
use crate::domain::definition::{InitiativeDefinition, merged, read};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::models::account::AccountId;
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::{self, Scope};
use crate::models::{definition, working_copy};

pub use opened::{Opened, mark_of_list, mark_of_part};
pub use publishing::{Unpublished, publish};

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum Unsaved {
    #[error("the form needs mending")]
    Wrong(FieldErrors),
    #[error("somebody else changed it since the page was opened")]
    SomebodyWasFirst,
    #[error("there is no such thing, or the grants do not reach it")]
    NotFound,
    #[error(transparent)]
    Diesel(#[from] diesel::result::Error),
}

/// Begins a new initiative, empty or with everything that another one says.
///
/// # Errors
/// Why nothing was kept; the field `slug` where the slug is no slug or is taken.
pub async fn begin(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    slug: &str,
    title: &str,
    copy_of: Option<&str>,
) -> Result<(), Unsaved> {
    conn.transaction(async |conn| {
        require_reach(conn, actor, Scope::Everything).await?;
        definition::hold(conn).await?;
        let mut begun = match copy_of {
            Some(other) => Opened::load(conn, other).await?.ok_or(Unsaved::NotFound)?.definition,
            None => InitiativeDefinition::empty(slug),
        };
        begun.came_from = None;
        slug.clone_into(&mut begun.slug);
        title.clone_into(&mut begun.title);
        let wrong = read(&begun.to_toml()).1;
        let mut errors = FieldErrors::default();
        for error in wrong.iter().filter(|it| ["slug", "title"].contains(&it.key.as_str())) {
            errors.add(&error.key, &error.message);
        }
        if errors.is_empty() && Opened::load(conn, slug).await?.is_some() {
            errors.add("slug", "There is an initiative with this slug already.");
        }
        if !errors.is_empty() {
            return Err(Unsaved::Wrong(errors));
        }
        working_copy::store(conn, &begun, None, author(actor)).await?;
        note(conn, actor, Act::WorkingCopyChanged, slug, "begun").await
    })
    .await
}

/// Keeps what was typed in the form of one part, and says which part it is now.
///
/// # Errors
/// Why nothing was kept.
pub async fn save_part(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (slug, part): (&str, &Part),
    typed: &Fields,
) -> Result<Part, Unsaved> {
    let change = |opened: &Opened, permanent: &Permanent| {
        let before = part.fields(&opened.definition).ok_or(Unsaved::NotFound)?;
        if mark_of_part(&before) != typed.one("seen") {
            return Err(Unsaved::SomebodyWasFirst);
        }
        part.set(&opened.definition, typed, permanent).map_err(Unsaved::Wrong)
    };
    change_copy(conn, actor, (slug, part.area()), &part.name(), change).await
}

/// Moves, removes or adds an item of a list, and says which one was added.
///
/// # Errors
/// Why nothing was kept.
pub async fn edit_list(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (slug, list): (&str, &List),
    edit: &Edit,
    typed: &Fields,
) -> Result<Option<String>, Unsaved> {
    let change = |opened: &Opened, permanent: &Permanent| {
        if mark_of_list(list, &opened.definition) != typed.one("seen") {
            return Err(Unsaved::SomebodyWasFirst);
        }
        let mut changed = opened.definition.clone();
        let added = list.edit(&mut changed, edit, typed, permanent).map_err(Unsaved::Wrong)?;
        Ok((changed, added))
    };
    change_copy(conn, actor, (slug, list.area()), &list.name(), change).await
}

/// Puts a whole definition in the place of the working copy, which must still be the one that was seen.
///
/// # Errors
/// Why nothing was kept.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    definition: &InitiativeDefinition,
    seen: &str,
) -> Result<(), Unsaved> {
    let change = |opened: &Opened, _: &Permanent| {
        if opened.mark() != seen {
            return Err(Unsaved::SomebodyWasFirst);
        }
        Ok((definition.clone(), ()))
    };
    change_copy(conn, actor, (&definition.slug, None), "from a file", change).await
}

/// Takes in what was published since the working copy was begun; where both changed something, it stays as in the
/// working copy.
///
/// # Errors
/// Why nothing was kept.
pub async fn catch_up(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    slug: &str,
    seen: &str,
) -> Result<(), Unsaved> {
    conn.transaction(async |conn| {
        let opened = hold(conn, actor, (slug, None)).await?;
        if opened.mark() != seen {
            return Err(Unsaved::SomebodyWasFirst);
        }
        let Some(published) = &opened.published else { return Err(Unsaved::NotFound) };
        let came_from = opened.copy.as_ref().and_then(|it| it.came_from());
        let base = came_from.unwrap_or_else(|| InitiativeDefinition::empty(slug));
        let caught_up = merged(&base, &opened.definition, published);
        working_copy::store(conn, &caught_up, Some(published), author(actor)).await?;
        note(conn, actor, Act::WorkingCopyChanged, slug, "caught up").await
    })
    .await
}

/// Throws the working copy away.
///
/// # Errors
/// Why nothing was done.
pub async fn discard(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    slug: &str,
    seen: &str,
) -> Result<(), Unsaved> {
    conn.transaction(async |conn| {
        let opened = hold(conn, actor, (slug, None)).await?;
        if opened.mark() != seen || !working_copy::delete(conn, slug).await? {
            return Err(Unsaved::SomebodyWasFirst);
        }
        note(conn, actor, Act::WorkingCopyDropped, slug, "all").await
    })
    .await
}

/// Makes one change under the lock, within the grants.
async fn change_copy<T: Send + Sync>(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (slug, area): (&str, Option<&str>),
    what: &str,
    change: impl FnOnce(&Opened, &Permanent) -> Result<(InitiativeDefinition, T), Unsaved> + Send + Sync,
) -> Result<T, Unsaved> {
    conn.transaction(async |conn| {
        let opened = hold(conn, actor, (slug, area)).await?;
        let (changed, outcome) = change(&opened, &opened.permanent)?;
        if changed.slug != slug {
            return Err(Unsaved::NotFound);
        }
        let came_from = match &opened.copy {
            Some(copy) => copy.came_from(),
            None => opened.published.clone(),
        };
        working_copy::store(conn, &changed, came_from.as_ref(), author(actor)).await?;
        note(conn, actor, Act::WorkingCopyChanged, slug, what).await?;
        Ok(outcome)
    })
    .await
}

/// The working copy as it stands, held until the transaction ends.
async fn hold(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (slug, area): (&str, Option<&str>),
) -> Result<Opened, Unsaved> {
    // Administrators are held before definitions, as everywhere.
    grant::hold_administrators(conn).await?;
    definition::hold(conn).await?;
    let opened = Opened::load(conn, slug).await?.ok_or(Unsaved::NotFound)?;
    require_reach(conn, actor, opened.scope(area)).await?;
    Ok(opened)
}

async fn note(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    act: Act,
    slug: &str,
    what: &str,
) -> Result<(), Unsaved> {
    let detail = json!({ "scope": slug, "part": what });
    Ok(audit::record(conn, actor, act, slug, &detail).await?)
}

fn author(actor: Actor) -> Option<AccountId> {
    match actor {
        Actor::Account(id) => Some(id),
        Actor::Operator => None,
    }
}

impl From<Refusal> for Unsaved {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Diesel(error) => Self::Diesel(error),
            _ => Self::NotFound,
        }
    }
}
