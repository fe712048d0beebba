//! Whether a database keeps what it acknowledged when the machine crashes.

use anyhow::bail;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// # Errors
/// In one line that names what is off, if anything is.
pub async fn ensure(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let off = switched_off(conn).await?;
    if off.is_empty() {
        return Ok(());
    }
    bail!(
        "the database runs with {} off, so that a crash can lose comments whose authors hold a receipt; mend it with: {} \
         (or accept it with database.durability = \"any\")",
        off.join(" and "),
        remedy(&off).replace('\n', " ")
    )
}

/// The settings of the server that are off and must not be. `synchronous_commit` has four values that wait for the
/// disk, and one that does not.
///
/// # Errors
/// If the database does not answer.
pub async fn switched_off(conn: &mut AsyncPgConnection) -> anyhow::Result<Vec<String>> {
    let off: Vec<Setting> = diesel::sql_query(
        "SELECT name FROM pg_settings
         WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name",
    )
    .load(conn)
    .await?;
    Ok(off.into_iter().map(|it| it.name).collect())
}

/// The SQL that switches them on.
#[must_use]
pub fn remedy(off: &[String]) -> String {
    let on: String = off.iter().map(|it| format!("ALTER SYSTEM SET {it} = on;\n")).collect();
    format!("{on}SELECT pg_reload_conf();")
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
}
