//! What an administrator sees first: what is open and what waits within their grants, and what was done lately.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, AreaRow, HomePage, MailFigures, RecentAct, Task};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use lectern_templates::text::count;
use maud::Markup;

use crate::auth::scopes::EVERYTHING;
use crate::auth::staff::Administrator;
use crate::domain::standing::Standing;
use crate::error::AppResult;
use crate::handlers::place::period;
use crate::models::area::{Area, AreaId};
use crate::models::audit::AuditRow;
use crate::models::backlog::Backlog;
use crate::models::bulletin::StoredBulletin;
use crate::models::clock;
use crate::models::figure::{Figures, STANDING};
use crate::models::grant::Scope;
use crate::models::grant_proposal::GrantProposal;
use crate::models::initiative::Initiative;
use crate::models::waiting::Waiting;
use crate::moments;

/// How many acts a page shows.
const N_SHOWN: usize = 20;
/// How many acts are looked through for those within the grants.
const N_LOOKED_THROUGH: i64 = 1_000;

/// Everything that the page shows, in a handful of statements, none of which grows with the number of comments.
pub struct Dashboard {
    places: Vec<(Initiative, Area)>,
    figures: Figures,
    waiting: HashMap<AreaId, Waiting>,
    acts: Vec<AuditRow>,
    n_proposals: usize,
    /// Only for those who look after the whole site.
    backlog: Option<Backlog>,
    bulletin: StoredBulletin,
    now: DateTime<Utc>,
}

impl Dashboard {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        administrator: &Administrator,
    ) -> AppResult<Self> {
        let initiatives = Initiative::all(conn).await?;
        let areas = Area::all(conn).await?.into_iter();
        let places: Vec<(Initiative, Area)> = areas
            .filter(|it| administrator.reaches(Scope::Area(it.initiative_id, it.id)))
            .filter_map(|area| {
                let initiative = initiatives.iter().find(|it| it.id == area.initiative_id)?;
                Some((initiative.clone(), area))
            })
            .collect();
        let ids: Vec<AreaId> = places.iter().map(|(_, it)| it.id).collect();
        let proposals = GrantProposal::all(conn).await?;
        let backlog = if administrator.is_for_everything() {
            Some(Backlog::of_outbox(conn).await?)
        } else {
            None
        };
        let acts = AuditRow::recent(conn, N_LOOKED_THROUGH).await?;
        let acts = within(acts, administrator, &places);
        Ok(Self {
            figures: Figures::standings(conn, &ids).await?,
            waiting: Waiting::of(conn, &ids).await?,
            acts,
            n_proposals: proposals.iter().filter(|it| administrator.reaches(it.scope())).count(),
            backlog,
            bulletin: StoredBulletin::load(conn).await?,
            now: clock::now(conn).await?,
            places,
        })
    }

    pub fn page(&self, administrator: &str, tasks: Vec<Task<'_>>) -> Markup {
        administration::home(&HomePage {
            administrator,
            tasks,
            areas: self
                .places
                .iter()
                .map(|(initiative, area)| self.row(initiative, area))
                .collect(),
            acts: self.acts.iter().map(act).collect(),
            n_proposals: self.n_proposals,
            mail: self.backlog.map(|it| MailFigures {
                waiting: it.n_waiting,
                overdue: it.n_overdue,
                undeliverable: it.n_undeliverable,
            }),
            read_only: self.bulletin.read_only.then_some(self.bulletin.read_only_reason.as_str()),
            notice: Some(self.bulletin.notice.as_str()).filter(|it| !it.is_empty()),
        })
    }

    fn row<'a>(&self, initiative: &'a Initiative, area: &'a Area) -> AreaRow<'a> {
        let figures = self.figures.only(area.id);
        let waiting = self.waiting.get(&area.id);
        let oldest = waiting.and_then(|it| it.oldest_pending_at);
        AreaRow {
            place: Place {
                initiative: InitiativeRef::from(initiative),
                area: Some(AreaRef::from(area)),
            },
            period: period::of(area, initiative.zone(), self.now),
            pending: figures.n(STANDING, Standing::Pending.as_str()),
            replaced: waiting.map_or(0, |it| it.n_replaced),
            oldest: oldest.map(|it| age(self.now, it)),
            unconfirmed: waiting.map_or(0, |it| it.n_unconfirmed),
            to_check: waiting.map_or(0, |it| it.n_to_check),
        }
    }
}

/// The acts about what lies within the grants. Who looks after everything sees all; of others only those that name
/// their scope can be told apart.
fn within(
    acts: Vec<AuditRow>,
    administrator: &Administrator,
    places: &[(Initiative, Area)],
) -> Vec<AuditRow> {
    let all = administrator.is_for_everything();
    let initiatives = places
        .iter()
        .filter(|(initiative, _)| administrator.reaches(Scope::Initiative(initiative.id)));
    let mut paths: Vec<String> = initiatives.map(|(it, _)| it.slug.clone()).collect();
    paths.extend(
        places.iter().map(|(initiative, area)| format!("{}/{}", initiative.slug, area.slug)),
    );
    let is_within = |it: &AuditRow| {
        all || it.detail("scope").is_some_and(|scope| paths.iter().any(|path| path == scope))
    };
    acts.into_iter().filter(is_within).take(N_SHOWN).collect()
}

fn act(it: &AuditRow) -> RecentAct<'_> {
    RecentAct {
        at: moments::moment(it.occurred_at, chrono_tz::UTC),
        actor: it.actor.as_deref(),
        act: it.label(),
        scope: it.detail("scope").filter(|it| *it != EVERYTHING),
        reason: it.detail("reason"),
    }
}

/// Such as `3 days`: the age of a comment that waits.
fn age(now: DateTime<Utc>, since: DateTime<Utc>) -> String {
    let age = now - since;
    match (age.num_days(), age.num_hours()) {
        (0, 0) => count(age.num_minutes().max(0), "minute", "minutes"),
        (0, hours) => count(hours, "hour", "hours"),
        (days, _) => count(days, "day", "days"),
    }
}
