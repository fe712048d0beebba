//! One entry: the scan beside what was typed, and what can be done with it.

use maud::{Markup, html};

use super::{OnPaper, crumb, on_paper};
use crate::attachments::{self, FileRef};
use crate::form::{self, Button, ButtonLook, ErrorSummary, Field, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::said::{self, Said, Who, who};
use crate::standing;
use crate::text::{self, Moment, moment};

pub struct EntryPage<'a> {
    pub place: Place<'a>,
    pub id: i64,
    /// The revision that is shown.
    pub revision: i32,
    /// How far it has come, in words.
    pub state: &'a str,
    pub arrived: Arrived<'a>,
    pub entered_by: &'a str,
    pub entered_at: Moment,
    /// Who looked at it last.
    pub checked: Option<Checked<'a>>,
    /// The comment that it became.
    pub tracking_number: Option<&'a str>,
    pub body: &'a str,
    /// Stance, respondent kind, organization and answers in words; the body is not among them.
    pub said: Vec<Said<'a>>,
    pub scans: Vec<Scan<'a>>,
    pub offered: Offered,
    pub most_files: u32,
    pub most_bytes: u64,
    /// What was typed for the colleague.
    pub note: &'a str,
    pub errors: ErrorSummary,
    /// What was done just now.
    pub notice: Option<&'a str>,
}

/// How it came.
pub struct Arrived<'a> {
    pub came: OnPaper<'a>,
    pub received: Moment,
    pub late: bool,
    pub who: Who<'a>,
    pub signed_name: Option<&'a str>,
    pub kept_at: Option<&'a str>,
}

pub struct Checked<'a> {
    pub by: &'a str,
    pub at: Moment,
    pub note: Option<&'a str>,
}

/// A scan, with the number that takes it away.
pub struct Scan<'a> {
    pub id: i64,
    /// With its address.
    pub file: FileRef<'a>,
    /// Whether a browser can show it on the page.
    pub is_image: bool,
}

/// What this person may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// It is being entered.
    Mend,
    /// It waits for somebody else, because this person typed some of it.
    TakeBack,
    /// It waits for this person, among others.
    Check,
    Nothing,
}

/// Posts `outcome`, `note` and `revision` to `/entries/{id}`; files go to `/entries/{id}/files`.
pub fn entry(page: &EntryPage<'_>) -> Markup {
    let title = format!("Entry {}", page.id);
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: vec![crumb()],
        errors: Some(&page.errors),
        ..Frame::new(&title, Section::Entries)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { (title) }
        p { span.tag { (page.state) } @if page.arrived.late { " " (standing::late()) } }
        p { a href=(page.place.path()) { (page.place.title()) } " · " (page.place.initiative.title) }
        (became(page))
        (sent_back(page))
        div.columns {
            div { h2 { "Original" } (original(page)) }
            div { h2 { "What was typed" } (typed(page)) }
        }
        (forms(page))
    };
    layout::page(&frame, content)
}

fn became(page: &EntryPage<'_>) -> Markup {
    html! {
        @if let Some(number) = page.tracking_number {
            p.notice {
                "It is comment " strong { (number) } ". "
                a href={ "/entries/" (page.id) "/letter" } { "Letter with its tracking number" }
            }
        }
    }
}

fn sent_back(page: &EntryPage<'_>) -> Markup {
    html! {
        @if let Some(Checked { by, at, note: Some(note) }) = &page.checked {
            div.warning { p { strong { (text::isolated(by)) } ", " (moment(at)) ":" } (text::said(note)) }
        }
    }
}

fn original(page: &EntryPage<'_>) -> Markup {
    let can_change = page.offered == Offered::Mend;
    html! {
        @if page.scans.is_empty() { p { "There is no scan." } }
        @else {
            ul.files {
                @for scan in &page.scans {
                    li {
                        (attachments::line(&scan.file))
                        @if can_change { (form::post(&format!("/entries/{}/files/remove", page.id), taking_away(scan))) }
                    }
                }
            }
            @for scan in &page.scans { (shown(scan)) }
        }
        @if let Some(kept_at) = page.arrived.kept_at { p { "The original is kept here: " (text::isolated(kept_at)) } }
        @if can_change {
            @if (page.most_files as usize) > page.scans.len() {
                (form::post_files(&format!("/entries/{}/files", page.id), adding(page)))
            }
        }
    }
}

