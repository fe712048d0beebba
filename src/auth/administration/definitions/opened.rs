//! The definition of an initiative as administrators are changing it, with what is published.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::domain::definition::parts::Permanent;
use crate::domain::definition::parts::lists::List;
use crate::domain::definition::{DefinitionError, InitiativeDefinition, changes, read};
use crate::domain::fields::Fields;
use crate::domain::submission::canonical_json;
use crate::models::area::Area;
use crate::models::definition::{load, permanent};
use crate::models::grant::Scope;
use crate::models::initiative::Initiative;
use crate::models::working_copy::WorkingCopy;

#[derive(Debug)]
pub struct Opened {
    /// None until it is published.
    pub initiative: Option<Initiative>,
    /// The published areas.
    pub areas: Vec<Area>,
    pub published: Option<InitiativeDefinition>,
    /// None as long as nobody changes anything.
    pub copy: Option<WorkingCopy>,
    /// The working copy, or what is published.
    pub definition: InitiativeDefinition,
    pub permanent: Permanent,
}

impl Opened {
    /// Nothing where there is neither an initiative nor a working copy of that slug.
    pub async fn load(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Option<Self>> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let published = load(conn, slug).await?;
        let copy = WorkingCopy::find(conn, slug).await?;
        let definition = copy.as_ref().map(WorkingCopy::definition).or_else(|| published.clone());
        let Some(definition) = definition else { return Ok(None) };
        let (initiative, areas) = match &published {
            Some(_) => {
                let initiative = Initiative::find_by_slug(conn, slug).await?;
                let areas = Area::of(conn, initiative.id).await?;
                (Some(initiative), areas)
            }
            None => (None, Vec::new()),
        };
        let permanent = permanent(conn, slug).await?;
        Ok(Some(Self { initiative, areas, published, copy, definition, permanent }))
    }

    /// What a grant must contain to change it: the area where it is published, else the initiative where that is.
    #[must_use]
    pub fn scope(&self, area: Option<&str>) -> Scope {
        let Some(initiative) = &self.initiative else { return Scope::Everything };
        let area = area.and_then(|slug| self.areas.iter().find(|it| it.slug == slug));
        area.map_or(Scope::Initiative(initiative.id), |it| Scope::Area(initiative.id, it.id))
    }

    /// What publishing would change, a line each.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        changes(self.published.as_ref(), &self.definition)
    }

    /// What was published since the working copy was begun, a line each.
    #[must_use]
    pub fn published_since(&self) -> Vec<String> {
        let (Some(copy), Some(published)) = (&self.copy, &self.published) else {
            return Vec::new();
        };
        match copy.came_from() {
            Some(came_from) => changes(Some(&came_from), published),
            None => changes(None, published),
        }
    }

    /// What is wrong or still empty.
    #[must_use]
    pub fn problems(&self) -> Vec<DefinitionError> {
        read(&self.definition.to_toml()).1
    }

    /// Stands for everything that a page shows of it: the working copy, and what is published.
    #[must_use]
    pub fn mark(&self) -> String {
        let published = self.published.as_ref().map(InitiativeDefinition::to_toml);
        mark(&json!([self.definition.to_toml(), published, self.copy.is_some()]))
    }
}

/// Stands for one part as it was shown.
#[must_use]
pub fn mark_of_part(fields: &Fields) -> String {
    mark(&json!(fields))
}

/// Stands for a list with all that its items say: whoever removes one saw it as it is.
#[must_use]
pub fn mark_of_list(list: &List, definition: &InitiativeDefinition) -> String {
    match list {
        List::Areas => mark(&json!(definition.areas)),
        List::Questions(asker) => mark(&json!(asker.questions(definition))),
    }
}

fn mark(shown: &Value) -> String {
    let mut digest = hex::encode(Sha256::digest(canonical_json(shown)));
    digest.truncate(32);
    digest
}
