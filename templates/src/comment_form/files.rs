//! The page that adds files to a draft, and takes them away.

use maud::{Markup, html};

use crate::attachments::{self, FileRef};
use crate::form::{self, Button, ButtonLook, ErrorSummary, Field, HiddenField};
use crate::layout::{self, Crumb, Frame, Section};
use crate::place::Place;
use crate::text;

/// Posts to `{form}/files` and `{form}/files/remove`.
pub struct FilesPage<'a> {
    /// With its area.
    pub place: Place<'a>,
    /// Where the form is that the files go with.
    pub form: &'a str,
    pub files: Vec<DraftFileRow<'a>>,
    pub most_files: u32,
    pub most_bytes: u64,
    /// What the file dialog offers: `.pdf,.png`.
    pub accept: &'a str,
    pub errors: ErrorSummary,
    /// What was done just now.
    pub notice: Option<&'a str>,
}

/// A file of the draft, with the number that takes it away.
pub struct DraftFileRow<'a> {
    pub id: i64,
    pub file: FileRef<'a>,
}

/// The files of a draft, and the form that adds more.
pub fn files(page: &FilesPage<'_>) -> Markup {
    let mut trail = page.place.trail_below();
    trail.push(Crumb { title: "Your comment", href: page.form.to_owned() });
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail,
        errors: Some(&page.errors),
        scripts: &["files.js"],
        ..Frame::new("Files for your comment", Section::Public)
    };
    let is_full = page.most_files as usize <= page.files.len();
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Files for your comment" }
        p { "Your draft on " strong { (page.place.title()) } " is saved. Files stay with it until you submit it." }
        div id="draft-files" { (draft_files(page)) }
        // Filled by the script alone: what is on its way, and what became of it.
        div id="sending" {}
        p.hidden-visually id="sending-told" role="status" {}
        @if is_full {
            p { "These are as many files as can go with a comment. Take one away to add another." }
        } @else {
            (form::post_files(&format!("{}/files", page.form), adding(page)))
        }
        p { a.button.button-secondary href=(page.form) { "Go back to your comment" } }
    };
    layout::page(&frame, content)
}

fn draft_files(page: &FilesPage<'_>) -> Markup {
    let remove = format!("{}/files/remove", page.form);
    html! {
        @if page.files.is_empty() { p { "There is no file yet." } }
        @else {
            ul.files {
                @for row in &page.files {
                    li {
                        (attachments::line(&row.file))
                        (form::post(&remove, removing(row)))
                    }
                }
            }
        }
    }
}

fn removing(row: &DraftFileRow<'_>) -> Markup {
    let id = row.id.to_string();
    let take_away = Button { name: "", value: "", label: "Take away", look: ButtonLook::Secondary };
    html! {
        (form::hidden(&HiddenField { name: "file", value: &id }))
        (form::button_about(&take_away, row.file.name))
    }
}

fn adding(page: &FilesPage<'_>) -> Markup {
    let hint = format!(
        "PDF, PNG, JPEG, plain text, DOCX or ODT. Up to {} each, and up to {} files. You can choose several at once.",
        text::size(page.most_bytes),
        page.most_files,
    );
    let field = Field {
        name: "files",
        label: "Add files",
        hint: Some(&hint),
        publicity: Some("Public if your comment is published: anybody can download them then."),
        error: page.errors.of("files"),
        ..Field::default()
    };
    html! {
        (form::file(&field, page.accept))
        p.hint {
            "From images we remove what a camera writes into them, such as place and time. Documents stay as they are: "
            "their properties may name who wrote them."
        }
        div.buttons {
            (form::button(&Button { name: "", value: "", label: "Add these files", look: ButtonLook::Primary }))
        }
    }
}
