//! The forms of the initiative itself.

use lectern_templates::administration::{Column, ColumnKind};
use lectern_templates::form::Need;

use super::{FieldWords, PartWords, RowWords, Way, flag, line, optional_line, paragraphs};
use crate::domain::definition::parts::Part;

pub fn of_part(part: &Part) -> PartWords {
    match part {
        Part::Texts => words(
            "Title and texts",
            "Everybody reads these on the page of the initiative.",
            vec![
                line("title", "Title", "Up to 200 characters."),
                line(
                    "summary",
                    "Summary",
                    "A sentence or two for lists and search engines, up to 500 characters.",
                ),
                paragraphs("description", "Description", 12),
            ],
        ),
        Part::Agency => words(
            "Agency",
            "Who asks for comments, and how the agency refers to it.",
            vec![
                line("agency", "Name of the agency", ""),
                optional_line(
                    "agency_id",
                    "Short name of the agency",
                    "Such as DOE. You can leave this empty.",
                ),
                optional_line("docket_number", "Docket number", "You can leave this empty."),
                line(
                    "contact",
                    "Contact",
                    "An email address that is public: whom to ask about the initiative.",
                ),
                line("language", "Language", "A tag such as en."),
                line(
                    "time_zone",
                    "Time zone",
                    "A name such as America/New_York. Times are shown and typed by its clocks.",
                ),
                flag(
                    "demonstration",
                    "Demonstration",
                    "This is a demonstration: each page says so",
                ),
            ],
        ),
        Part::Notices => words(
            "Notices",
            "The privacy notice says what happens to what people send. Decisions of moderators keep the version of the \
             policy that they were taken under.",
            vec![
                paragraphs("privacy_notice", "Privacy notice", 14),
                paragraphs("moderation_policy", "Moderation policy", 14),
            ],
        ),
        Part::Paperwork => words(
            "Paperwork",
            "Questions that many people are asked in the same form may need an OMB control number under the Paperwork \
             Reduction Act; a general invitation to comment in one's own words usually does not. Ask your counsel. One of \
             the two must be there before an area opens.",
            vec![
                optional_line(
                    "omb_control_number",
                    "OMB control number",
                    "The pages and the form show it.",
                ),
                FieldWords {
                    need: Need::Optional,
                    way: Way::Paragraphs(3),
                    ..line(
                        "paperwork_basis",
                        "Why no number is needed",
                        "One line, up to 500 characters. The page of the initiative shows it where there is no number.",
                    )
                },
            ],
        ),
        _ => PartWords {
            rows: Some(RowWords {
                title: "Kinds",
                one: "Kind",
                lead: "In the order in which the form lists them.",
                columns: vec![label(), code()],
            }),
            ..words(
                "Respondent kinds",
                "How people may describe themselves on the form. One that is removed is retired: comments that have it keep it.",
                Vec::new(),
            )
        },
    }
}

pub fn label() -> Column<'static> {
    Column { name: "label", label: "Label", hint: None, kind: ColumnKind::Line }
}

pub fn code() -> Column<'static> {
    Column {
        name: "code",
        label: "Code",
        hint: Some(
            "Stands in the dataset, and stays once it is published. Left empty, it is made from the label.",
        ),
        kind: ColumnKind::Line,
    }
}

fn words(title: &str, lead: &str, fields: Vec<FieldWords>) -> PartWords {
    PartWords { title: title.to_owned(), lead: lead.to_owned(), fields, rows: None }
}
