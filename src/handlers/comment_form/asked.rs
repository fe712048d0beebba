//! What an area asks, loaded for its form.

use chrono::Utc;
use diesel_async::AsyncPgConnection;
use lectern_templates::period::Period;
use lectern_templates::place::{AreaRef, InitiativeRef, Place};

use crate::domain::submission::FormDefinition;
use crate::error::{AppError, AppResult};
use crate::handlers::place::period;
use crate::models::area::Area;
use crate::models::comment::{Comment, Replaceable};
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;

/// An area with its form.
#[derive(Debug)]
pub struct Asked {
    pub initiative: Initiative,
    pub area: Area,
    pub set: QuestionSet,
    /// The kinds on offer.
    pub kinds: Vec<RespondentKind>,
    pub form: FormDefinition,
    /// What the form is to replace, where it is for no new comment.
    pub replaces: Option<Replaces>,
}

/// A comment that is to be replaced.
#[derive(Debug)]
pub struct Replaces {
    pub comment: Comment,
    /// Whether that can be done, as things stand now.
    pub window: Replaceable,
}

impl Asked {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        area: &str,
    ) -> AppResult<Self> {
        if initiative.contains('\0') || area.contains('\0') {
            return Err(AppError::NotFound);
        }
        let (initiative, area) = Area::find_by_slugs(conn, initiative, area).await?;
        Self::complete(conn, initiative, area, None).await
    }

    /// What the area of a comment asks now, to replace the comment.
    pub async fn to_replace(
        conn: &mut AsyncPgConnection,
        comment: Comment,
        mend_days: i32,
    ) -> AppResult<Self> {
        let area = Area::find(conn, comment.area_id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let window = comment.replaceable(conn, mend_days).await?;
        Self::complete(conn, initiative, area, Some(Replaces { comment, window })).await
    }

    async fn complete(
        conn: &mut AsyncPgConnection,
        initiative: Initiative,
        area: Area,
        replaces: Option<Replaces>,
    ) -> AppResult<Self> {
        let set = QuestionSet::latest(conn, area.id).await?;
        let mut kinds = RespondentKind::of(conn, initiative.id).await?;
        kinds.retain(|it| !it.retired);
        Ok(Self { replaces, ..Self::new(initiative, area, set, kinds) })
    }

    /// An area with what it asks; `kinds` are those on offer.
    pub fn new(
        initiative: Initiative,
        area: Area,
        set: QuestionSet,
        kinds: Vec<RespondentKind>,
    ) -> Self {
        let form = FormDefinition {
            questions: set.iter().cloned().collect(),
            respondent_kinds: kinds.iter().map(|it| it.code.clone()).collect(),
            required: area.required.clone(),
        };
        Self { initiative, area, set, kinds, form, replaces: None }
    }

    pub fn place(&self) -> Place<'_> {
        Place {
            initiative: InitiativeRef::from(&self.initiative),
            area: Some(AreaRef::from(&self.area)),
        }
    }

    /// Where the form is.
    pub fn form_path(&self) -> String {
        match &self.replaces {
            Some(it) => format!("/account/comments/{}/replace", it.comment.tracking_number),
            None => format!("{}/comment", self.place().path()),
        }
    }

    pub fn period(&self) -> Period {
        period::of(&self.area, self.initiative.zone(), Utc::now())
    }
}
