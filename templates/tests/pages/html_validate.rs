//! html-validate over whole pages: the rules of HTML, and those of its rules that keep pages accessible.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every rule of its sets of rules but three: the list of errors, whose heading is of the second level, comes before
/// the heading of the page; a button of a form submits, as HTML says; a file of our own needs no digest beside its
/// address, which has one.
const RULES: &str = include_str!("../html-validate.json");

/// What is wrong with pages, each with a name: a line for each fault.
pub fn faults<'a>(pages: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let sources = folder();
    fs::write(sources.join(".htmlvalidate.json"), RULES).unwrap();
    let mut written = Vec::new();
    for (index, (name, html)) in pages.into_iter().enumerate() {
        let file = sources.join(format!("{index}.html"));
        fs::write(&file, html).unwrap();
        written.push((file, name, html));
    }
    let said = check(&sources);
    fs::remove_dir_all(&sources).unwrap();
    said.lines().filter(|it| !it.is_empty()).map(|it| located(it, &written)).collect()
}

/// A line for each fault: file, line, column, and what is wrong there.
fn check(sources: &Path) -> String {
    let program = target().join("html-validate/node_modules/html-validate/bin/html-validate.mjs");
    assert!(
        program.exists(),
        "no html-validate in {}: scripts/test installs it",
        target().display()
    );
    let done = Command::new("node")
        .arg(program)
        .args(["--formatter", "text"])
        .arg(sources)
        .output()
        .expect("node: scripts/test installs it");
    let said = String::from_utf8(done.stdout).unwrap();
    let failed = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() || !said.is_empty(), "html-validate failed: {failed}");
    said
}

/// The same with the page in place of the file, and the piece of it: pages are one long line.
fn located(fault: &str, pages: &[(PathBuf, &str, &str)]) -> String {
    let (file, rest) = fault.split_once(':').unwrap();
    let mut parts = rest.splitn(3, ':');
    let [line, column] = [(); 2].map(|()| parts.next().unwrap().trim().parse::<usize>().unwrap());
    let words = parts.next().unwrap().trim();
    let (_, name, html) = pages.iter().find(|(it, ..)| it == Path::new(file)).unwrap();
    let line = html.lines().nth(line - 1).unwrap_or_default();
    let piece: String = line.chars().skip(column.saturating_sub(30)).take(120).collect();
    format!("{name}: {words}: …{piece}…")
}

fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

fn folder() -> PathBuf {
    static N: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let n = N.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("html-validate-{}-{n}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}
