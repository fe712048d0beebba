//! What an area asks, loaded for its form.

use chrono::Utc;
use diesel_async::AsyncPgConnection;
use lectern_templates::period::Period;
use lectern_templates::place::{AreaRef, InitiativeRef, Place};

use crate::domain::submission::FormDefinition;
use crate::error::{AppError, AppResult};
use crate::handlers::place::period;
use crate::models::area::Area;
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
        let set = QuestionSet::latest(conn, area.id).await?;
        let mut kinds = RespondentKind::of(conn, initiative.id).await?;
        kinds.retain(|it| !it.retired);
        let form = FormDefinition {
            questions: set.iter().cloned().collect(),
            respondent_kinds: kinds.iter().map(|it| it.code.clone()).collect(),
            required: area.required.clone(),
        };
        Ok(Self { initiative, area, set, kinds, form })
    }

    pub fn place(&self) -> Place<'_> {
        Place {
            initiative: InitiativeRef::from(&self.initiative),
            area: Some(AreaRef::from(&self.area)),
        }
    }

    pub fn period(&self) -> Period {
        period::of(&self.area, self.initiative.zone(), Utc::now())
    }
}
