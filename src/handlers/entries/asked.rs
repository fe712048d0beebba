//! What an area asks of a comment on paper: the same as of any other. Nobody who wrote a letter saw the form, so nothing
//! of it is required.

use diesel_async::AsyncPgConnection;

use crate::auth::staff::Clerk;
use crate::domain::entry::{self, Days, Entered};
use crate::domain::submission::FormDefinition;
use crate::error::{AppError, AppResult};
use crate::handlers::comment_form::asked::Asked;
use crate::models::area::Area;
use crate::models::clock;
use crate::models::entry::Entry;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;
use crate::record::entries::Place;

/// What an area within the grants asks now.
pub async fn now(
    conn: &mut AsyncPgConnection,
    clerk: &Clerk,
    path: &(String, String),
) -> AppResult<Asked> {
    let mut asked = Asked::load(conn, &path.0, &path.1).await?;
    clerk.require_area(asked.area.id)?;
    asked.area.required.clear();
    asked.form.required.clear();
    Ok(asked)
}

/// What was asked when an entry was begun, with the kinds of respondent that there ever were.
pub async fn of_entry(conn: &mut AsyncPgConnection, entry: &Entry) -> AppResult<Asked> {
    let mut area = Area::find(conn, entry.area_id).await?;
    area.required.clear();
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    let set = QuestionSet::find(conn, entry.question_set_id).await?;
    let kinds = RespondentKind::of(conn, initiative.id).await?;
    let form = FormDefinition {
        questions: set.iter().cloned().collect(),
        respondent_kinds: kinds.iter().map(|it| it.code.clone()).collect(),
        required: Vec::new(),
    };
    Ok(Asked { initiative, area, set, kinds, form, replaces: None })
}

/// What was typed, as it would be received.
pub fn entered(entry: &Entry, asked: &Asked) -> AppResult<Entered> {
    let submission = entry::submission(&entry.fields, &asked.form);
    // It was read before it was kept, against the same questions.
    let unreadable = |_| AppError::Internal(anyhow::anyhow!("entry {} cannot be read", entry.id.0));
    Ok(Entered { arrival: entry.arrival(), submission: submission.map_err(unreadable)? })
}

/// The days on which a comment may have come; none where the area has not opened.
pub async fn days(conn: &mut AsyncPgConnection, asked: &Asked) -> AppResult<Option<Days>> {
    let now = clock::now(conn).await?;
    Ok(asked.area.period().map(|it| Days::of(&it, asked.initiative.zone(), now)))
}

pub fn place(asked: &Asked) -> Place<'_> {
    Place { initiative: &asked.initiative, area: &asked.area, question_set: &asked.set }
}
