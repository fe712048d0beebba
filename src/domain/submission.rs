//! A comment as it is submitted: read from the form's fields, complete and valid.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::answer::{self, Answer};
use super::attachment::Attachment;
use super::attribution::Attribution;
use super::field_errors::FieldErrors;
use super::fields::{Fields, Occurs};
use super::question::{Question, QuestionKind};
use super::stance::Stance;
use super::text::{single_line, with_plain_line_breaks, within};

/// How long a comment may be, in characters.
pub const BODY_MAX_CHARS: usize = 50_000;
const ORGANIZATION_MAX_CHARS: usize = 200;

/// What an area's form asks.
#[derive(Debug, Clone)]
pub struct FormDefinition {
    pub questions: Vec<Question>,
    /// Codes of the respondent kinds on offer.
    pub respondent_kinds: Vec<String>,
    /// Fields that this area does not let go empty, besides the body.
    pub required: Vec<String>,
}

/// What somebody says about an area, ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub stance: Stance,
    pub respondent_kind: Option<String>,
    pub organization: Option<String>,
    pub attribution: Attribution,
    pub body: String,
    pub answers: Vec<Answer>,
    /// What is kept of a comment without files says nothing of any, as before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
}

impl TryFrom<Value> for Submission {
    type Error = serde_json::Error;

    fn try_from(stored: Value) -> Result<Self, Self::Error> {
        serde_json::from_value(stored)
    }
}

impl Submission {
    /// Reads the form, or says everything that is wrong with it at once.
    ///
    /// # Errors
    /// A sentence for each field that needs mending.
    pub fn parse(fields: &Fields, form: &FormDefinition) -> Result<Self, FieldErrors> {
        let mut errors = fields.check(|name| form.occurs(name));
        let stance = errors.keep("stance", parse_stance(fields.one("stance"))).flatten();
        let body = errors.keep("body", parse_body(fields.one("body")));
        let answers: Vec<_> =
            form.questions.iter().filter_map(|it| answer::parse(it, fields, &mut errors)).collect();
        let respondent_kind = errors
            .keep("respondent_kind", form.parse_kind(fields.one("respondent_kind")))
            .flatten();
        let organization =
            single_line(fields.one("organization"), "The organization", ORGANIZATION_MAX_CHARS);
        let organization = errors.keep("organization", organization).filter(|it| !it.is_empty());
        let attribution = parse_attribution(fields.one("attribution"), organization.is_some());
        let attribution = match attribution {
            Ok(it) => it,
            Err((field, message)) => {
                errors.add(field, message);
                None
            }
        };
        form.check_required(fields, &answers, &mut errors);
        match body {
            Some(body) if errors.is_empty() => Ok(Self {
                // Somebody who picks no stance has stated none; null is kept for imports.
                stance: stance.unwrap_or(Stance::NotStated),
                respondent_kind,
                organization,
                // Nobody's name is shown who did not ask for it.
                attribution: attribution.unwrap_or(Attribution::Anonymous),
                body,
                answers,
                // They are no fields of the form, but lie with the draft.
                files: Vec::new(),
            }),
            _ => Err(errors),
        }
    }

    /// SHA-256 of the content: equal for the same content sent twice.
    #[must_use]
    pub fn content_sha256(&self) -> Vec<u8> {
        Sha256::digest(canonical_json(&json!(self))).to_vec()
    }

    /// Whether this is what was sent before. The files of a draft are gone once it was sent: a form that comes again
    /// without any means those that it had.
    #[must_use]
    pub fn is_same_as(&self, content_sha256: &[u8], files_before: &[Attachment]) -> bool {
        let with_those = || Self { files: files_before.to_vec(), ..self.clone() }.content_sha256();
        self.content_sha256() == content_sha256
            || self.files.is_empty() && with_those() == content_sha256
    }
}

impl FormDefinition {
    /// How often a field of this name may occur in the form.
    #[must_use]
    pub fn occurs(&self, name: &str) -> Occurs {
        match name {
            "stance" | "respondent_kind" | "organization" | "attribution" | "body"
            | "submission_key" | "revision" | "question_set" | "version" | "writer" | "step"
            | "intent" | "display_name" | "email" => Occurs::Once,
            _ => name.strip_prefix("answers.").map_or(Occurs::Never, |it| self.answer_occurs(it)),
        }
    }

    fn answer_occurs(&self, name: &str) -> Occurs {
        for question in &self.questions {
            let Some(rest) = name.strip_prefix(question.key.as_str()) else { continue };
            match (question.kind, rest.strip_prefix('.')) {
                (QuestionKind::Ranking, Some(code)) if question.option(code).is_some() => {
                    return Occurs::Once;
                }
                (QuestionKind::SingleChoice | QuestionKind::MultipleChoice, Some("other"))
                    if question.takes_other() =>
                {
                    return Occurs::Once;
                }
                (QuestionKind::MultipleChoice, None) if rest.is_empty() => {
                    return Occurs::Repeatedly;
                }
                (QuestionKind::Ranking, None) => {}
                (_, None) if rest.is_empty() => return Occurs::Once,
                _ => {}
            }
        }
        Occurs::Never
    }

    fn parse_kind(&self, typed: &str) -> Result<Option<String>, String> {
        if typed.is_empty() {
            return Ok(None);
        }
        let known = self.respondent_kinds.iter().find(|it| *it == typed);
        known.map(|it| Some(it.clone())).ok_or_else(|| "Choose from the list.".to_owned())
    }

    fn check_required(&self, fields: &Fields, answers: &[Answer], errors: &mut FieldErrors) {
        for name in &self.required {
            let given =
                answers.iter().any(|it| it.key == *name) || !fields.one(name).trim().is_empty();
            let field = if self.questions.iter().any(|it| it.key == *name) {
                answer::field(name)
            } else {
                name.clone()
            };
            if !given && errors.about(&field).is_none() {
                errors.add(field, "This area asks everybody for an answer here.");
            }
        }
    }
}

/// Canonical JSON (RFC 8785) of a value that is known to be plain data.
#[must_use]
pub fn canonical_json(value: &Value) -> Vec<u8> {
    // Only maps with keys other than text fail, and a `Value` has none. Should one fail all the same, its plain form
    // still holds everything, in the order of its keys.
    serde_json_canonicalizer::to_vec(value).unwrap_or_else(|_| value.to_string().into_bytes())
}

fn parse_stance(typed: &str) -> Result<Option<Stance>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    Stance::parse(typed).map(Some).ok_or_else(|| "Choose one of the answers offered.".to_owned())
}

fn parse_body(typed: &str) -> Result<String, String> {
    let body = with_plain_line_breaks(typed);
    if body.trim().is_empty() {
        return Err("Write your comment.".to_owned());
    }
    within(&body, BODY_MAX_CHARS)?;
    Ok(body)
}

fn parse_attribution(
    typed: &str,
    has_organization: bool,
) -> Result<Option<Attribution>, (&'static str, &'static str)> {
    match Attribution::parse(typed) {
        None if typed.is_empty() => Ok(None),
        None => Err(("attribution", "Choose one of the answers offered.")),
        Some(Attribution::Organization) if !has_organization => Err((
            "organization",
            "Name the organization under whose name your comment is published.",
        )),
        Some(attribution) => Ok(Some(attribution)),
    }
}
