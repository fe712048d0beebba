//! What a file of the dataset holds: which areas, which comments, which columns.

use diesel::result::Error as DieselError;
use diesel_async::AsyncPgConnection;

use super::answer_column::AnswerColumn;
use super::columns;
use crate::domain::public_filter::{BadParameter, PublicFilter};
use crate::models::area::{Area, AreaId};
use crate::models::initiative::Initiative;
use crate::models::public_comment::vocabulary;

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
    #[error(transparent)]
    BadParameter(#[from] BadParameter),
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
        let areas = Area::of(conn, initiative.id).await?;
        let ids: Vec<_> = areas.iter().map(|it| it.id).collect();
        let vocabulary = vocabulary(conn, initiative.id, &ids).await?;
        let answers = (columns::ANSWERS.to_owned(), columns::ANSWERS.to_owned());
        Ok(Self {
            filter: PublicFilter::parse(filter, &vocabulary)?,
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
        let vocabulary = vocabulary(conn, initiative.id, &[area.id]).await?;
        let mut answers: Vec<AnswerColumn> = Vec::new();
        for question in &vocabulary.questions {
            match answers.iter_mut().find(|it| it.key() == question.key) {
                Some(known) => known.merge(question),
                None => answers.push(AnswerColumn::of(question)),
            }
        }
        let answers = answers.iter().flat_map(AnswerColumn::names_and_sql);
        Ok(Self {
            filter: PublicFilter::parse(filter, &vocabulary)?,
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
