//! Whether each role may do exactly what `migrations/grants.sql` says.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::Patient;
use crate::db::roles::expected::{Grantee, Rights};

/// So many differences are named; more would hide what to do.
const NAMED: usize = 5;

const SCHEMAS: [&str; 3] = ["catalogue", "intake", "public_record"];

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
                differences.push(difference(&role, meant, &it.privilege, &it.place()));
            }
        }
        for it in held_on_columns(conn, &role).await? {
            let (schema, name, privilege) = (&it.schema, &it.name, &it.privilege);
            let meant = rights.allow_column(grantee, schema, name, &it.column, privilege);
            // What is meant for the whole table was compared above.
            if meant != it.holds && !rights.allow(grantee, schema, name, privilege) {
                let privilege = format!("{privilege} ({})", it.column);
                differences.push(difference(&role, meant, &privilege, &format!("{schema}.{name}")));
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

impl Held {
    fn place(&self) -> String {
        if self.name.is_empty() {
            self.schema.clone()
        } else {
            format!("{}.{}", self.schema, self.name)
        }
    }
}

#[derive(QueryableByName)]
struct HeldOnColumn {
    #[diesel(sql_type = Text)]
    schema: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = Text)]
    privilege: String,
    #[diesel(sql_type = Bool)]
    holds: bool,
}

fn difference(role: &str, meant: bool, privilege: &str, place: &str) -> String {
    let verb = if meant { "lacks" } else { "has" };
    format!("{role} {verb} {privilege} on {place}")
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
    .bind::<Array<Text>, _>(SCHEMAS.to_vec())
    .load(conn)
    .await
}

/// Columns of tables on the whole of which the role has no such right.
async fn held_on_columns(
    conn: &mut AsyncPgConnection,
    role: &str,
) -> diesel::QueryResult<Vec<HeldOnColumn>> {
    diesel::sql_query(
        "SELECT nspname::text AS schema, relname::text AS name, attname::text AS column, privilege,
             has_column_privilege($1, c.oid, attnum, privilege) AS holds
         FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         JOIN pg_attribute a ON attrelid = c.oid AND 0 < attnum AND NOT attisdropped
         CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS p (privilege)
         WHERE nspname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm')
             AND NOT has_table_privilege($1, c.oid, privilege)
         ORDER BY schema, name, attnum, privilege",
    )
    .bind::<Text, _>(role)
    .bind::<Array<Text>, _>(SCHEMAS.to_vec())
    .load(conn)
    .await
}
