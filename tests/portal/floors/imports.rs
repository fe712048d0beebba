//! Which file names which, read off the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// For each file of a crate the files of that crate that it names in `use` lines and paths. Files of tests within the
/// folder are no part of the house.
///
/// A file may name what stands at the top of the folder that it lies in: `x/y.rs` is a part of `x.rs`.
pub fn imports(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let texts: BTreeMap<String, String> = sources(folder)
        .into_iter()
        .map(|(path, text)| (module(folder, &path), text))
        .filter(|(module, _)| !module.split("::").any(|it| it == "tests") && module != "lib")
        .collect();
    let files: BTreeSet<String> = texts.keys().cloned().collect();
    let resolved = texts.iter().map(|(file, text)| {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let named = paths(code, file).into_iter().filter_map(|it| home_of(&files, &it));
        (file.clone(), named.filter(|it| !is_within(file, it)).collect())
    });
    resolved.collect()
}

/// Whether a file is another one, or a part of it.
fn is_within(file: &str, other: &str) -> bool {
    file == other || file.strip_prefix(other).is_some_and(|it| it.starts_with("::"))
}

/// Every path that starts with `crate::`, with `super::` or, in the program and its binary, `lectern::`, from the top
/// of the crate.
fn paths(code: &str, file: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let code: String =
        code.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for start in ["crate::", "lectern::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == ':') {
                let (above, rest) = climb(file, &code[at..]);
                expand(rest, above, &mut found);
            }
        }
    }
    found
}

/// Where a path starts, and what follows: each `super::` is one folder up from the file.
fn climb<'a>(file: &'a str, path: &'a str) -> (&'a str, &'a str) {
    let (mut above, mut rest) = (file, path);
    while let Some(further) = rest.strip_prefix("super::") {
        above = above.rsplit_once("::").map_or("", |(folder, _)| folder);
        rest = further;
    }
    let at_top = rest.strip_prefix("crate::").or_else(|| rest.strip_prefix("lectern::"));
    at_top.map_or((above, rest), |rest| ("", rest))
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

/// `src/record/decide.rs` in the folder `src` is `record::decide`.
fn module(folder: &str, path: &str) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
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
