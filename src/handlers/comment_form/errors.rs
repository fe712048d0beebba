//! The errors of the form, for its page: each beside its field, and named in words where the page
//! shows no such field.

use lectern_templates::form::ErrorSummary;

use super::unplaced::{self, CARRIED};
use crate::domain::answer;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::{Fields, Occurs};
use crate::domain::submission::FormDefinition;

/// Everything that is wrong, and with it every value that the form has no place for.
pub fn summary(errors: &FieldErrors, typed: &Fields, definition: &FormDefinition) -> ErrorSummary {
    let mut summary = ErrorSummary::none();
    for (field, message) in errors.iter() {
        if is_shown(field, definition) {
            summary.push(field, message);
        } else {
            summary.push(field, format!("“{field}”: {message}"));
        }
    }
    for (name, value) in unplaced::all(typed, definition) {
        summary.push(
            "",
            format!("“{name}” has no place in this form. This was sent in it: “{value}”"),
        );
    }
    summary
}

fn is_shown(field: &str, definition: &FormDefinition) -> bool {
    if field == "files" {
        return true;
    }
    let is_question = definition.questions.iter().any(|it| answer::field(&it.key) == field);
    is_question || definition.occurs(field) != Occurs::Never && !CARRIED.contains(&field)
}
