//! Question sets: the stated direction and the questions of an area, in versions.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_derive_newtype::DieselNewType;

use crate::domain::question::{Question, QuestionKind, QuestionOption, ScaleLabels, Visibility};
use crate::models::area::AreaId;
use crate::schema::catalogue::{question_options, question_sets, questions};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct QuestionSetId(pub i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, DieselNewType)]
pub struct QuestionId(pub i64);

/// One version of what an area asks.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    pub id: QuestionSetId,
    pub version: i32,
    pub stated_direction: String,
    pub questions: Vec<(QuestionId, Question)>,
}

#[derive(Debug, HasQuery)]
#[diesel(table_name = question_sets)]
struct SetRow {
    id: QuestionSetId,
    area_id: AreaId,
    version: i32,
    stated_direction: String,
}

#[derive(Debug, HasQuery)]
#[diesel(table_name = questions)]
struct QuestionRow {
    id: QuestionId,
    question_set_id: QuestionSetId,
    key: String,
    kind: QuestionKind,
    prompt: String,
    help: Option<String>,
    visibility: Visibility,
    about_respondent: bool,
    choose_up_to: Option<i32>,
    max_chars: Option<i32>,
    lowest: Option<String>,
    middle: Option<String>,
    highest: Option<String>,
    not_sure: Option<String>,
}

#[derive(Debug, HasQuery)]
#[diesel(table_name = question_options)]
struct OptionRow {
    question_id: QuestionId,
    code: String,
    label: String,
    exclusive: bool,
}

impl QuestionSet {
    /// What an area asks now.
    pub async fn latest(conn: &mut AsyncPgConnection, area_id: AreaId) -> QueryResult<Self> {
        let row = SetRow::query()
            .filter(question_sets::area_id.eq(area_id))
            .order(question_sets::version.desc())
            .first(conn)
            .await?;
        Self::complete_one(conn, row).await
    }

    /// What each of these areas asks now, in their order. An area that was never given questions is left out.
    pub async fn latest_of(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
    ) -> QueryResult<Vec<Self>> {
        let mut rows: Vec<SetRow> = SetRow::query()
            .filter(question_sets::area_id.eq_any(areas))
            .distinct_on(question_sets::area_id)
            .order((question_sets::area_id, question_sets::version.desc()))
            .load(conn)
            .await?;
        rows.sort_by_key(|row| areas.iter().position(|it| *it == row.area_id));
        Self::complete(conn, rows).await
    }

    /// A version that some comment answered.
    pub async fn find(conn: &mut AsyncPgConnection, id: QuestionSetId) -> QueryResult<Self> {
        let row = SetRow::query().filter(question_sets::id.eq(id)).first(conn).await?;
        Self::complete_one(conn, row).await
    }

    /// A version by its number: what public rows carry.
    pub async fn find_version(
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
        version: i32,
    ) -> QueryResult<Self> {
        let row = SetRow::query()
            .filter(question_sets::area_id.eq(area_id))
            .filter(question_sets::version.eq(version))
            .first(conn)
            .await?;
        Self::complete_one(conn, row).await
    }

    /// Every published question that these areas ask or once asked, each once: as it is asked now, with the
    /// options that it ever had.
    pub async fn published_ever(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
    ) -> QueryResult<Vec<Question>> {
        let mut rows: Vec<SetRow> = SetRow::query()
            .filter(question_sets::area_id.eq_any(areas))
            .order(question_sets::version.desc())
            .load(conn)
            .await?;
        rows.sort_by_key(|row| areas.iter().position(|it| *it == row.area_id));
        let sets = Self::complete(conn, rows).await?;
        let questions = sets.into_iter().flat_map(|it| it.questions).map(|(_, it)| it);
        let mut ever: Vec<Question> = Vec::new();
        for question in questions.filter(Question::is_published) {
            match ever.iter_mut().find(|it| it.key == question.key) {
                Some(latest) => latest.take_in(&question),
                None => ever.push(question),
            }
        }
        Ok(ever)
    }

    /// The questions alone.
    pub fn iter(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().map(|(_, it)| it)
    }

    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Question> {
        self.iter().find(|it| it.key == key)
    }

    async fn complete_one(conn: &mut AsyncPgConnection, set: SetRow) -> QueryResult<Self> {
        Self::complete(conn, vec![set]).await?.pop().ok_or(diesel::result::Error::NotFound)
    }

    /// Fetches what belongs to these sets, all at once.
    async fn complete(conn: &mut AsyncPgConnection, sets: Vec<SetRow>) -> QueryResult<Vec<Self>> {
        let set_ids: Vec<_> = sets.iter().map(|it| it.id).collect();
        let mut rows: Vec<QuestionRow> = QuestionRow::query()
            .filter(questions::question_set_id.eq_any(set_ids))
            .order((questions::question_set_id, questions::position))
            .load(conn)
            .await?;
        let ids: Vec<_> = rows.iter().map(|it| it.id).collect();
        let mut options: Vec<OptionRow> = OptionRow::query()
            .filter(question_options::question_id.eq_any(ids))
            .order((question_options::question_id, question_options::position))
            .load(conn)
            .await?;
        let mut complete = |row: QuestionRow| {
            let own = options.extract_if(.., |it| it.question_id == row.id);
            let own = own.map(QuestionOption::from).collect();
            (row.id, row.with_options(own))
        };
        let sets = sets.into_iter().map(|set| Self {
            id: set.id,
            version: set.version,
            stated_direction: set.stated_direction,
            questions: rows
                .extract_if(.., |it| it.question_set_id == set.id)
                .map(&mut complete)
                .collect(),
        });
        Ok(sets.collect())
    }
}

impl QuestionRow {
    fn with_options(self, options: Vec<QuestionOption>) -> Question {
        let size = |it: i32| usize::try_from(it).unwrap_or_default();
        let scale = match (self.lowest, self.middle, self.highest) {
            (Some(lowest), Some(middle), Some(highest)) => {
                Some(ScaleLabels { lowest, middle, highest, not_sure: self.not_sure })
            }
            _ => None,
        };
        Question {
            key: self.key,
            kind: self.kind,
            prompt: self.prompt,
            help: self.help,
            visibility: self.visibility,
            about_respondent: self.about_respondent,
            choose_up_to: self.choose_up_to.map(size),
            max_chars: self.max_chars.map(size),
            scale,
            options,
        }
    }
}

impl From<OptionRow> for QuestionOption {
    fn from(row: OptionRow) -> Self {
        Self { code: row.code, label: row.label, exclusive: row.exclusive }
    }
}
