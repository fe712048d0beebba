//! The three database roles and what each may do.

pub mod expected;

use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

/// What each role may do, applied anew after every migration: a table that is not named there is closed.
const GRANTS: &str = include_str!("../../migrations/grants.sql");

/// The names of the roles. They belong to the whole cluster, so portals that share one differ in the prefix.
#[derive(Debug, Clone)]
pub struct Roles {
    prefix: String,
}

impl Roles {
    /// # Errors
    /// Names the setting if `prefix` could not stand in SQL as it is.
    pub fn new(prefix: &str) -> anyhow::Result<Self> {
        let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
        let fits = (1..=40).contains(&prefix.len()) && prefix.bytes().all(plain);
        anyhow::ensure!(fits, "database.role_prefix: use 1 to 40 of a-z, 0-9 and _");
        Ok(Self { prefix: prefix.to_owned() })
    }

    /// Runs migrations and owns every table.
    #[must_use]
    pub fn owner(&self) -> String {
        format!("{}_owner", self.prefix)
    }

    /// Serves people who are signed in, and the background.
    #[must_use]
    pub fn application(&self) -> String {
        format!("{}_application", self.prefix)
    }

    /// Serves public pages and files.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{}_public", self.prefix)
    }

    /// SQL that creates what is missing and lets `login` take the roles on, for that login itself or for a
    /// database administrator to run.
    #[must_use]
    pub fn create_sql(&self, login: &str) -> String {
        let text = format!("'{}'", login.replace('\'', "''"));
        let name = format!("\"{}\"", login.replace('"', "\"\""));
        let mut sql = String::new();
        for role in [self.owner(), self.application(), self.public()] {
            // Two databases of one cluster may be set up at once: whoever comes second finds the role made.
            sql.push_str(&format!(
                "DO $$ BEGIN
                     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                         CREATE ROLE {role} NOLOGIN;
                     END IF;
                 EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                 END $$;
                 DO $$ BEGIN
                     -- Since Postgres 16 whoever makes a role is a member, and yet may not take it on.
                     IF NOT pg_has_role({text}, '{role}', CASE
                         WHEN 160000 <= current_setting('server_version_num')::int THEN 'SET'
                         ELSE 'MEMBER' END)
                     THEN GRANT {role} TO {name};
                     END IF;
                 END $$;\n"
            ));
        }
        sql.push_str(&format!(
            "DO $$ BEGIN
                 IF NOT has_database_privilege('{owner}', current_database(), 'CREATE') THEN
                     EXECUTE format('GRANT CREATE ON DATABASE %I TO {owner}', current_database());
                 END IF;
                 IF NOT has_schema_privilege('{owner}', 'public', 'CREATE') THEN
                     GRANT CREATE, USAGE ON SCHEMA public TO {owner};
                 END IF;
             END $$;\n",
            owner = self.owner()
        ));
        sql
    }

    /// What a database administrator runs on a server that knows nothing of Lectern yet. Passwords are to be filled in.
    #[must_use]
    pub fn administrator_sql(&self) -> String {
        include_str!("roles/administrator.sql").replace("{prefix}", &self.prefix)
    }

    /// Applies the grants of `migrations/grants.sql`, as the owner.
    pub async fn grant(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        let sql = GRANTS
            .replace("{application}", &self.application())
            .replace("{public}", &self.public());
        conn.batch_execute(&sql).await
    }
}
