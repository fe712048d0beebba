//! Reasons for which a comment may be withheld: rows that are retired one day, and never removed.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::catalogue::reason_codes;

/// The reason that needs a note, as no listed one fits. It is never retired.
pub const OTHER: &str = "other";

#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = reason_codes)]
pub struct ReasonCode {
    pub code: String,
    pub label: String,
    /// No longer offered to moderators; decisions of before name it.
    pub retired: bool,
}

impl ReasonCode {
    /// Every reason that there ever was, in the order of the list.
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query().order((reason_codes::position, reason_codes::code)).load(conn).await
    }

    /// Adds a reason at the end of the list. Returns whether the code was free.
    pub async fn add(conn: &mut AsyncPgConnection, code: &str, label: &str) -> QueryResult<bool> {
        let n_added = diesel::sql_query(
            "INSERT INTO catalogue.reason_codes (code, label, position)
             SELECT $1, $2, coalesce(max(position), 0) + 1 FROM catalogue.reason_codes
             ON CONFLICT (code) DO NOTHING",
        )
        .bind::<Text, _>(code)
        .bind::<Text, _>(label)
        .execute(conn)
        .await?;
        Ok(n_added == 1)
    }

    /// Writes its words, and whether it is offered.
    pub async fn save(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::update(reason_codes::table.find(&self.code))
            .set((reason_codes::label.eq(&self.label), reason_codes::retired.eq(self.retired)))
            .execute(conn)
            .await?;
        Ok(())
    }
}

/// Puts the list into this order, which names every code.
pub async fn arrange(conn: &mut AsyncPgConnection, codes: &[&str]) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE catalogue.reason_codes AS reason SET position = wanted.position
         FROM unnest($1) WITH ORDINALITY AS wanted (code, position) WHERE wanted.code = reason.code",
    )
    .bind::<Array<Text>, _>(codes)
    .execute(conn)
    .await?;
    Ok(())
}

/// The label of a code.
#[must_use]
pub fn label_of<'a>(reasons: &'a [ReasonCode], code: &'a str) -> &'a str {
    reasons.iter().find(|it| it.code == code).map_or(code, |it| &it.label)
}
