//! The queue, from rows.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use lectern_templates::moderation::{self, AreaFilter, QueuePage, QueueRow, ReplacedRow};
use maud::Markup;

use crate::auth::staff::Moderator;
use crate::domain::standing::Standing;
use crate::error::{AppError, AppResult};
use crate::handlers::said;
use crate::handlers::standing::standing;
use crate::models::area::{Area, AreaId};
use crate::models::comment::{QueuePosition, QueuedComment, count_replaced};
use crate::models::entry;
use crate::models::figure::{self, Figures};
use crate::models::initiative::Initiative;
use crate::moments::moment;

const PAGE: usize = 50;

/// A page of the queue.
pub struct Queue {
    moderator: String,
    places: Vec<(Initiative, Area)>,
    standings: Figures,
    /// On paper, and no comment yet.
    n_to_check: i64,
    /// How many were replaced after they were decided on.
    replaced: HashMap<AreaId, i64>,
    /// The area shown; none is all.
    shown: Option<AreaId>,
    rows: Vec<QueuedComment>,
    next_href: Option<String>,
    first_href: Option<String>,
}

impl Queue {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        moderator: &Moderator,
        area: &str,
        after: Option<QueuePosition>,
    ) -> AppResult<Self> {
        let places = places(conn, moderator.areas()).await?;
        let shown = match area {
            "" => None,
            path => Some(named(&places, path).ok_or(AppError::NotFound)?),
        };
        let areas = shown.map_or_else(|| moderator.areas().to_vec(), |it| vec![it]);
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows =
            QueuedComment::page(conn, &areas, after.unwrap_or(QueuePosition::START), limit).await?;
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().filter(|_| has_more);
        let next_href = last.map(|it| {
            let position = format!("{}.{}", it.received_at.timestamp_micros(), it.id.0);
            format!("/moderation?area={area}&after={position}")
        });
        Ok(Self {
            moderator: moderator.account.display_name.clone(),
            standings: Figures::standings(conn, moderator.areas()).await?,
            n_to_check: entry::n_waiting(conn, moderator.areas()).await?,
            replaced: count_replaced(conn, moderator.areas()).await?,
            places,
            shown,
            rows,
            next_href,
            first_href: after.map(|_| format!("/moderation?area={area}")),
        })
    }

    pub fn page(&self, notice: Option<&str>) -> Markup {
        let pending = |it: &Figures| it.n(figure::STANDING, Standing::Pending.as_str());
        let waiting = |shown: Option<AreaId>| match shown {
            Some(area_id) => {
                let replaced = self.replaced.get(&area_id).copied().unwrap_or_default();
                pending(&self.standings.only(area_id)) + replaced
            }
            None => pending(&self.standings) + self.replaced.values().sum::<i64>(),
        };
        let all = AreaFilter {
            label: "All areas",
            href: "/moderation".to_owned(),
            waiting: waiting(None),
            current: self.shown.is_none(),
        };
        let each = self.places.iter().map(|(initiative, area)| AreaFilter {
            label: &area.title,
            href: format!("/moderation?area={}/{}", initiative.slug, area.slug),
            waiting: waiting(Some(area.id)),
            current: self.shown == Some(area.id),
        });
        moderation::queue(&QueuePage {
            moderator: &self.moderator,
            waiting: waiting(self.shown),
            to_check: self.n_to_check,
            areas: std::iter::once(all).chain(each).collect(),
            rows: self.rows.iter().filter_map(|it| self.row(it)).collect(),
            next_href: self.next_href.as_deref(),
            first_href: self.first_href.as_deref(),
            notice,
        })
    }

    fn row<'a>(&'a self, it: &'a QueuedComment) -> Option<QueueRow<'a>> {
        let (initiative, area) = self.places.iter().find(|(_, area)| area.id == it.area_id)?;
        Some(QueueRow {
            tracking_number: it.tracking_number.as_str(),
            initiative_title: &initiative.title,
            area_title: &area.title,
            received_at: moment(it.received_at, initiative.zone()),
            who: said::who(it.attribution, it.display_name.as_deref(), it.organization.as_deref()),
            stance: it.stance.map(|it| it.label()),
            excerpt: &it.excerpt,
            late: it.late,
            replaced: (it.standing != Standing::Pending).then(|| ReplacedRow {
                version: it.current_version,
                decided_version: it.looked_at,
                standing: standing(it.standing),
            }),
        })
    }
}

async fn places(
    conn: &mut AsyncPgConnection,
    areas: &[AreaId],
) -> diesel::QueryResult<Vec<(Initiative, Area)>> {
    let mut places = Vec::new();
    for initiative in Initiative::all(conn).await? {
        let own = Area::of(conn, initiative.id).await?;
        let granted = own.into_iter().filter(|it| areas.contains(&it.id));
        places.extend(granted.map(|area| (initiative.clone(), area)));
    }
    Ok(places)
}

fn named(places: &[(Initiative, Area)], path: &str) -> Option<AreaId> {
    let (initiative, area) = path.split_once('/')?;
    let found = places.iter().find(|(i, a)| i.slug == initiative && a.slug == area);
    found.map(|(_, area)| area.id)
}
