//! Writing a question set: another version where anything differs, since answers keep the one they answered.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::definition::AreaDefinition;
use crate::domain::question::Question;
use crate::models::area::AreaId;
use crate::models::question::{QuestionId, QuestionSet, QuestionSetId};
use crate::schema::catalogue::{question_options, question_sets, questions};

/// Adds a version of what the area asks, unless the latest one asks the same.
pub async fn write(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    definition: &AreaDefinition,
) -> QueryResult<()> {
    let latest = QuestionSet::latest(conn, area_id).await.optional()?;
    let asks_the_same = |it: &QuestionSet| {
        it.stated_direction == definition.stated_direction && it.iter().eq(&definition.questions)
    };
    if latest.as_ref().is_some_and(asks_the_same) {
        return Ok(());
    }
    let set_id = diesel::insert_into(question_sets::table)
        .values((
            question_sets::area_id.eq(area_id),
            question_sets::version.eq(latest.map_or(1, |it| it.version + 1)),
            question_sets::stated_direction.eq(&definition.stated_direction),
        ))
        .returning(question_sets::id)
        .get_result(conn)
        .await?;
    for (position, question) in (1..).zip(&definition.questions) {
        write_question(conn, set_id, position, question).await?;
    }
    Ok(())
}

async fn write_question(
    conn: &mut AsyncPgConnection,
    set_id: QuestionSetId,
    position: i32,
    question: &Question,
) -> QueryResult<()> {
    let scale = question.scale.as_ref();
    let id: QuestionId = diesel::insert_into(questions::table)
        .values((
            questions::question_set_id.eq(set_id),
            questions::position.eq(position),
            questions::key.eq(&question.key),
            questions::kind.eq(question.kind),
            questions::prompt.eq(&question.prompt),
            questions::help.eq(&question.help),
            questions::visibility.eq(question.visibility),
            questions::about_respondent.eq(question.about_respondent),
            questions::choose_up_to.eq(question.choose_up_to.map(size)),
            questions::max_chars.eq(question.max_chars.map(size)),
            questions::lowest.eq(scale.map(|it| &it.lowest)),
            questions::middle.eq(scale.map(|it| &it.middle)),
            questions::highest.eq(scale.map(|it| &it.highest)),
            questions::not_sure.eq(scale.and_then(|it| it.not_sure.as_ref())),
        ))
        .returning(questions::id)
        .get_result(conn)
        .await?;
    let options: Vec<_> = (1..)
        .zip(&question.options)
        .map(|(position, option)| {
            (
                question_options::question_id.eq(id),
                question_options::position.eq::<i32>(position),
                question_options::code.eq(&option.code),
                question_options::label.eq(&option.label),
                question_options::exclusive.eq(option.exclusive),
            )
        })
        .collect();
    diesel::insert_into(question_options::table).values(options).execute(conn).await?;
    Ok(())
}

/// A definition's numbers are at most 10,000.
fn size(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
