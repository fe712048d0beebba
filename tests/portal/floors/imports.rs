//! Which file names which, read off the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// For each file the files of ours that it names in `use` lines and paths. Files of tests within `src` are no
/// part of the house.
pub fn imports() -> BTreeMap<String, BTreeSet<String>> {
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
    let here = if above.is_empty() {
        rest[..end].to_owned()
    } else {
        format!("{above}::{}", &rest[..end])
    };
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

/// `src/record/decide.rs` is `record::decide`.
fn module(path: &str) -> String {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    inner.strip_suffix(".rs").unwrap_or(inner).replace('/', "::")
}

/// Every Rust file below a folder, by its path from the root, with its text.
pub fn sources(folder: &str) -> Vec<(String, String)> {
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

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
