//! The forms of an area.

use lectern_templates::administration::{Column, ColumnKind};

use super::{FieldWords, PartWords, RowWords, Way, flag, line, optional_line, paragraphs};
use crate::auth::administration::definitions::Opened;
use crate::domain::definition::AreaDefinition;

pub fn of_area(opened: &Opened, slug: &str) -> PartWords {
    let definition = &opened.definition;
    let Some(area) = definition.area(slug) else { return nothing() };
    let time = format!("Day and time in {}, as in 2026-12-01 18:00.", definition.time_zone);
    let slug_words = if opened.permanent.areas.contains(slug) {
        FieldWords {
            way: Way::Fixed,
            ..line("slug", "Slug", "It is the address of published pages, and stays.")
        }
    } else {
        line("slug", "Slug", "The last word of its address. It stays once it is published.")
    };
    let required = FieldWords {
        hint: Some(
            "The comment itself is always required. Questions about the respondent, or for statistics only, can never be."
                .to_owned(),
        ),
        way: Way::Boxes(can_be_required(area)),
        ..optional_line("required", "Fields that may not stay empty", "")
    };
    PartWords {
        title: title_of(area).to_owned(),
        lead: "What people read about this area, and when it takes comments.".to_owned(),
        fields: vec![
            line("title", "Title", "Up to 200 characters."),
            slug_words,
            line(
                "summary",
                "Summary",
                "A sentence or two for lists and search engines, up to 500 characters.",
            ),
            paragraphs("background", "Background", 12),
            FieldWords {
                way: Way::Paragraphs(3),
                ..line(
                    "stated_direction",
                    "Stated direction",
                    "The sentence that people take a stance on, up to 1,000 characters, on one line. Another one begins a new \
                     version: stances that were given keep theirs.",
                )
            },
            line("opens_at", "Opens", &time),
            line("closes_at", "Closes", &time),
            optional_line(
                "period_reason",
                "Reason for the comment period",
                "Everybody reads it in the history of the period if you changed it. Otherwise it is not used.",
            ),
            flag(
                "take_late_comments",
                "Late comments",
                "Take comments after the closing time, marked as late",
            ),
            flag("steps", "Form", "The form comes in steps, not on one page"),
            required,
        ],
        rows: None,
    }
}

pub fn of_documents(opened: &Opened, slug: &str) -> PartWords {
    let Some(area) = opened.definition.area(slug) else { return nothing() };
    let column = |name, label, hint| Column { name, label, hint, kind: ColumnKind::Line };
    PartWords {
        title: format!("Documents: {}", title_of(area)),
        lead: "What people should be able to read before they comment. The page of the area links to each.".to_owned(),
        fields: Vec::new(),
        rows: Some(RowWords {
            title: "Documents",
            one: "Document",
            lead: "In the order in which the page lists them.",
            columns: vec![
                column("title", "Title", None),
                column("url", "Address", Some("The full address, beginning with https://.")),
            ],
        }),
    }
}

fn can_be_required(area: &AreaDefinition) -> Vec<(String, String)> {
    let fields = [
        ("stance", "Stance"),
        ("respondent_kind", "Respondent kind"),
        ("organization", "Organization"),
        ("attribution", "Under which name it is shown"),
    ];
    let fields = fields.map(|(name, label)| (name.to_owned(), label.to_owned()));
    let questions = area.questions.iter().filter(|it| it.is_published() && !it.about_respondent);
    let questions = questions.map(|it| (it.key.clone(), it.prompt.clone()));
    fields.into_iter().chain(questions).collect()
}

fn title_of(area: &AreaDefinition) -> &str {
    if area.title.is_empty() { &area.slug } else { &area.title }
}

fn nothing() -> PartWords {
    PartWords { title: String::new(), lead: String::new(), fields: Vec::new(), rows: None }
}
