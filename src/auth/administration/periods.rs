//! When areas take comments: extended, closed early, reopened, with late comments or without.

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::reach;
use crate::domain::definition::{GatePart, gate};
use crate::domain::period::{PeriodChange, PeriodRefusal};
use crate::models::area::Area;
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::Scope;
use crate::models::initiative::Initiative;
use crate::models::period_event::{self, PeriodEvent, PeriodEventId};
use crate::models::{clock, definition};

/// A change as it was asked for.
#[derive(Debug, Clone)]
pub struct WantedChange {
    pub change: PeriodChange,
    /// Counts where the change sets it.
    pub closes_at: Option<DateTime<Utc>>,
    /// Public.
    pub reason: String,
    /// The last event of the period that was on the page.
    pub seen: PeriodEventId,
}

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum Unchanged {
    #[error(transparent)]
    Refused(#[from] PeriodRefusal),
    #[error("somebody else changed the period in the meantime")]
    SomebodyWasFirst,
    #[error("the gate of the area is not complete")]
    GateIncomplete(Vec<GatePart>),
    #[error("the grants of the administrator do not reach this far")]
    BeyondReach,
    #[error(transparent)]
    Diesel(#[from] diesel::result::Error),
}

/// Changes the period of an area, unless somebody else did since it was looked at. Of several at once one wins.
///
/// # Errors
/// Why nothing changed.
pub async fn change(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    (initiative, area): (&Initiative, &Area),
    wanted: &WantedChange,
) -> Result<(), Unchanged> {
    conn.transaction(async |conn| {
        let scope = Scope::Area(initiative.id, area.id);
        let reach = reach(conn, actor).await.map_err(|_| Unchanged::BeyondReach)?;
        if !reach.iter().any(|it| it.contains(scope)) {
            return Err(Unchanged::BeyondReach);
        }
        definition::hold(conn).await?;
        if PeriodEvent::last_id(conn, area.id).await? != Some(wanted.seen) {
            return Err(Unchanged::SomebodyWasFirst);
        }
        let now = clock::moment(conn).await?;
        let period = Area::find(conn, area.id).await?.period().ok_or(PeriodRefusal::NotNow)?;
        let changed = period.changed(wanted.change, wanted.closes_at, now)?;
        if wanted.change.lets_in() {
            let missing = missing(conn, initiative).await?;
            if !missing.is_empty() {
                return Err(Unchanged::GateIncomplete(missing));
            }
        }
        let kind = wanted.change.kind();
        period_event::append(conn, area.id, kind, &changed, &wanted.reason, now).await?;
        let detail = json!({
            "scope": format!("{}/{}", initiative.slug, area.slug),
            "change": wanted.change,
            "closed_at": period.closes_at,
            "closes_at": changed.closes_at,
            "reason": wanted.reason,
        });
        audit::record(conn, actor, Act::PeriodChanged, &audit::area(area.id), &detail).await?;
        Ok(())
    })
    .await
}

/// What the initiative still lacks before more comments may come in.
async fn missing(
    conn: &mut AsyncPgConnection,
    initiative: &Initiative,
) -> Result<Vec<GatePart>, diesel::result::Error> {
    let stored = definition::load(conn, &initiative.slug).await?;
    Ok(stored.as_ref().map(gate).unwrap_or_default())
}
