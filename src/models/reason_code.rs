//! Reasons for which a comment may be withheld.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::catalogue::reason_codes;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = reason_codes)]
pub struct ReasonCode {
    pub code: String,
    pub label: String,
}

impl ReasonCode {
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order(reason_codes::position).load(conn).await
    }
}

/// The label of a code.
#[must_use]
pub fn label_of<'a>(reasons: &'a [ReasonCode], code: &'a str) -> &'a str {
    reasons.iter().find(|it| it.code == code).map_or(code, |it| &it.label)
}
