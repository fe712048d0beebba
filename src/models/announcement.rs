//! Announcements: what the followers of an area are told, and how far the background has come with telling them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::area::AreaId;
use crate::models::area_outcome::AreaOutcomeId;
use crate::schema::intake::{announced, announcements};

crate::text_enum! {
    /// What followers are told of.
    pub enum AnnouncementKind {
        Extended = "extended" => "Extended",
        ClosedEarly = "closed_early" => "Closed early",
        Reopened = "reopened" => "Reopened",
        ClosingSoon = "closing_soon" => "Closes soon",
        Closed = "closed" => "Closed",
        Outcome = "outcome" => "Outcome",
    }
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = announcements)]
pub struct Announcement {
    pub id: i64,
    pub area_id: AreaId,
    pub kind: AnnouncementKind,
    /// The event of the comment period that it is about.
    pub period_event_id: Option<i64>,
    pub outcome_id: Option<AreaOutcomeId>,
    pub closes_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The last follow that was gone through.
    pub told_up_to: i64,
}

/// An announcement to be made, in the transaction of what it is about.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = announcements)]
pub struct NewAnnouncement {
    pub area_id: AreaId,
    pub kind: AnnouncementKind,
    /// The event of the comment period that it is about.
    pub period_event_id: Option<i64>,
    pub outcome_id: Option<AreaOutcomeId>,
    pub closes_at: Option<DateTime<Utc>>,
}

impl NewAnnouncement {
    pub async fn insert(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(announcements::table).values(self).execute(conn).await?;
        Ok(())
    }
}

impl Announcement {
    /// Writes down that areas close within so many hours, and that areas closed. Each is written once for each closing
    /// time; that an area was closed early is told with its reason, and not again. What happened more than a week ago
    /// is no news.
    pub async fn note_closings(conn: &mut AsyncPgConnection, hours: i32) -> QueryResult<usize> {
        diesel::sql_query(
            "INSERT INTO intake.announcements (area_id, kind, closes_at)
             SELECT area_id, CASE WHEN now() < closes_at THEN 'closing_soon' ELSE 'closed' END, closes_at
             FROM catalogue.periods AS period
             WHERE opens_at <= now() AND now() - interval '7 days' < closes_at
                 AND closes_at <= now() + $1 * interval '1 hour'
                 AND NOT EXISTS (
                     SELECT 1 FROM intake.announcements AS said
                     WHERE said.area_id = period.area_id AND said.closes_at = period.closes_at
                         AND (said.kind = CASE WHEN now() < period.closes_at THEN 'closing_soon' ELSE 'closed' END
                             OR said.kind = 'closed_early' AND said.closes_at <= said.created_at))
             ON CONFLICT DO NOTHING",
        )
        .bind::<Integer, _>(hours)
        .execute(conn)
        .await
    }

    /// Claims one that is not finished until the transaction ends; another program takes another one.
    pub async fn claim(conn: &mut AsyncPgConnection) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(announcements::finished_at.is_null())
            .order(announcements::id)
            .for_update()
            .skip_locked()
            .first(conn)
            .await
            .optional()
    }

    /// Writes down that these follows are told, and gives back those that were not told before.
    pub async fn note_told(
        &self,
        conn: &mut AsyncPgConnection,
        follows: &[i64],
    ) -> QueryResult<HashSet<i64>> {
        let rows: Vec<_> = follows
            .iter()
            .map(|it| (announced::announcement_id.eq(self.id), announced::follow_id.eq(*it)))
            .collect();
        let told: Vec<i64> = diesel::insert_into(announced::table)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(announced::follow_id)
            .get_results(conn)
            .await?;
        Ok(told.into_iter().collect())
    }

    /// Notes how far the telling has come.
    pub async fn move_to(&self, conn: &mut AsyncPgConnection, follow: i64) -> QueryResult<()> {
        diesel::update(announcements::table.find(self.id))
            .set(announcements::told_up_to.eq(follow))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes that everybody was told, or that there is nothing to tell any more.
    pub async fn finish(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::update(announcements::table.find(self.id))
            .set(announcements::finished_at.eq(diesel::dsl::now))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Forgets a batch of who was told of what is finished for a month. Returns how many.
    pub async fn delete_told(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        diesel::sql_query(
            "DELETE FROM intake.announced WHERE ctid = ANY (ARRAY(
                 SELECT told.ctid FROM intake.announced AS told
                 JOIN intake.announcements AS announcement ON announcement.id = told.announcement_id
                 WHERE announcement.finished_at < now() - interval '30 days' LIMIT 1000))",
        )
        .execute(conn)
        .await
    }
}
