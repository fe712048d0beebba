//! What was written, told from what the form carries; and what the form has no place for, which is shown in a
//! sentence instead: no answer is ever lost.

use crate::domain::fields::{Fields, Occurs};
use crate::domain::submission::FormDefinition;

/// What the form carries beside the comment: for itself, and who sends it.
pub const CARRIED: [&str; 9] = [
    "submission_key",
    "revision",
    "question_set",
    "version",
    "writer",
    "step",
    "intent",
    "display_name",
    "email",
];

/// What the person wrote, without what the form itself adds.
pub fn written(typed: &Fields) -> Fields {
    typed.retain(|name| !CARRIED.contains(&name))
}

/// Names and values of fields that the form does not have, and all but the first value of fields it has once.
pub fn all<'a>(typed: &'a Fields, definition: &FormDefinition) -> Vec<(&'a str, &'a str)> {
    typed
        .iter()
        .enumerate()
        .filter(|(i, (name, value))| {
            let is_repeated = || typed.iter().take(*i).any(|(it, _)| it == *name);
            let has_place = match definition.occurs(name) {
                Occurs::Never => false,
                Occurs::Once => !is_repeated(),
                Occurs::Repeatedly => true,
            };
            !has_place && !value.is_empty() && !CARRIED.contains(name)
        })
        .map(|(_, field)| field)
        .collect()
}
