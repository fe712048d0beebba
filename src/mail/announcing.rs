//! Announcing: mails to those who follow an area, a batch at a time. However many they are, no transaction is long, and
//! one that is killed begins again where the last batch ended.

use std::collections::HashSet;

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::letters::following::{self as letters, About};
use crate::domain::email::EmailAddress;
use crate::models::announcement::{Announcement, AnnouncementKind};
use crate::models::area::Area;
use crate::models::area_outcome::AreaOutcome;
use crate::models::follow::{self, Follower};
use crate::models::initiative::Initiative;
use crate::models::never_mail;
use crate::models::outbox::NewMail;
use crate::models::period_event::{PeriodEvent, PeriodEventId};
use crate::settings::PublicUrl;

/// So many mails are queued in one transaction.
pub const BATCH: i32 = 500;

/// Queues the mails of one batch: of each follower and announcement one, whoever else announces at the same time.
/// Returns how many steps were taken: none where nothing is left to announce.
///
/// # Errors
/// What the database says.
pub async fn announce_batch(conn: &mut AsyncPgConnection, site: &PublicUrl) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let Some(announcement) = Announcement::claim(conn).await? else { return Ok(0) };
        let area = Area::find(conn, announcement.area_id).await?;
        if is_outdated(&announcement, &area) {
            announcement.finish(conn).await?;
            return Ok(1);
        }
        let (after, until) = (announcement.told_up_to, announcement.created_at);
        let followers = follow::batch(conn, area.id, after, until, BATCH).await?;
        let Some(last) = followers.last() else {
            announcement.finish(conn).await?;
            return Ok(1);
        };
        announcement.move_to(conn, last.id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let about = about(conn, &announcement).await?;
        let write = letters::news(site, &announcement, &about, (&initiative, &area));
        let recipients = recipients(conn, &announcement, &followers).await?;
        let mails: Vec<NewMail> = recipients.iter().map(|it| write(it)).collect();
        NewMail::queue_all(conn, &mails).await?;
        Ok(followers.len())
    })
    .await
}

/// That an area closes soon is no news once it closes at another time.
fn is_outdated(announcement: &Announcement, area: &Area) -> bool {
    announcement.kind == AnnouncementKind::ClosingSoon && announcement.closes_at != area.closes_at
}

async fn about(conn: &mut AsyncPgConnection, announcement: &Announcement) -> QueryResult<About> {
    Ok(match (announcement.outcome_id, announcement.period_event_id) {
        (Some(id), _) => About::Outcome(AreaOutcome::find(conn, id).await?),
        (None, Some(id)) => {
            About::Period { reason: PeriodEvent::find(conn, PeriodEventId(id)).await?.reason }
        }
        (None, None) => About::Time,
    })
}

/// Those who were not told yet, but for whoever wants no mail at all.
async fn recipients(
    conn: &mut AsyncPgConnection,
    announcement: &Announcement,
    followers: &[Follower],
) -> QueryResult<Vec<String>> {
    let ids: Vec<i64> = followers.iter().map(|it| it.id).collect();
    let new = announcement.note_told(conn, &ids).await?;
    let digest = |it: &Follower| EmailAddress::parse(&it.email).ok().map(|it| it.folded_sha256());
    let digests: Vec<Vec<u8>> = followers.iter().filter_map(digest).collect();
    let unwanted: HashSet<Vec<u8>> = never_mail::among(conn, &digests).await?;
    let is_told = |it: &&Follower| {
        new.contains(&it.id) && digest(it).is_some_and(|it| !unwanted.contains(&it))
    };
    Ok(followers.iter().filter(is_told).map(|it| it.email.clone()).collect())
}
