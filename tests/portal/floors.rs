//! The house has five floors, and each imports only from floors below it. No two files import each other.

mod imports;

use std::collections::{BTreeMap, BTreeSet};

use imports::{imports, root, sources};

/// Top down. A module that is not listed breaks the test: it has to be given its floor.
const FLOORS: [(u8, &[&str]); 5] = [
    (5, &["main", "cli", "routes", "worker"]),
    (4, &["handlers"]),
    (
        3,
        &[
            "record",
            "attachments",
            "campaigns",
            "redaction",
            "datasets",
            "mail",
            "import",
            "auth",
            "limits",
        ],
    ),
    (2, &["models"]),
    (
        1,
        &[
            "domain",
            "settings",
            "db",
            "app",
            "breached_passwords",
            "bulletin",
            "error",
            "file_store",
            "http",
            "logging",
            "moments",
            "schema",
            "sealing",
            "text_enum",
        ],
    ),
];

/// What hangs between two floors, each with the reason why it may.
const STAIRS: [(&str, &str, &str); 1] = [(
    "app",
    "auth",
    "the state that handlers take holds the one semaphore that all password hashing waits at",
)];

#[test]
fn no_floor_imports_from_above() {
    let mut broken = Vec::new();
    for (file, imports) in imports("src") {
        let from = top(&file);
        let floor =
            floor_of(&from).unwrap_or_else(|| panic!("{from} has no floor yet: see FLOORS"));
        for import in imports {
            let to = top(&import);
            let stairs = STAIRS.iter().any(|(a, b, _)| *a == from && *b == to);
            if floor_of(&to).is_some_and(|it| floor < it) && !stairs {
                broken.push(format!("{file} imports {import}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_two_files_import_each_other() {
    let mut circles = BTreeSet::new();
    for folder in ["src", "templates/src"] {
        let imports = imports(folder);
        for file in imports.keys() {
            let mut way = vec![file.as_str()];
            walk(&imports, &mut way, &mut BTreeSet::new(), &mut circles);
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn views_know_nothing_of_the_rest() {
    let manifest = std::fs::read_to_string(root().join("templates/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let uses: Vec<&str> =
        manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
    let forbidden = ["lectern", "diesel", "diesel-async", "actix-web", "tokio", "serde_json"];
    assert!(uses.iter().all(|it| !forbidden.contains(it)), "{uses:?}");
}

#[test]
fn the_domain_does_no_input_or_output() {
    for (path, text) in sources("src/domain") {
        for forbidden in
            ["diesel_async", "tokio::", "std::fs", "std::net", "std::env", "Utc::now", "actix_web"]
        {
            assert!(!text.contains(forbidden), "{path} uses {forbidden}");
        }
    }
}

#[test]
fn unescaped_html_has_one_door_and_sql_is_never_put_together_from_values() {
    for folder in ["templates/src", "src"] {
        for (path, text) in sources(folder) {
            let is_door = path == "templates/src/layout.rs";
            assert!(
                is_door || !text.contains("PreEscaped"),
                "{path} writes HTML past the escaping"
            );
            let words: String = text.split_whitespace().collect();
            assert!(!words.contains("sql_query(format!"), "{path} formats values into SQL");
            assert!(!words.contains("sql_query(&format!"), "{path} formats values into SQL");
        }
    }
}

#[test]
fn the_walls_stand_where_this_test_believes() {
    let imports = imports("src");
    assert!(80 < imports.len(), "{}", imports.len());
    assert!(imports["record::decide"].contains("models::decision"));
    assert!(imports["handlers::moderation"].contains("record::decide"));
    assert!(imports["handlers::comment_form::waiting"].contains("handlers::comment_form::kept"));
}

fn walk<'a>(
    imports: &'a BTreeMap<String, BTreeSet<String>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    circles: &mut BTreeSet<String>,
) {
    let (Some(first), Some(last)) = (way.first().copied(), way.last().copied()) else { return };
    for next in imports.get(last).into_iter().flatten() {
        if next == first {
            let mut circle = way.clone();
            circle.sort_unstable();
            circles.insert(circle.join(" <-> "));
        } else if done.insert(next) {
            way.push(next);
            walk(imports, way, done, circles);
            way.pop();
        }
    }
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

fn top(module: &str) -> String {
    module.split("::").next().unwrap_or_default().to_owned()
}
