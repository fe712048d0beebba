//! One thing that the doctor looked at, and how it is shown.

use std::io::Write;

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ok,
    Warning,
    Wrong,
}

#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    pub about: &'static str,
    pub verdict: Verdict,
    pub words: String,
    /// The command, SQL or setting that mends it.
    pub remedy: Option<String>,
}

impl Finding {
    pub fn ok(about: &'static str, words: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Ok, words: words.into(), remedy: None }
    }

    pub fn warning(
        about: &'static str,
        words: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let remedy = Some(remedy.into());
        Self { about, verdict: Verdict::Warning, words: words.into(), remedy }
    }

    pub fn wrong(about: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        let remedy = Some(remedy.into());
        Self { about, verdict: Verdict::Wrong, words: words.into(), remedy }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    wrong: usize,
    warnings: usize,
    findings: &'a [Finding],
}

/// One line for each, what mends it below, and the sum at the end.
///
/// # Errors
/// If nobody takes it.
pub fn print(out: &mut impl Write, findings: &[Finding], as_json: bool) -> anyhow::Result<()> {
    let count = |verdict| findings.iter().filter(|it| it.verdict == verdict).count();
    let (wrong, warnings) = (count(Verdict::Wrong), count(Verdict::Warning));
    if as_json {
        serde_json::to_writer_pretty(&mut *out, &Report { wrong, warnings, findings })?;
        writeln!(out)?;
        return Ok(());
    }
    for it in findings {
        let verdict = match it.verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Wrong => "WRONG",
        };
        writeln!(out, "{verdict:<8} {}: {}", it.about, it.words)?;
        for line in it.remedy.iter().flat_map(|it| it.lines()) {
            writeln!(out, "           {line}")?;
        }
    }
    let ok = count(Verdict::Ok);
    writeln!(out, "\n{ok} ok, {warnings} to look at, {wrong} wrong. Nothing was changed.")?;
    Ok(())
}
