//! Reading the areas of a file.

use std::collections::BTreeSet;

use super::names::{note_repeated, slug};
use super::question::questions;
use super::table::Table;
use super::{AreaDefinition, DocumentDefinition, RESERVED_AREA_SLUGS};
use crate::domain::question::{Question, Visibility};

/// What an area may ask of everybody besides the body and its questions.
const CAN_BE_REQUIRED: [&str; 4] = ["stance", "respondent_kind", "organization", "attribution"];

/// The areas of a file, at least one.
pub fn areas(root: &mut Table<'_>, asked_everywhere: &[Question]) -> Vec<AreaDefinition> {
    let mut slugs = BTreeSet::new();
    let tables = root.tables("areas", "slug").into_iter();
    let areas: Vec<_> = tables.map(|it| area(it, asked_everywhere, &mut slugs)).collect();
    if areas.is_empty() {
        root.wrong("areas", "An initiative needs at least one area: write [[areas]] and its keys.");
    }
    areas
}

fn area(
    mut table: Table<'_>,
    asked_everywhere: &[Question],
    slugs: &mut BTreeSet<String>,
) -> AreaDefinition {
    let slug = slug(&mut table);
    if RESERVED_AREA_SLUGS.contains(&slug.as_str()) {
        table.wrong("slug", format!("“{slug}” is part of other addresses. Choose another slug."));
    }
    note_repeated(&table, "slug", &slug, slugs, "area");
    let (opens_at, closes_at) = (table.moment("opens_at"), table.moment("closes_at"));
    if let (Some(opens_at), Some(closes_at)) = (opens_at, closes_at)
        && closes_at <= opens_at
    {
        table.wrong("closes_at", "The comment period must close after it opens.");
    }
    let mut area = AreaDefinition {
        slug,
        title: table.line("title", 200),
        summary: table.line("summary", 500),
        background: table.paragraphs("background", 20_000),
        stated_direction: table.line("stated_direction", 1_000),
        opens_at: opens_at.unwrap_or_default(),
        closes_at: closes_at.unwrap_or_default(),
        take_late_comments: table.flag("take_late_comments"),
        in_steps: table.flag("steps"),
        period_reason: table.optional_line("period_reason", 500),
        required: table.list("required"),
        documents: documents(&mut table),
        questions: questions(&mut table, asked_everywhere),
    };
    area.questions.extend_from_slice(asked_everywhere);
    check_required(&table, &area);
    table.finish("An area");
    area
}

fn check_required(table: &Table<'_>, area: &AreaDefinition) {
    let mut seen = BTreeSet::new();
    for name in &area.required {
        let question = area.questions.iter().find(|it| it.key == *name);
        let personal =
            |it: &Question| it.about_respondent || it.visibility == Visibility::Statistics;
        let shown: String = name.chars().take(60).flat_map(char::escape_debug).collect();
        if !seen.insert(name) {
            table.wrong("required", format!("“{shown}” is listed twice."));
        } else if name == "body" {
            table.wrong("required", "The body is always required: leave it out here.");
        } else if question.is_some_and(personal) {
            let message =
                format!("“{shown}” is used for statistics only, and such a question is optional.");
            table.wrong("required", message);
        } else if question.is_none() && !CAN_BE_REQUIRED.contains(&name.as_str()) {
            let fields = CAN_BE_REQUIRED.join(", ");
            let message = format!("“{shown}” is no question of this area and none of: {fields}.");
            table.wrong("required", message);
        }
    }
}

fn documents(area: &mut Table<'_>) -> Vec<DocumentDefinition> {
    let mut urls = BTreeSet::new();
    let tables = area.tables("documents", "url").into_iter();
    let documents = tables.map(|mut table| {
        let title = table.line("title", 300);
        let url = table.line("url", 2_000);
        if !url.is_empty() && !is_web_address(&url) {
            table.wrong("url", "Write a full address that starts with https:// or http://.");
        }
        note_repeated(&table, "url", &url, &mut urls, "document of this area");
        table.finish("A document");
        DocumentDefinition { title, url }
    });
    documents.collect()
}

/// Whether it is the whole address of a page that can be linked.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|it| {
        matches!(it.scheme(), "http" | "https")
            && it.has_host()
            && it.username().is_empty()
            && it.password().is_none()
            && !text.contains(char::is_whitespace)
    })
}
