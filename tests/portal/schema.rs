//! The tables as the program sees them are those of the migrated database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;

use crate::support::TestApp;

const SCHEMA: &str = include_str!("../../src/schema.rs");

#[actix_web::test]
async fn every_column_is_named_and_typed_as_in_the_database() {
    let app = TestApp::spawn().await;
    let columns: Vec<Column> = diesel::sql_query(
        "SELECT c.table_schema || '.' || c.table_name AS place, c.column_name::text AS name,
             c.udt_name::text AS kind, c.is_nullable = 'YES' AS nullable, t.table_type = 'VIEW' AS is_view
         FROM information_schema.columns AS c JOIN information_schema.tables AS t
             USING (table_schema, table_name)
         WHERE c.table_schema IN ('catalogue', 'intake', 'public_record')",
    )
    .load(&mut app.db().await)
    .await
    .unwrap();
    let written = written();

    let mut stored: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for it in columns {
        let mut kind = kind(&it.kind).to_owned();
        // A view knows nothing about nulls, and the program says what it knows better.
        let said = written.get(&it.place).and_then(|columns| columns.get(&it.name));
        let said_nullable = said.is_some_and(|it| it.starts_with("Nullable"));
        if if it.is_view { said_nullable } else { it.nullable } {
            kind = format!("Nullable<{kind}>");
        }
        stored.entry(it.place).or_default().insert(it.name, kind);
    }
    let places: Vec<_> = written.keys().collect();
    // Tables that no query of ours names yet stand in the database alone.
    stored
        .retain(|place, _| written.contains_key(place) || !NOT_YET_READ.contains(&place.as_str()));
    assert_eq!(stored.keys().collect::<Vec<_>>(), places);
    for (place, columns) in &written {
        assert_eq!(&stored[place], columns, "{place}");
    }
}

/// Tables made by migrations for what is to come.
const NOT_YET_READ: [&str; 1] = ["intake.jobs"];

/// What `src/schema.rs` says: table, column, type.
fn written() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut tables: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut place = String::new();
    for line in SCHEMA.lines().map(str::trim) {
        if line.starts_with("diesel::joinable!") {
            continue;
        }
        let heading =
            line.split_once(" (").filter(|(it, _)| it.contains('.') && line.ends_with('{'));
        if let Some((name, _)) = heading {
            place = name.to_owned();
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let name = name.trim_start_matches("r#").to_owned();
            tables.entry(place.clone()).or_default().insert(name, kind.to_owned());
        }
    }
    tables
}

fn kind(udt_name: &str) -> &str {
    match udt_name {
        "int8" => "BigInt",
        "int4" => "Integer",
        "int2" => "SmallInt",
        "text" => "Text",
        "bool" => "Bool",
        "timestamptz" => "Timestamptz",
        "date" => "Date",
        "jsonb" => "Jsonb",
        "bytea" => "Bytea",
        "_text" => "Array<Text>",
        "_int8" => "Array<BigInt>",
        other => other,
    }
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Bool)]
    is_view: bool,
}
