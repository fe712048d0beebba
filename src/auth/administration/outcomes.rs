//! What came of the comments on an area: notes of the agency, published once and mailed to followers.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, reach};
use crate::models::announcement::{AnnouncementKind, NewAnnouncement};
use crate::models::area::Area;
use crate::models::area_outcome::{AreaOutcome, AreaOutcomeId, NewOutcome};
use crate::models::audit::{self, Act, Actor};
use crate::models::definition;
use crate::models::grant::Scope;
use crate::models::initiative::Initiative;

/// Publishes a note, unless another one was since the page was opened: pressing twice publishes once.
///
/// # Errors
/// [`Refusal::Gone`] where somebody was first, [`Refusal::BeyondReach`] outside the grants.
pub async fn publish(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (initiative, area): (&Initiative, &Area),
    note: &NewOutcome,
    seen: Option<AreaOutcomeId>,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let scope = Scope::Area(initiative.id, area.id);
        if !reach(conn, actor).await?.iter().any(|it| it.contains(scope)) {
            return Err(Refusal::BeyondReach);
        }
        definition::hold(conn).await?;
        if AreaOutcome::last_id(conn, area.id).await? != seen {
            return Err(Refusal::Gone);
        }
        let id = note.insert(conn).await?;
        let kind = AnnouncementKind::Outcome;
        let (period_event_id, closes_at) = (None, None);
        NewAnnouncement {
            area_id: area.id,
            kind,
            period_event_id,
            outcome_id: Some(id),
            closes_at,
        }
        .insert(conn)
        .await?;
        let detail = json!({
            "scope": format!("{}/{}", initiative.slug, area.slug),
            "outcome": id.0,
            "title": note.title,
        });
        audit::record(conn, actor, Act::OutcomePublished, &audit::area(area.id), &detail).await?;
        Ok(())
    })
    .await
}
