//! The three roles of the database, and who may take them on.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::{Patient, read_only};
use crate::settings::Secret;

const ABOUT: &str = "roles";

/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let roles = &patient.roles;
    let names = vec![roles.owner(), roles.application(), roles.public()];
    let found: Vec<Role> = diesel::sql_query(
        "SELECT wanted.name AS name, theirs.oid IS NOT NULL AS is_there,
             coalesce(theirs.rolsuper OR theirs.rolcreaterole OR theirs.rolbypassrls, false) AS is_mighty,
             coalesce(pg_has_role(current_user, theirs.oid, CASE
                 WHEN 160000 <= current_setting('server_version_num')::int THEN 'SET' ELSE 'MEMBER' END),
                 false) AS can_be_taken,
             coalesce(theirs.oid <> owner.oid AND pg_has_role(theirs.oid, owner.oid, 'MEMBER'), false) AS is_owner
         FROM unnest($1) AS wanted (name)
         LEFT JOIN pg_roles theirs ON theirs.rolname = wanted.name
         LEFT JOIN pg_roles owner ON owner.rolname = $2",
    )
    .bind::<Array<Text>, _>(names)
    .bind::<Text, _>(roles.owner())
    .load(conn)
    .await?;

    let wrong: Vec<String> = found.iter().filter_map(Role::trouble).collect();
    if !wrong.is_empty() {
        let login: Login =
            diesel::sql_query("SELECT current_user::text AS name").get_result(conn).await?;
        let remedy = format!(
            "As a database administrator, connected to this database (`lectern doctor --sql` begins from nothing):\n{}",
            roles.create_sql(&login.name)
        );
        return Ok(vec![Finding::wrong(ABOUT, wrong.join("; "), remedy)]);
    }
    let mut findings = vec![Finding::ok(ABOUT, "owner, application and public are there")];
    let database = &patient.settings.database;
    if !database.application_url.is_empty() {
        let own = [
            ("database.application_url", &database.application_url, roles.application()),
            ("database.public_url", &database.public_url, roles.public()),
        ];
        for (key, url, role) in own {
            findings.push(own_url(key, url, &role).await);
        }
    }
    Ok(findings)
}

#[derive(QueryableByName)]
struct Role {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_there: bool,
    #[diesel(sql_type = Bool)]
    is_mighty: bool,
    #[diesel(sql_type = Bool)]
    can_be_taken: bool,
    #[diesel(sql_type = Bool)]
    is_owner: bool,
}

impl Role {
    fn trouble(&self) -> Option<String> {
        let name = &self.name;
        if !self.is_there {
            Some(format!("{name} does not exist"))
        } else if !self.can_be_taken {
            Some(format!("the login of database.url may not take on {name}"))
        } else if self.is_mighty {
            Some(format!("{name} may do more than it should (superuser, CREATEROLE or BYPASSRLS)"))
        } else if self.is_owner {
            Some(format!("{name} is a member of the owner, and so no wall holds it"))
        } else {
            None
        }
    }
}

#[derive(QueryableByName)]
struct Login {
    #[diesel(sql_type = Text)]
    name: String,
}

/// A URL that signs in as one role must be that role and nothing above it.
async fn own_url(key: &'static str, url: &Secret, role: &str) -> Finding {
    let asked = async {
        let mut conn = read_only(url.reveal()).await?;
        let login: Login =
            diesel::sql_query("SELECT current_user::text AS name").get_result(&mut conn).await?;
        anyhow::Ok(login.name)
    };
    match asked.await {
        Ok(login) if login == role => Finding::ok(key, format!("it signs in as {role}")),
        Ok(login) => {
            let words = format!("it signs in as {login}, and should as {role}");
            Finding::wrong(key, words, "Put that role and its password into the address.")
        }
        Err(error) => {
            let remedy = format!(
                "Let the role sign in: ALTER ROLE {role} LOGIN PASSWORD 'a password of your own';"
            );
            Finding::wrong(key, format!("{error:#}"), remedy)
        }
    }
}
