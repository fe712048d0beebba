//! The sample comments of a demonstration: files of `config/demo/comments/`, part of the program.

use anyhow::Context;
use serde::Deserialize;

use crate::domain::answer::field;
use crate::domain::fields::Fields;
use crate::domain::question::QuestionKind;
use crate::domain::standing::Standing;
use crate::domain::submission::FormDefinition;

const FILES: [&str; 6] = [
    include_str!("../../../config/demo/comments/compute-infrastructure.toml"),
    include_str!("../../../config/demo/comments/federal-coordination.toml"),
    include_str!("../../../config/demo/comments/research-funding.toml"),
    include_str!("../../../config/demo/comments/safety-standards.toml"),
    include_str!("../../../config/demo/comments/security-resilience.toml"),
    include_str!("../../../config/demo/comments/workforce-education.toml"),
];

/// One comment, and what became of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub area: String,
    pub author: String,
    pub days_ago: f64,
    #[serde(default)]
    pub stance: String,
    #[serde(default)]
    pub respondent_kind: String,
    #[serde(default)]
    pub organization: String,
    pub attribution: String,
    pub body: String,
    #[serde(default)]
    answers: toml::Table,
    #[serde(default)]
    others: toml::Table,
    pub outcome: Standing,
    pub reason_code: Option<String>,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
struct SampleFile {
    comments: Vec<Sample>,
}

/// Every sample, the oldest first.
pub fn all() -> anyhow::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for file in FILES {
        let file: SampleFile = toml::from_str(file).context("a file of sample comments")?;
        samples.extend(file.comments);
    }
    samples.sort_by(|one, other| other.days_ago.total_cmp(&one.days_ago));
    Ok(samples)
}

impl Sample {
    /// The fields that its author would have sent to this form.
    pub fn fields(&self, form: &FormDefinition) -> Fields {
        let mut pairs: Vec<(String, String)> = [
            ("stance", &self.stance),
            ("respondent_kind", &self.respondent_kind),
            ("organization", &self.organization),
            ("attribution", &self.attribution),
            ("body", &self.body),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .into();
        for (key, answer) in &self.answers {
            let is_ranking =
                form.questions.iter().any(|it| it.key == *key && it.kind == QuestionKind::Ranking);
            pairs.extend(if is_ranking { ranked(key, answer) } else { chosen(key, answer) });
        }
        for (key, text) in &self.others {
            pairs.push((format!("{}.other", field(key)), as_text(text)));
        }
        Fields::new(pairs)
    }
}

fn chosen(key: &str, answer: &toml::Value) -> Vec<(String, String)> {
    match answer {
        toml::Value::Array(codes) => codes.iter().map(|it| (field(key), as_text(it))).collect(),
        single => vec![(field(key), as_text(single))],
    }
}

fn ranked(key: &str, answer: &toml::Value) -> Vec<(String, String)> {
    let codes = answer.as_array().into_iter().flatten();
    codes
        .zip(1..)
        .map(|(code, place)| (format!("{}.{}", field(key), as_text(code)), place.to_string()))
        .collect()
}

fn as_text(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
