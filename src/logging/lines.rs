//! Lines of the log: one event each, whatever is in it, and none longer than a reader of logs takes.

use std::borrow::Cow;
use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

/// The longest line, in bytes.
const MAX_BYTES: usize = 8 * 1024;
/// What is shown of a longer one, in characters.
const N_SHOWN_CHARS: usize = 1_000;

/// Writes to standard error.
#[derive(Debug, Clone, Copy)]
pub struct Lines;

/// One line: the formatter hands each event over whole.
#[derive(Debug)]
pub struct Line;

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line
    }
}

impl Write for Line {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let mut out = io::stderr().lock();
        out.write_all(tamed(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// The event as one line of bounded length: what would break it, or steer a terminal, is written out as `\u001b`.
fn tamed(event: &str) -> Cow<'_, str> {
    let body = event.strip_suffix('\n').unwrap_or(event);
    let is_plain = !body.chars().any(breaks) && body.len() < MAX_BYTES && body.len() < event.len();
    if is_plain {
        return Cow::Borrowed(event);
    }
    let mut line = escaped(body);
    if MAX_BYTES <= line.len() {
        let start: String = body.chars().take(N_SHOWN_CHARS).collect();
        let note = serde_json::json!({
            "level": "WARN", "message": "A line was too long", "bytes": body.len(), "start": start,
        });
        line = escaped(&note.to_string());
    }
    line.push('\n');
    Cow::Owned(line)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        if breaks(it) {
            out.push_str(&format!("\\u{:04x}", u32::from(it)));
        } else {
            out.push(it);
        }
    }
    out
}

fn breaks(it: char) -> bool {
    it.is_control() || matches!(it, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    // L2
    #[test]
    fn an_event_is_one_line_whatever_is_in_it() {
        for hostile in ["a\r\nb", "a\u{1b}[2Jb", "a\u{2028}b", "a\u{85}b", "a\0b"] {
            let json = serde_json::json!({ "message": hostile }).to_string() + "\n";
            let line = tamed(&json).into_owned();

            let (body, rest) = line.split_once('\n').unwrap();
            assert!(rest.is_empty() && !body.chars().any(breaks), "{line:?}");
            let read: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(read.get("message").unwrap(), hostile);
            assert!(!escaped(hostile).chars().any(breaks));
        }
    }

    // L2
    #[test]
    fn a_long_event_becomes_a_short_line_that_can_still_be_read() {
        for letter in ["x", "\u{2028}", "\"", "é"] {
            let json = serde_json::json!({ "message": letter.repeat(20_000) }).to_string() + "\n";
            let line = tamed(&json);

            assert!(line.len() <= MAX_BYTES, "{}", line.len());
            let read: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(read.get("message").unwrap(), "A line was too long");
        }
        let fits = "{\"message\":\"short\"}\n";
        assert_eq!(tamed(fits), fits);
    }
}
