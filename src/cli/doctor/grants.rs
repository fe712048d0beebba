//! Whether each role may do exactly what `migrations/grants.sql` says.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::Patient;
use crate::db::roles::expected::{Grantee, Rights};

/// So many differences are named; more would hide what to do.
const NAMED: usize = 5;

/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let about = "grants";
    let rights = Rights::granted();
    let roles = [
        (Grantee::Application, patient.roles.application()),
        (Grantee::Public, patient.roles.public()),
    ];
    let mut differences = Vec::new();
    for (grantee, role) in roles {
        for it in held(conn, &role).await? {
            let meant = rights.allow(grantee, &it.schema, &it.name, &it.privilege);
            if meant != it.holds {
                let verb = if meant { "lacks" } else { "has" };
                let place = if it.name.is_empty() {
                    it.schema
                } else {
                    format!("{}.{}", it.schema, it.name)
                };
                differences.push(format!("{role} {verb} {} on {place}", it.privilege));
            }
        }
    }
    if differences.is_empty() {
        return Ok(vec![Finding::ok(about, "each role may do what it should and nothing else")]);
    }
    let more = differences.len().saturating_sub(NAMED);
    differences.truncate(NAMED);
    let mut words = differences.join("; ");
    if 0 < more {
        words = format!("{words}; and {more} more");
    }
    let remedy =
        "Run `lectern migrate`: it takes every right away and gives out the right ones again.";
    Ok(vec![Finding::wrong(about, words, remedy)])
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    schema: String,
    /// Empty for the schema itself.
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    privilege: String,
    #[diesel(sql_type = Bool)]
    holds: bool,
}

async fn held(conn: &mut AsyncPgConnection, role: &str) -> diesel::QueryResult<Vec<Held>> {
    diesel::sql_query(
        "SELECT nspname::text AS schema, relname::text AS name, privilege,
             has_table_privilege($1, c.oid, privilege) AS holds
         FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
             AS p (privilege)
         WHERE nspname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm')
         UNION ALL
         SELECT nspname::text, '', privilege, has_schema_privilege($1, n.oid, privilege)
         FROM pg_namespace n CROSS JOIN unnest(ARRAY['USAGE', 'CREATE']) AS p (privilege)
         WHERE nspname = ANY ($2)
         ORDER BY schema, name, privilege",
    )
    .bind::<Text, _>(role)
    .bind::<Array<Text>, _>(vec!["catalogue", "intake", "public_record"])
    .load(conn)
    .await
}
