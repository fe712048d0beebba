//! What Lectern is built from: no known weakness, no forgotten crate, no license that binds those who run it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::str::FromStr;

use rustsec::report::{Report, Settings};
use rustsec::{Database, Lockfile};
use serde_json::Value;

const SNAPSHOT: &[u8] = include_bytes!("../advisories/rustsec-advisories-2026-08-21.tgz");

/// Crates that an advisory warns of and that stay, each with the reason.
const KNOWN: [(&str, &str); 0] = [];

/// What anybody may use in a program of their own without giving that program away.
const LICENSES: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

// H9
#[test]
fn nothing_that_is_built_in_has_a_known_weakness_or_is_forgotten_by_its_makers() {
    let lock = Lockfile::from_str(include_str!("../../Cargo.lock")).unwrap();
    let known: BTreeMap<_, _> = KNOWN.into_iter().collect();

    let found = findings(&lock);

    let new: Vec<_> = found.iter().filter(|(id, _)| !known.contains_key(id.as_str())).collect();
    assert!(new.is_empty(), "{new:#?}");
    let gone: Vec<_> = known.keys().filter(|it| !found.contains_key(**it)).collect();
    assert!(gone.is_empty(), "no longer needed in KNOWN: {gone:?}");
}

// H9: the check itself is tried, so that silence means something.
#[test]
fn crates_with_known_weaknesses_are_found() {
    let lock = r#"
version = 4

[[package]]
name = "ammonia"
version = "4.1.2"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "diesel"
version = "2.3.7"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    let found = findings(&Lockfile::from_str(lock).unwrap());

    for name in ["ammonia", "diesel"] {
        assert!(found.values().any(|it| it.starts_with(name)), "{name}: {found:?}");
    }
}

// H9
#[test]
fn every_crate_that_is_built_in_has_a_license_that_binds_nobody() {
    let metadata = metadata();
    let allowed: Vec<_> = LICENSES.iter().map(|it| spdx::Licensee::parse(it).unwrap()).collect();

    let built_in = built_in(&metadata);
    assert!(200 < built_in.len(), "{}", built_in.len());
    let refused: Vec<String> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| built_in.contains(text(&it["id"])))
        .filter(|it| !fits(it["license"].as_str().unwrap_or_default(), &allowed))
        .map(|it| format!("{} {}", it["name"], it["license"]))
        .collect();

    assert!(refused.is_empty(), "{refused:#?}");
    for binding in ["GPL-3.0-or-later", "AGPL-3.0-only", "MIT AND GPL-2.0-only", ""] {
        assert!(!fits(binding, &allowed), "{binding}");
    }
}

// H9
#[test]
fn no_code_of_ours_is_unsafe() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    assert_eq!(manifest["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for manifest in [include_str!("../../Cargo.toml"), include_str!("../../templates/Cargo.toml")] {
        let manifest: toml::Table = manifest.parse().unwrap();
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true));
    }
}

/// The id of each advisory that a crate of this lock file falls under, and which crate that is.
fn findings(lock: &Lockfile) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    tar::Archive::new(flate2::read::GzDecoder::new(SNAPSHOT)).unpack(folder.path()).unwrap();
    let database = Database::open(folder.path()).unwrap();
    assert!(1_000 < database.iter().count());
    let settings = Settings {
        informational_warnings: vec![
            rustsec::advisory::Informational::Unmaintained,
            rustsec::advisory::Informational::Unsound,
        ],
        ..Settings::default()
    };
    let report = Report::generate(&database, lock, &settings);
    let weak = report.vulnerabilities.list.into_iter().map(|it| (it.advisory.id, it.package));
    let warned = report.warnings.into_values().flatten();
    let warned = warned.filter_map(|it| Some((it.advisory?.id, it.package)));
    weak.chain(warned)
        .map(|(id, it)| (id.to_string(), format!("{} {}", it.name, it.version)))
        .collect()
}

fn fits(license: &str, allowed: &[spdx::Licensee]) -> bool {
    // Older crates write `MIT/Apache-2.0`.
    let expression = spdx::Expression::parse_mode(license, spdx::ParseMode::LAX);
    expression.is_ok_and(|it| it.evaluate(|asked| allowed.iter().any(|it| it.satisfies(asked))))
}

fn metadata() -> Value {
    let host = Command::new("rustc").args(["-vV"]).output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|it| it.strip_prefix("host: ")).unwrap();
    let said = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--filter-platform",
            host,
        ])
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// The ids of all packages that stand in the program or run while it is built: what only tests use is left out.
fn built_in(metadata: &Value) -> BTreeSet<&str> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<_, _> = nodes.iter().map(|it| (text(&it["id"]), it)).collect();
    let mut found = BTreeSet::new();
    let mut waiting: Vec<_> =
        metadata["workspace_members"].as_array().unwrap().iter().map(text).collect();
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        for needed in nodes[id]["deps"].as_array().unwrap() {
            let kinds = needed["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|it| it["kind"].as_str() != Some("dev")) {
                waiting.push(text(&needed["pkg"]));
            }
        }
    }
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
