//! Files that go with a comment, wherever the comment is shown.

use maud::{Markup, html};

use crate::text;

/// One file as people are told of it.
#[derive(Debug, Clone)]
pub struct FileRef<'a> {
    pub name: &'a str,
    /// What it is, in words: `PDF`.
    pub kind: &'a str,
    pub bytes: u64,
    /// Where it can be downloaded, if it can.
    pub href: Option<String>,
}

/// The files of a comment under a heading; nothing where there is none.
pub fn section(files: &[FileRef<'_>]) -> Markup {
    html! {
        @if !files.is_empty() {
            h2 { "Files" }
            (list(files))
        }
    }
}

/// Files with kind and size.
pub fn list(files: &[FileRef<'_>]) -> Markup {
    html! {
        ul.files { @for file in files { li { (line(file)) } } }
    }
}

/// One file in a line.
pub fn line(file: &FileRef<'_>) -> Markup {
    html! {
        @match &file.href {
            Some(href) => { a href=(href) download { (text::isolated(file.name)) } }
            None => { (text::isolated(file.name)) }
        }
        " " span.quiet { "(" (file.kind) ", " (text::size(file.bytes)) ")" }
    }
}
