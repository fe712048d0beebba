//! The house has five floors, and each imports only from floors below it. No two files import each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Top down. A module that is not listed breaks the test: it has to be given its floor.
const FLOORS: [(u8, &[&str]); 5] = [
    (5, &["main", "cli", "routes", "worker"]),
    (4, &["handlers"]),
    (3, &["record", "campaigns", "redaction", "datasets", "mail", "import", "auth"]),
    (2, &["models"]),
    (
        1,
        &["domain", "settings", "db", "app", "error", "http", "logging", "moments", "schema", "text_enum"],
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
    for (file, imports) in imports() {
        let from = top(&file);
        let floor = floor_of(&from).unwrap_or_else(|| panic!("{from} has no floor yet: see FLOORS"));
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
    let imports = imports();
    let mut circles = BTreeSet::new();
    for file in imports.keys() {
        let mut way = vec![file.as_str()];
        walk(&imports, &mut way, &mut BTreeSet::new(), &mut circles);
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
        for forbidden in ["diesel_async", "tokio::", "std::fs", "std::net", "std::env", "Utc::now", "actix_web"] {
            assert!(!text.contains(forbidden), "{path} uses {forbidden}");
        }
    }
}

#[test]
fn unescaped_html_has_one_door_and_sql_is_never_put_together_from_values() {
    for folder in ["templates/src", "src"] {
        for (path, text) in sources(folder) {
            let is_door = path == "templates/src/layout.rs";
            assert!(is_door || !text.contains("PreEscaped"), "{path} writes HTML past the escaping");
            let words: String = text.split_whitespace().collect();
            assert!(!words.contains("sql_query(format!"), "{path} formats values into SQL");
            assert!(!words.contains("sql_query(&format!"), "{path} formats values into SQL");
        }
    }
}

#[test]
fn the_walls_stand_where_this_test_believes() {
    let imports = imports();
    assert!(80 < imports.len(), "{}", imports.len());
    assert!(imports["record::decide"].contains("models::decision"));
    assert!(imports["handlers::moderation"].contains("record::decide"));
}

/// For each file the files of ours that it names in `use` lines and paths. Files of tests within `src` are no
/// part of the house.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let texts: BTreeMap<String, String> = sources("src")
        .into_iter()
        .map(|(path, text)| (module(&path), text))
        .filter(|(module, _)| !module.split("::").any(|it| it == "tests") && module != "lib")
        .collect();
    let files: BTreeSet<String> = texts.keys().cloned().collect();
    let resolved = texts.iter().map(|(file, text)| {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let named = paths(code).into_iter().filter_map(|it| home_of(&files, &it));
        (file.clone(), named.filter(|it| it != file).collect())
    });
    resolved.collect()
}

/// Every path that starts with `crate::` or, in the program and its binary, `lectern::`.
fn paths(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let code: String =
        code.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for start in ["crate::", "lectern::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == ':') {
                expand(&code[at + start.len()..], "", &mut found);
            }
        }
    }
    found
}

/// Follows `a::{b, c::{d, e}}` into each of its ends.
fn expand(rest: &str, above: &str, found: &mut BTreeSet<String>) {
    let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
    let here = if above.is_empty() { rest[..end].to_owned() } else { format!("{above}::{}", &rest[..end]) };
    let Some(below) = rest[end..].strip_prefix("::") else {
        found.insert(here);
        return;
    };
    let Some(group) = below.strip_prefix('{') else { return expand(below, &here, found) };
    let (mut depth, mut start) = (0, 0);
    for (at, it) in group.char_indices() {
        match it {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let part = group[start..at].trim();
                if !part.is_empty() {
                    expand(part, &here, found);
                }
                start = at + 1;
                if it == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The file that defines a path: the longest beginning of it that is a file.
fn home_of(files: &BTreeSet<String>, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split("::").collect();
    while !parts.is_empty() {
        let candidate = parts.join("::");
        if files.contains(&candidate) {
            return Some(candidate);
        }
        parts.pop();
    }
    None
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

/// `src/record/decide.rs` is `record::decide`.
fn module(path: &str) -> String {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    inner.strip_suffix(".rs").unwrap_or(inner).replace('/', "::")
}

/// Every Rust file below a folder, by its path from the root, with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
