//! The names of an initiative that were published once, in whatever version.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::definition::parts::Permanent;
use crate::schema::catalogue::{
    areas, initiatives, question_options, question_sets, questions, respondent_kinds,
};

/// All of them: also what is asked no more, and kinds that are retired.
pub async fn permanent(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Permanent> {
    let of_it = initiatives::slug.eq(slug);
    let slugs: Vec<String> = areas::table
        .inner_join(initiatives::table)
        .filter(of_it)
        .select(areas::slug)
        .load(conn)
        .await?;
    let kinds: Vec<String> = respondent_kinds::table
        .inner_join(initiatives::table)
        .filter(of_it)
        .select(respondent_kinds::code)
        .load(conn)
        .await?;
    let asked: Vec<(String, String, Option<String>)> = questions::table
        .inner_join(question_sets::table.inner_join(areas::table.inner_join(initiatives::table)))
        .left_join(question_options::table)
        .filter(of_it)
        .select((areas::slug, questions::key, question_options::code.nullable()))
        .distinct()
        .load(conn)
        .await?;
    let mut permanent = Permanent {
        areas: slugs.into_iter().collect(),
        respondent_kinds: kinds.into_iter().collect(),
        ..Permanent::default()
    };
    for (area, key, code) in asked {
        permanent.questions.insert((area.clone(), key.clone()));
        permanent.options.extend(code.map(|it| (area, key, it)));
    }
    Ok(permanent)
}
