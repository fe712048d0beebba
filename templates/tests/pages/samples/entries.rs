//! The pages of those who enter and check comments on paper.

use lectern_templates::attachments::FileRef;
use lectern_templates::entries::{
    self, AreaRow, Arrived, Checked, EntriesPage, EntryForm, EntryPage, EntryRow, LetterPage,
    LetterRow, Offered, OnPaper, Scan, Typed,
};
use lectern_templates::form::{Choice, ErrorSummary, HiddenField};
use lectern_templates::said::Who;
use maud::Markup;

use super::writing::{questions, said};
use super::{DIGEST, DIRECTION, TRACKING_NUMBER, Words, area, at, received};

const CAME: OnPaper<'_> = OnPaper { channel: "By post", signatories: 312 };

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    vec![
        ("entries", list(words)),
        ("entry-form", form(words)),
        ("entry-mend", entry(words, Offered::Mend)),
        ("entry-take-back", entry(words, Offered::TakeBack)),
        ("entry-check", entry(words, Offered::Check)),
        ("entry-done", entry(words, Offered::Nothing)),
        ("entry-letter", letter(words)),
    ]
}

fn list(words: &Words<'_>) -> Markup {
    let row = |id, note| EntryRow {
        id,
        place: area(),
        came: CAME,
        received: at("2026-11-20", "November 20, 2026"),
        signed_name: Some(words.name),
        entered_by: words.name,
        note,
    };
    entries::entries(&EntriesPage {
        clerk: words.name,
        areas: vec![AreaRow { place: area(), waiting: 3 }],
        to_check: vec![row(1, None)],
        handed_over: vec![row(2, None)],
        being_entered: vec![row(3, Some(words.answer))],
        letters: vec![LetterRow {
            id: 4,
            tracking_number: TRACKING_NUMBER,
            place: area(),
            channel: "At a hearing",
            received: at("2026-11-20", "November 20, 2026"),
        }],
    })
}

fn form(words: &Words<'_>) -> Markup {
    let choice = |value, label| Choice { value, label };
    let mut errors = ErrorSummary::none();
    for name in ["channel", "received_on", "n_signatories", "kept_at", "stance", "body"] {
        errors.push(name, "Mend this");
    }
    for name in ["organization", "display_name", "attribution"] {
        errors.push(name, "Mend this too");
    }
    entries::entry_form(&EntryForm {
        place: area(),
        action: "/entries/new/genesis-mission/safety-standards",
        title: "Enter a comment",
        hidden: vec![HiddenField { name: "submission_key", value: "8b9c1a52" }],
        entry_href: Some("/entries/7"),
        stated_direction: DIRECTION,
        channels: vec![choice("paper", "On paper"), choice("post", "By post")],
        stances: vec![choice("support", "Support"), choice("oppose", "Oppose")],
        respondent_kinds: vec![choice("individual", "Individual")],
        attributions: vec![choice("named", "With their name"), choice("anonymous", "Anonymous")],
        questions: questions(words, &[("health", "1")]),
        typed: Typed {
            channel: words.choice,
            received_on: words.choice,
            n_signatories: words.choice,
            kept_at: words.answer,
            stance: words.choice,
            body: words.body,
            respondent_kind: words.choice,
            organization: words.organization,
            display_name: words.name,
            attribution: words.choice,
        },
        errors,
        notice: Some("Somebody changed this entry in the meantime."),
    })
}

fn entry(words: &Words<'_>, offered: Offered) -> Markup {
    let mut errors = ErrorSummary::none();
    if offered == Offered::Check {
        errors.push("note", "Say what is wrong.");
    }
    if offered == Offered::Mend {
        errors.push("files", "Add a scan.");
    }
    let scan = |id: i64, is_image| Scan {
        id,
        file: FileRef {
            name: words.name,
            kind: "PNG image",
            bytes: 2_000,
            href: Some(format!("/entries/7/files/{id}")),
        },
        is_image,
    };
    entries::entry(&EntryPage {
        place: area(),
        id: 7,
        revision: 3,
        state: "Waiting to be checked",
        arrived: Arrived {
            came: CAME,
            received: at("2026-11-20", "November 20, 2026"),
            late: true,
            who: Who::Named { name: words.name, organization: Some(words.organization) },
            signed_name: Some(words.name),
            kept_at: Some(words.answer),
        },
        entered_by: words.name,
        entered_at: received(),
        checked: Some(Checked { by: words.name, at: received(), note: Some(words.answer) }),
        tracking_number: (offered == Offered::Nothing).then_some(TRACKING_NUMBER),
        body: words.body,
        said: said(words),
        scans: vec![scan(1, true), scan(2, false)],
        offered,
        most_files: 20,
        most_bytes: 10 << 20,
        note: words.answer,
        errors,
        notice: Some("The entry is saved."),
    })
}

fn letter(words: &Words<'_>) -> Markup {
    entries::letter(&LetterPage {
        place: area(),
        entry_href: "/entries/7",
        agency: "Department of Energy",
        contact: "genesis@agency.example",
        tracking_number: TRACKING_NUMBER,
        signed_name: Some(words.name),
        came: CAME,
        received: at("2026-11-20", "November 20, 2026"),
        late: true,
        address: "https://comments.agency.example/comments/LX7-4QK9-T2MB",
        digest: DIGEST,
    })
}
