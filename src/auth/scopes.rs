//! Scopes in words: as forms, the command line and the audit log write them, and as people read them.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::models::area::Area;
use crate::models::grant::Scope;
use crate::models::initiative::Initiative;

/// The word for a role that reaches everything.
pub const EVERYTHING: &str = "everything";

/// Every initiative with its areas.
#[derive(Debug)]
pub struct Scopes {
    initiatives: Vec<Initiative>,
    areas: Vec<Area>,
}

/// A scope with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedScope {
    pub scope: Scope,
    /// `everything`, `{initiative}` or `{initiative}/{area}`.
    pub path: String,
    /// What people read.
    pub label: String,
}

impl Scopes {
    pub async fn load(conn: &mut AsyncPgConnection) -> QueryResult<Self> {
        Ok(Self { initiatives: Initiative::all(conn).await?, areas: Area::all(conn).await? })
    }

    /// Everything, then each initiative followed by its areas.
    #[must_use]
    pub fn all(&self) -> Vec<NamedScope> {
        let everything = NamedScope {
            scope: Scope::Everything,
            path: EVERYTHING.to_owned(),
            label: "Everything".to_owned(),
        };
        let mut named = vec![everything];
        for initiative in &self.initiatives {
            named.push(NamedScope {
                scope: Scope::Initiative(initiative.id),
                path: initiative.slug.clone(),
                label: initiative.title.clone(),
            });
            let areas = self.areas.iter().filter(|it| it.initiative_id == initiative.id);
            named.extend(areas.map(|area| NamedScope {
                scope: Scope::Area(initiative.id, area.id),
                path: format!("{}/{}", initiative.slug, area.slug),
                label: format!("{}: {}", initiative.title, area.title),
            }));
        }
        named
    }

    /// The scope of a path such as `harbor/bridge`.
    #[must_use]
    pub fn parse(&self, path: &str) -> Option<NamedScope> {
        self.all().into_iter().find(|it| it.path == path)
    }

    /// The words for a scope; initiatives and areas are never removed.
    #[must_use]
    pub fn name(&self, scope: Scope) -> NamedScope {
        let unknown = || NamedScope { scope, path: String::new(), label: String::new() };
        self.all().into_iter().find(|it| it.scope == scope).unwrap_or_else(unknown)
    }
}
