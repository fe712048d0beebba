//! The pages on which administrators make and change initiatives.

use lectern_templates::administration::{
    self, AddForm, AreaLink, BeginForm, Column, ColumnKind, Control, DefinitionFile,
    DefinitionForm, DefinitionList, InitiativeDesk, InitiativeRow, InitiativesPage, ItemRow,
    ListItem, Newer, PartField, PartLink, PublishPage, Rows,
};
use lectern_templates::form::{Choice, ErrorSummary, Need};
use lectern_templates::layout::Crumb;
use maud::Markup;

use super::{Words, received};

const BRIDGE: &str = "/admin/initiatives/harbor/areas/bridge";

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    vec![
        ("admin-initiatives", initiatives(words)),
        ("admin-initiative", desk(words)),
        ("admin-definition-form", form(words)),
        ("admin-definition-list", list(words)),
        ("admin-publish", publish(words)),
        ("admin-definition-file", file(words)),
    ]
}

fn initiatives(words: &Words<'_>) -> Markup {
    let row = |slug, has_changes: bool| InitiativeRow {
        slug,
        title: words.answer,
        is_published: !has_changes,
        has_changes,
    };
    administration::initiatives(&InitiativesPage {
        rows: vec![row("harbor", false), row("parks", true)],
        begin: Some(BeginForm {
            slug: words.answer,
            title: words.answer,
            copy_of: "harbor",
            others: vec![Choice { value: "harbor", label: words.answer }],
        }),
        errors: wrong("slug", "There is an initiative with this slug already."),
    })
}

fn desk(words: &Words<'_>) -> Markup {
    administration::initiative(&InitiativeDesk {
        slug: "harbor",
        title: words.answer,
        is_published: true,
        changed: Some((Some(words.name), received())),
        published_since: vec![words.answer.to_owned()],
        gate: vec![("privacy notice", true), ("contact", false)],
        problems: vec!["title: Write something here.".to_owned()],
        parts: vec![PartLink {
            path: "parts/texts",
            title: "Title and texts",
            sentence: "What it is about.",
        }],
        areas: vec![AreaLink { slug: "bridge", title: words.answer, is_published: false }],
        may_publish: true,
        mark: "0123456789abcdef",
        done: Some("Saved in the working copy. It is not public yet."),
    })
}

fn trail<'a>() -> Vec<Crumb<'a>> {
    vec![Crumb { title: "Initiatives", href: "/admin/initiatives".to_owned() }]
}

fn form(words: &Words<'_>) -> Markup {
    let field = |name, control, value| PartField {
        name,
        label: "What it says",
        hint: Some("Up to 200 characters."),
        need: Need::Required,
        control,
        values: vec![value],
    };
    let choice = || vec![Choice { value: "subject", label: "The subject" }];
    let column = |name, kind| Column { name, label: "Label", hint: Some("A hint."), kind };
    let item = |number, fixed, value| ItemRow { number, values: vec![value, value, ""], fixed };
    administration::definition_form(&DefinitionForm {
        title: words.answer,
        trail: trail(),
        lead: "What people read about this area.",
        action: BRIDGE,
        fields: vec![
            field("title", Control::Line, words.answer),
            field("background", Control::Paragraphs(12), words.body),
            field("about", Control::Radios(choice()), words.choice),
            field("required", Control::Boxes(choice()), "subject"),
            field("slug", Control::Fixed, "bridge"),
        ],
        rows: Some(Rows {
            title: "Options",
            one: "Option",
            lead: "At least two.",
            columns: vec![
                column("label", ColumnKind::Line),
                column("code", ColumnKind::Line),
                column("exclusive", ColumnKind::Flag),
            ],
            items: vec![item(0, Some("code"), words.answer), item(1, None, "")],
        }),
        seen: "0123456789abcdef",
        links: vec![(format!("{BRIDGE}/preview"), "Preview")],
        done: None,
        newer: Some(Newer {
            by: Some(words.name),
            at: Some(received()),
            fields: vec![("Title".to_owned(), words.answer.to_owned())],
        }),
        errors: wrong("title", "Write something here."),
    })
}

fn list(words: &Words<'_>) -> Markup {
    let item = |name| ListItem {
        name,
        title: words.answer,
        note: "Choose one, published with the comment".to_owned(),
        is_removable: true,
    };
    administration::definition_list(&DefinitionList {
        title: "Questions",
        trail: trail(),
        lead: "In the order of the form.",
        action: "/admin/initiatives/harbor/questions",
        items: vec![item("one"), item("two")],
        empty: "There is none.",
        add: AddForm {
            heading: "Add a question",
            title_label: "Question",
            name_label: "Key",
            name_hint: "Left empty, it is made from the question.",
            kinds: vec![Choice { value: "scale", label: "Scale from 1 to 5" }],
            title: words.answer,
            name: words.answer,
            kind: words.choice,
        },
        seen: "0123456789abcdef",
        links: vec![(BRIDGE.to_owned(), "Questions of every area")],
        done: None,
        errors: wrong("title", "Write something here."),
    })
}

fn publish(words: &Words<'_>) -> Markup {
    administration::publish(&PublishPage {
        slug: "harbor",
        title: words.answer,
        trail: trail(),
        changes: vec![format!("title: \"{}\"", words.answer)],
        obstacles: Vec::new(),
        mark: "0123456789abcdef",
        notice: Some("Nothing was published."),
    })
}

fn file(words: &Words<'_>) -> Markup {
    administration::definition_file(&DefinitionFile {
        slug: "harbor",
        trail: trail(),
        definition: words.body,
        seen: "0123456789abcdef",
        wrong: vec![format!("Line 1: {}", words.answer)],
        errors: wrong("definition", "The file has mistakes."),
    })
}

fn wrong(field: &str, message: &str) -> ErrorSummary {
    let mut errors = ErrorSummary::none();
    errors.push(field, message);
    errors
}
