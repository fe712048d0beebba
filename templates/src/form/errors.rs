//! What is wrong with a form: one list at the top, one line beside each field.

use maud::{Markup, html};

/// One error and the field it is about.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// The id of the field, which is its name: `email`, `answers.lead_agency`.
    pub field_id: String,
    pub message: String,
    /// The page that has the field, where it is not this one: path and query.
    pub elsewhere: Option<String>,
}

/// All errors of a form, in the order of its fields.
#[derive(Debug, Clone, Default)]
pub struct ErrorSummary {
    pub errors: Vec<FieldError>,
}

impl ErrorSummary {
    /// A summary without errors.
    pub fn none() -> Self {
        Self::default()
    }

    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    pub fn push(&mut self, field_id: impl Into<String>, message: impl Into<String>) {
        let (field_id, message) = (field_id.into(), message.into());
        self.errors.push(FieldError { field_id, message, elsewhere: None });
    }

    /// The same for a field that stands on another page.
    pub fn push_elsewhere(&mut self, page: String, field_id: &str, message: &str) {
        let (field_id, message) = (field_id.to_owned(), message.to_owned());
        self.errors.push(FieldError { field_id, message, elsewhere: Some(page) });
    }

    /// The first error of a field.
    pub fn of(&self, field_id: &str) -> Option<&str> {
        self.errors.iter().find(|it| it.field_id == field_id).map(|it| it.message.as_str())
    }
}

/// The list at the top of a page whose form has errors. An error about no field (an empty id) is not a link.
///
/// It takes focus as the page opens, without a script: the next key leads to the first error.
pub fn error_summary(summary: &ErrorSummary) -> Markup {
    html! {
        @if !summary.is_empty() {
            div.error-summary role="alert" tabindex="-1" autofocus id="error-summary" aria-labelledby="error-summary-title" {
                h2 id="error-summary-title" { "There is a problem" }
                ul {
                    @for error in &summary.errors {
                        li {
                            @if error.field_id.is_empty() { (error.message) }
                            @else {
                                a href={ (error.elsewhere.as_deref().unwrap_or_default()) "#" (error.field_id) } {
                                    (error.message)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The line beside a field.
pub(super) fn error_line(id: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(message) = error {
            p.error id={ (id) "--error" } { span.hidden-visually { "Error: " } (message) }
        }
    }
}
