//! Kinds of respondent, as an initiative lists them.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::initiative::InitiativeId;
use crate::schema::catalogue::respondent_kinds;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = respondent_kinds)]
pub struct RespondentKind {
    pub id: i64,
    pub code: String,
    pub label: String,
    pub retired: bool,
}

impl RespondentKind {
    /// Every kind that the initiative ever offered, retired ones included: old comments carry them.
    pub async fn of(conn: &mut AsyncPgConnection, id: InitiativeId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(respondent_kinds::initiative_id.eq(id))
            .order(respondent_kinds::position)
            .load(conn)
            .await
    }
}

/// The label of a code.
#[must_use]
pub fn label_of<'a>(kinds: &'a [RespondentKind], code: &'a str) -> &'a str {
    kinds.iter().find(|it| it.code == code).map_or(code, |it| &it.label)
}
