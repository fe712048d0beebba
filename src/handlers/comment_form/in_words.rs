//! What was typed, in words: beside the form, and on the page that checks it before it is sent.

use lectern_templates::comment_form::{self, CheckPage};
use lectern_templates::form::HiddenField;
use lectern_templates::said::{Answer as Words, Publicity, Said};
use maud::Markup;

use super::asked::Asked;
use super::sender::Sender;
use super::unplaced::written;
use crate::domain::attribution::Attribution;
use crate::domain::fields::Fields;
use crate::domain::question::QuestionKind;
use crate::domain::stance::Stance;
use crate::domain::submission::Submission;
use crate::handlers::attachments::listed;
use crate::handlers::said::{self, Answered};
use crate::models::draft::Draft;
use crate::models::respondent_kind;

/// Everything in words, before it is sent.
pub fn check(
    asked: &Asked,
    sender: &Sender,
    submission: &Submission,
    typed: &Fields,
    draft: &Draft,
) -> Markup {
    let answered = Answered::given(&submission.answers, &asked.set);
    let kind = submission.respondent_kind.as_deref();
    let kind = kind.map(|code| respondent_kind::label_of(&asked.kinds, code));
    let mut said = said::about(
        Some(submission.stance),
        kind,
        submission.organization.as_deref(),
        submission.attribution,
    );
    let text = |prompt, answer, publicity| Said { prompt, answer, publicity };
    said.insert(1, text("Your comment", Words::Text(&submission.body), Publicity::Public));
    said.extend(answered.iter().map(Answered::said));
    let shown = Words::Line(submission.attribution.label());
    said.push(text("How we show you", shown, Publicity::Private));

    let revision = draft.revision.to_string();
    let written = written(typed);
    let mut fields: Vec<_> =
        written.iter().map(|(name, value)| HiddenField { name, value }).collect();
    let question_set = asked.set.version.to_string();
    fields.push(HiddenField { name: "question_set", value: &question_set });
    fields.push(HiddenField { name: "submission_key", value: &draft.submission_key });
    fields.push(HiddenField { name: "revision", value: &revision });
    comment_form::check(&CheckPage {
        place: asked.place(),
        visitor: sender.view(),
        said,
        files: listed(&sender.files),
        fields,
        notice: None,
    })
}

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
