//! Where an import goes.

use anyhow::Context;
use chrono::{NaiveDate, Utc};
use diesel_async::AsyncPgConnection;

use crate::models::area::Area;
use crate::models::initiative::Initiative;
use crate::models::moderation_policy::ModerationPolicy;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;

/// What becomes of imported comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// They wait for a moderator like all others.
    Queue,
    /// They are published, by a decision of the actor `import`.
    Published,
}

/// An area with all that its imported comments refer to.
#[derive(Debug)]
pub struct Target {
    pub destination: Destination,
    pub initiative: Initiative,
    pub area: Area,
    pub question_set: QuestionSet,
    pub policy: ModerationPolicy,
    kinds: Vec<RespondentKind>,
    /// The day in the initiative's zone: nothing was received later than that.
    pub today: NaiveDate,
}

impl Target {
    /// Finds the area `path`: `{initiative}/{area}`, or the area alone where it is unique.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        path: &str,
        destination: Destination,
    ) -> anyhow::Result<Self> {
        let (initiative, area) = Area::find_by_path(conn, path).await?;
        let question_set = QuestionSet::latest(conn, area.id).await.context("its questions")?;
        let policy = ModerationPolicy::latest(conn, initiative.id).await.context("its policy")?;
        let kinds = RespondentKind::of(conn, initiative.id).await?;
        let today = initiative.day_of(Utc::now());
        Ok(Self { destination, initiative, area, question_set, policy, kinds, today })
    }

    /// The code of a respondent kind, if the initiative has it.
    #[must_use]
    pub fn kind_code(&self, category: &str) -> Option<&str> {
        let code = category.trim().to_lowercase();
        self.kinds.iter().find(|it| it.code == code).map(|it| it.code.as_str())
    }

    pub(super) fn kind_id(&self, code: &str) -> Option<i64> {
        self.kinds.iter().find(|it| it.code == code).map(|it| it.id)
    }
}
