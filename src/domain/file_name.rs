//! Names of files: labels for people, never places on a disk.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::media_type::MediaType;
use super::text::is_disguise;

const MAX_CHARS: usize = 120;

/// Endings that make a program or a web page of a file; in front of another ending they serve to deceive.
const DECEIVING: [&str; 24] = [
    "app", "bat", "cmd", "com", "dll", "exe", "hta", "htm", "html", "jar", "js", "lnk", "mjs",
    "msi", "php", "ps1", "py", "scr", "sh", "svg", "vbs", "wsf", "xhtml", "xml",
];

/// The name of a file without its path, on one line, free of what could disguise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// Cleans what a browser called the file, and says what its ending promises.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<(Self, MediaType), String> {
        if raw.contains('\0') || raw.to_ascii_lowercase().contains("%00") {
            return Err("Its name has a NUL character in it. Rename the file.".to_owned());
        }
        let shown = Self::label(raw);
        let Some((stem, ending)) = shown.0.rsplit_once('.').filter(|(it, _)| !it.is_empty()) else {
            return Err(
                "Its name has no ending such as .pdf, so its kind cannot be told.".to_owned()
            );
        };
        let Some(media_type) = MediaType::of_ending(ending) else {
            return Err(format!(
                "Files that end in .{ending} are not accepted. Send PDF, PNG, JPEG, plain text, DOCX or ODT."
            ));
        };
        let inner = stem.rsplit_once('.').map(|(_, it)| it.trim().to_ascii_lowercase());
        if inner.is_some_and(|it| DECEIVING.contains(&it.as_str())) {
            return Err("Its name has two endings, the first that of a program or a web page. Rename the file.".to_owned());
        }
        Ok((shown, media_type))
    }

    /// A name fit to be shown, whatever it was, also that of a file that is refused.
    #[must_use]
    pub fn label(raw: &str) -> Self {
        let base = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let clean: String = base.nfc().filter(|it| !is_disguise(*it)).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        Self(shortened(clean.trim_start_matches('.').trim()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A stored name, which was cleaned before it was stored.
impl From<String> for FileName {
    fn from(stored: String) -> Self {
        Self(stored)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The beginning, and the whole ending.
fn shortened(name: &str) -> String {
    if name.chars().count() <= MAX_CHARS {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending: String = ending.chars().take(10).collect();
    let room = MAX_CHARS - ending.chars().count() - 2;
    let stem: String = stem.chars().take(room).collect();
    format!("{}….{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    // F4
    #[test]
    fn a_name_is_a_label_without_path_control_or_disguise() {
        for (raw, shown) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\ana\\Letter v1.2.PDF", "Letter v1.2.PDF"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
            ("cod\u{202e}fdp.txt", "codfdp.txt"),
            ("  .hidden.txt ", "hidden.txt"),
            ("Zoe\u{308}.png", "Zo\u{eb}.png"),
            ("letter.docx.pdf", "letter.docx.pdf"),
        ] {
            assert_eq!(FileName::parse(raw).unwrap().0.as_str(), shown, "{raw:?}");
        }
        let long = FileName::parse(&format!("{}.docx", "é".repeat(300))).unwrap().0;
        assert!(long.as_str().chars().count() <= MAX_CHARS && long.as_str().ends_with(".docx"));
    }

    // F2
    #[test]
    fn a_name_with_no_ending_another_or_two_is_refused() {
        for raw in [
            "",
            ".",
            ".pdf",
            "README",
            "a.exe",
            "a.svg",
            "a.pdf.exe",
            "a.exe.pdf",
            "a.html.txt",
            "a.php%00.pdf",
            "a.pdf\0.png",
            "cod\u{202e}fdp.exe",
            "a.doc",
            "a.docm",
            "a.gif",
            "a.zip",
            "a.pdf.",
            "a.pdf/",
        ] {
            assert!(FileName::parse(raw).is_err(), "{raw:?}");
        }
    }
}
