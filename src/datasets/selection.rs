//! What a file of the dataset holds: which areas, which comments, which columns.

use diesel::result::Error as DieselError;
use diesel_async::AsyncPgConnection;

use super::answer_column::AnswerColumn;
use super::{columns, filter};
use crate::domain::public_filter::PublicFilter;
use crate::domain::question::Question;
use crate::models::area::{Area, AreaId};
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;

/// One file, ready to be written.
#[derive(Debug, Clone)]
pub struct Selection {
    pub(super) initiative: String,
    /// In the order of the initiative.
    pub(super) areas: Vec<SelectedArea>,
    pub(super) filter: PublicFilter,
    /// Names and SQL.
    pub(super) columns: Vec<(String, String)>,
    file_name: String,
}

#[derive(Debug, Clone)]
pub(super) struct SelectedArea {
    pub id: AreaId,
    pub slug: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// A parameter that no filter has, or a value that it cannot have.
    #[error("unknown or malformed parameter {0}")]
    BadParameter(String),
    #[error(transparent)]
    Diesel(#[from] DieselError),
}

impl Selection {
    /// The comments of a whole initiative that match a filter.
    pub async fn of_initiative(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        filter: &[(String, String)],
    ) -> Result<Self, SelectError> {
        check_slug(initiative)?;
        let initiative = Initiative::find_by_slug(conn, initiative).await?;
        let kinds = RespondentKind::of(conn, initiative.id).await?;
        let areas = Area::of(conn, initiative.id).await?;
        let mut published = Vec::new();
        for area in &areas {
            published.extend(published_questions(conn, area).await?);
        }
        let answers = (columns::ANSWERS.to_owned(), columns::ANSWERS.to_owned());
        Ok(Self {
            filter: filter::parse(filter, &published, &kinds)?,
            columns: common_columns().chain([answers]).collect(),
            file_name: format!("{}-comments.csv", initiative.slug),
            initiative: initiative.slug,
            areas: areas.into_iter().map(SelectedArea::from).collect(),
        })
    }

    /// The comments of one area that match a filter.
    pub async fn of_area(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        area: &str,
        filter: &[(String, String)],
    ) -> Result<Self, SelectError> {
        check_slug(initiative)?;
        check_slug(area)?;
        let (initiative, area) = Area::find_by_slugs(conn, initiative, area).await?;
        let kinds = RespondentKind::of(conn, initiative.id).await?;
        let published = published_questions(conn, &area).await?;
        let mut answers: Vec<AnswerColumn> = Vec::new();
        for question in &published {
            match answers.iter_mut().find(|it| it.key() == question.key) {
                Some(known) => known.merge(question),
                None => answers.push(AnswerColumn::of(question)),
            }
        }
        let answers = answers.iter().flat_map(AnswerColumn::names_and_sql);
        Ok(Self {
            filter: filter::parse(filter, &published, &kinds)?,
            columns: common_columns().chain(answers).collect(),
            file_name: format!("{}-{}-comments.csv", initiative.slug, area.slug),
            initiative: initiative.slug,
            areas: vec![area.into()],
        })
    }

    /// What a download is called.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}

impl From<Area> for SelectedArea {
    fn from(area: Area) -> Self {
        Self { id: area.id, slug: area.slug }
    }
}

/// No slug holds a NUL, and Postgres would refuse to look for one.
fn check_slug(slug: &str) -> Result<(), DieselError> {
    if slug.contains('\0') { Err(DieselError::NotFound) } else { Ok(()) }
}

fn common_columns() -> impl Iterator<Item = (String, String)> {
    columns::COLUMNS.iter().map(|it| (it.name.to_owned(), it.sql.to_owned()))
}

/// Every published question that the area asks or once asked, the latest versions first. An area that was never
/// given a question set has none.
async fn published_questions(
    conn: &mut AsyncPgConnection,
    area: &Area,
) -> Result<Vec<Question>, DieselError> {
    let latest = match QuestionSet::latest(conn, area.id).await {
        Err(DieselError::NotFound) => return Ok(Vec::new()),
        latest => latest?,
    };
    let mut published: Vec<_> = latest.iter().filter(|it| it.is_published()).cloned().collect();
    for version in (1..latest.version).rev() {
        let older = QuestionSet::find_version(conn, area.id, version).await?;
        published.extend(older.iter().filter(|it| it.is_published()).cloned());
    }
    Ok(published)
}
