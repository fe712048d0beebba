//! Passwords that became known elsewhere: a list that the operator keeps, searched where it lies.
//!
//! The list has one SHA-1 a line in upper-case hexadecimal digits, sorted, each with a count behind a colon or without.
//! It may be tens of gigabytes long; a look takes some thirty short reads and no memory.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use sha1::{Digest, Sha1};

use crate::domain::password::Password;

/// The digits of a SHA-1.
const N_DIGITS: usize = 40;
/// A digest, a colon, a count and a line break are shorter than this.
const LONGEST_LINE: u64 = 80;
/// How many places are looked at when the list is opened.
const N_PROBES: u64 = 32;

/// The list, or none.
#[derive(Debug, Clone, Default)]
pub struct BreachedPasswords(Option<Arc<List>>);

#[derive(Debug)]
struct List {
    file: File,
    n_bytes: u64,
}

/// One line of the list, and where it stands.
struct Line {
    digest: [u8; N_DIGITS],
    start: u64,
    end: u64,
}

impl BreachedPasswords {
    /// Opens the list; an empty path is none.
    ///
    /// # Errors
    /// If it cannot be read, or is no such list as far as a few looks tell. The message names the setting.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str().is_empty() {
            return Ok(Self::default());
        }
        let list = List::open(path);
        let list = list.with_context(|| format!("passwords.breached_file: {}", path.display()))?;
        Ok(Self(Some(Arc::new(list))))
    }

    /// Whether the password is on the list. Reads from the disk, and keeps its thread busy meanwhile.
    ///
    /// # Errors
    /// If the list cannot be read any more.
    pub fn contain(&self, password: &Password) -> io::Result<bool> {
        let Some(list) = &self.0 else { return Ok(false) };
        let digest = hex::encode_upper(Sha1::digest(password.reveal().as_bytes()));
        list.contains(digest.as_bytes())
    }
}

impl List {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        ensure!(metadata.is_file(), "it is not a file");
        let list = Self { file, n_bytes: metadata.len() };
        ensure!(list.n_bytes > 0, "it is empty");
        let mut before = [0; N_DIGITS];
        for probe in 0..=N_PROBES {
            let place = (list.n_bytes - 1) / N_PROBES * probe;
            let line = list.line_at(place.min(list.n_bytes - 1))?;
            ensure!(before <= line.digest, "it is not sorted");
            before = line.digest;
        }
        Ok(list)
    }

    fn contains(&self, digest: &[u8]) -> io::Result<bool> {
        let (mut from, mut to) = (0, self.n_bytes);
        while from < to {
            let line = self.line_at(from + (to - from) / 2)?;
            match line.digest.as_slice().cmp(digest) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => from = line.end,
                Ordering::Greater => to = line.start,
            }
        }
        Ok(false)
    }

    /// The line that this byte is part of, its line break included.
    fn line_at(&self, place: u64) -> io::Result<Line> {
        let window_start = place.saturating_sub(LONGEST_LINE);
        let window = self.read(window_start, place + LONGEST_LINE)?;
        let (head, tail) =
            window.split_at_checked((place - window_start) as usize).ok_or_else(malformed)?;
        let n_before = head.iter().rev().take_while(|it| **it != b'\n').count() as u64;
        let n_after =
            tail.iter().position(|it| *it == b'\n').map_or(tail.len(), |it| it + 1) as u64;
        let (start, end) = (place - n_before, place + n_after);
        let line = window
            .get((start - window_start) as usize..(end - window_start) as usize)
            .ok_or_else(malformed)?;
        let (digest, rest) = line.split_first_chunk().ok_or_else(malformed)?;
        let is_digest = digest.iter().all(|it| matches!(it, b'0'..=b'9' | b'A'..=b'F'));
        let is_end = matches!(rest.first(), None | Some(b'\n' | b'\r' | b':'));
        if !is_digest || !is_end || LONGEST_LINE < line.len() as u64 {
            return Err(malformed());
        }
        Ok(Line { digest: *digest, start, end })
    }

    fn read(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; (to.min(self.n_bytes) - from) as usize];
        self.file.read_exact_at(&mut bytes, from)?;
        Ok(bytes)
    }
}

fn malformed() -> io::Error {
    let message = "a line is not a SHA-1 in 40 upper-case hexadecimal digits, alone or with a count behind a colon";
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn list(
        lines: &[String],
        line_break: &str,
    ) -> (tempfile::NamedTempFile, anyhow::Result<BreachedPasswords>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for line in lines {
            write!(file, "{line}{line_break}").unwrap();
        }
        let opened = BreachedPasswords::open(file.path());
        (file, opened)
    }

    fn digest(password: &str) -> String {
        hex::encode_upper(Sha1::digest(password.as_bytes()))
    }

    #[test]
    fn each_line_of_a_list_is_found_and_nothing_else() {
        for (n, suffix, line_break) in [(1, "", "\n"), (2, ":7", "\r\n"), (1000, ":123456", "\n")] {
            let known: Vec<_> = (0..n).map(|it| format!("a password that is known {it}")).collect();
            let mut lines: Vec<_> =
                known.iter().map(|it| format!("{}{suffix}", digest(it))).collect();
            lines.sort_unstable();
            let (_file, opened) = list(&lines, line_break);
            let breached = opened.unwrap();

            for it in &known {
                assert!(breached.contain(&Password::attempt(it).unwrap()).unwrap(), "{it}");
            }
            for it in ["a password that is not known", "", "zzzz", "a password that is known 1001"]
            {
                assert!(!breached.contain(&Password::attempt(it).unwrap()).unwrap(), "{it}");
            }
        }
    }

    #[test]
    fn no_list_holds_nothing() {
        let breached = BreachedPasswords::open(Path::new("")).unwrap();

        assert!(!breached.contain(&Password::attempt("password").unwrap()).unwrap());
    }

    #[test]
    fn what_is_no_such_list_is_refused_and_the_setting_is_named() {
        let (a, b) = (digest("a"), digest("b"));
        let sorted_wrongly = if a < b { [b, a] } else { [a, b] };
        for lines in [
            vec![],
            vec!["password".to_owned()],
            vec![digest("a").to_lowercase()],
            vec![format!("{}0", digest("a"))],
            sorted_wrongly.to_vec(),
        ] {
            let (_file, opened) = list(&lines, "\n");
            let message = format!("{:#}", opened.unwrap_err());
            assert!(message.starts_with("passwords.breached_file: "), "{message}");
        }
        assert!(BreachedPasswords::open(Path::new("/nowhere/at/all")).is_err());
        assert!(BreachedPasswords::open(Path::new("/")).is_err());
    }
}
