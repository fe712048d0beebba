//! What was typed, in words, beside the form.

use lectern_templates::said::{Answer as Words, Publicity, Said};

use super::asked::Asked;
use crate::domain::attribution::Attribution;
use crate::domain::fields::Fields;
use crate::domain::question::QuestionKind;
use crate::domain::stance::Stance;
use crate::models::respondent_kind;

/// A draft in words, valid or not: values as they were typed, beside the prompts that they answer.
pub fn as_typed<'t>(asked: &'t Asked, fields: &'t Fields) -> Vec<Said<'t>> {
    fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Said {
            prompt: prompt(asked, name),
            answer: Words::Text(label(asked, name, value)),
            publicity: Publicity::Private,
        })
        .collect()
}

fn prompt<'t>(asked: &'t Asked, name: &'t str) -> &'t str {
    let Some(rest) = name.strip_prefix("answers.") else {
        return match name {
            "body" => "Your comment",
            "stance" => "What you think of this direction",
            "respondent_kind" => "Which describes you best",
            "organization" => "Organization",
            "attribution" => "How we show you",
            _ => name,
        };
    };
    let (key, inner) = rest.split_once('.').unwrap_or((rest, ""));
    let Some(question) = asked.set.by_key(key) else { return name };
    match question.option(inner) {
        // A place in a ranking is about one of its options.
        Some(option) if question.kind == QuestionKind::Ranking => &option.label,
        _ => &question.prompt,
    }
}

/// The label of a code; anything else as it was typed.
fn label<'t>(asked: &'t Asked, name: &str, value: &'t str) -> &'t str {
    match name {
        "stance" => Stance::parse(value).map_or(value, |it| it.label()),
        "attribution" => Attribution::parse(value).map_or(value, |it| it.label()),
        "respondent_kind" => respondent_kind::label_of(&asked.kinds, value),
        _ => {
            let question = name.strip_prefix("answers.").and_then(|key| asked.set.by_key(key));
            question.filter(|it| it.is_countable()).map_or(value, |it| it.label_of(value))
        }
    }
}
