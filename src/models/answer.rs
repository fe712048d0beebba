//! Answers: what a version says to each question of its set.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::answer::Answer;
use crate::domain::stance::Stance;
use crate::domain::submission::Submission;
use crate::models::attachment;
use crate::models::comment_version::{CommentVersion, VersionId};
use crate::models::question::{QuestionId, QuestionSet};
use crate::schema::intake::answers;

#[derive(HasQuery, Insertable)]
#[diesel(table_name = answers)]
struct AnswerRow {
    version_id: VersionId,
    question_id: QuestionId,
    value: serde_json::Value,
    other_text: Option<String>,
}

/// Keeps the answers of a version, each against its question.
pub async fn insert(
    conn: &mut AsyncPgConnection,
    version_id: VersionId,
    set: &QuestionSet,
    given: &[Answer],
) -> QueryResult<()> {
    let rows: Vec<_> = given
        .iter()
        .filter_map(|answer| {
            let (question_id, _) = set.questions.iter().find(|(_, it)| it.key == answer.key)?;
            Some(AnswerRow {
                version_id,
                question_id: *question_id,
                value: answer.value.clone(),
                other_text: answer.other.clone(),
            })
        })
        .collect();
    diesel::insert_into(answers::table).values(&rows).execute(conn).await?;
    Ok(())
}

impl CommentVersion {
    /// What was submitted, put together again from the rows.
    pub async fn submission(
        &self,
        conn: &mut AsyncPgConnection,
        set: &QuestionSet,
    ) -> QueryResult<Submission> {
        Ok(Submission {
            stance: self.stance.unwrap_or(Stance::NotStated),
            respondent_kind: self.respondent_kind.clone(),
            organization: self.organization.clone(),
            attribution: self.attribution,
            body: self.body.clone(),
            answers: of(conn, self.id, set).await?,
            files: attachment::of(conn, self.id).await?,
        })
    }
}

/// The answers of a version, in the order of its questions.
pub async fn of(
    conn: &mut AsyncPgConnection,
    version_id: VersionId,
    set: &QuestionSet,
) -> QueryResult<Vec<Answer>> {
    let rows: Vec<AnswerRow> =
        AnswerRow::query().filter(answers::version_id.eq(version_id)).load(conn).await?;
    let answers = set.questions.iter().filter_map(|(id, question)| {
        let row = rows.iter().find(|it| it.question_id == *id)?;
        Some(Answer {
            key: question.key.clone(),
            value: row.value.clone(),
            other: row.other_text.clone(),
        })
    });
    Ok(answers.collect())
}