/// A browser draws an image; a document is looked at by itself.
fn shown(scan: &Scan<'_>) -> Markup {
    html! {
        @if let (true, Some(href)) = (scan.is_image, &scan.file.href) {
            img.scan src=(href) alt={ "Scan " (scan.file.name) };
        }
    }
}

fn taking_away(scan: &Scan<'_>) -> Markup {
    let take_away = Button { name: "", value: "", label: "Take away", look: ButtonLook::Secondary };
    html! {
        (form::hidden(&HiddenField { name: "file", value: &scan.id.to_string() }))
        (form::button_about(&take_away, scan.file.name))
    }
}

fn adding(page: &EntryPage<'_>) -> Markup {
    let hint = format!("PDF, PNG or JPEG, up to {} each.", text::size(page.most_bytes));
    let field = Field {
        name: "files",
        label: "Add scans",
        hint: Some(&hint),
        publicity: Some("Never public: staff see them, and nobody else."),
        error: page.errors.of("files"),
        ..Field::default()
    };
    html! {
        (form::file(&field, ".pdf,.png,.jpg,.jpeg"))
        (form::button(&Button { name: "", value: "", label: "Add these scans", look: ButtonLook::Secondary }))
    }
}

fn typed(page: &EntryPage<'_>) -> Markup {
    let arrived = &page.arrived;
    html! {
        (text::said(page.body))
        dl.facts {
            div { dt { "Came" } dd { (on_paper(arrived.came)) ", " (moment(&arrived.received)) } }
            div {
                dt { "Name as it is signed" }
                dd { @match arrived.signed_name { Some(name) => { (text::isolated(name)) } None => { "None" } } }
            }
            div { dt { "Shown to the public as" } dd { (who(arrived.who)) } }
            div { dt { "Entered" } dd { (text::isolated(page.entered_by)) ", " (moment(&page.entered_at)) } }
        }
        (said::list_for_staff(&page.said))
        @if page.offered == Offered::Mend {
            p { a.button.button-secondary href={ "/entries/" (page.id) "/edit" } { "Change what was typed" } }
        }
    }
}

fn forms(page: &EntryPage<'_>) -> Markup {
    html! {
        @match page.offered {
            Offered::Mend => {
                (step(page, "Hand it over", html! {
                    p { "Somebody else compares it with the original. Until then it is no comment." }
                    (button("hand_over", "Hand it over to be checked", ButtonLook::Primary))
                }))
                (step(page, "Discard it", html! { (note(page)) (discard()) }))
            }
            Offered::TakeBack => {
                (step(page, "It waits for somebody else", html! {
                    p { "You typed some of it, so somebody else checks it." }
                    (button("take_back", "Take it back to mend it", ButtonLook::Secondary))
                }))
            }
            Offered::Check => {
                (step(page, "Is everything as in the original?", html! {
                    p { "If you confirm, it is received as a comment and waits for a moderator like any other." }
                    (button("confirm", "Confirm: it is as in the original", ButtonLook::Primary))
                }))
                (step(page, "Something is wrong", html! {
                    (note(page))
                    div.buttons {
                        (button("send_back", "Send it back", ButtonLook::Secondary))
                        (discard())
                    }
                }))
            }
            Offered::Nothing => {}
        }
    }
}

fn step(page: &EntryPage<'_>, title: &str, content: Markup) -> Markup {
    let revision = page.revision.to_string();
    html! {
        div.panel {
            h2 { (title) }
            (form::post(&format!("/entries/{}", page.id), html! {
                (form::hidden(&HiddenField { name: "revision", value: &revision }))
                (content)
            }))
        }
    }
}

fn note(page: &EntryPage<'_>) -> Markup {
    let field = Field {
        name: "note",
        label: "What is wrong",
        hint: Some("Colleagues read it, and nobody else."),
        error: page.errors.of("note"),
        value: page.note,
        ..Field::default()
    };
    form::textarea(&field, 3)
}

fn discard() -> Markup {
    button("discard", "Discard it: it is no comment, or was entered before", ButtonLook::Secondary)
}

fn button(value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "outcome", value, label, look })
}
