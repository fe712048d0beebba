//! What moderators see of how a comment came on paper: who entered it, who checked it, and the scan.

use chrono_tz::Tz;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::moderation::OnPaperFacts;
use lectern_templates::text::Moment;

use crate::domain::attachment::Attachment;
use crate::domain::standing::Source;
use crate::handlers::attachments::offered;
use crate::handlers::entries::came;
use crate::models::account::Account;
use crate::models::comment::Comment;
use crate::models::entry::Entry;
use crate::models::entry_file;
use crate::moments::{day, moment};

/// When a comment came: of one on paper only the day is known.
pub fn received(on_paper: Option<&OnPaper>, comment: &Comment, zone: Tz) -> Moment {
    match on_paper {
        Some(it) => day(it.entry.received_on),
        None => moment(comment.received_at, zone),
    }
}

/// The entry that became a comment.
pub struct OnPaper {
    pub entry: Entry,
    checked_by: Option<String>,
    scans: Vec<Attachment>,
}

impl OnPaper {
    pub async fn of(conn: &mut AsyncPgConnection, comment: &Comment) -> QueryResult<Option<Self>> {
        if comment.source != Source::Staff {
            return Ok(None);
        }
        let Some(entry) = Entry::of_comment(conn, comment.id).await? else { return Ok(None) };
        let checked_by = match entry.checked_by {
            Some(id) => Some(Account::find(conn, id).await?.display_name),
            None => None,
        };
        let scans = entry_file::of(conn, entry.id).await?;
        let scans = scans.into_iter().map(|it| it.file).collect();
        Ok(Some(Self { entry, checked_by, scans }))
    }

    pub fn facts(&self) -> OnPaperFacts<'_> {
        let href = format!("/entries/{}", self.entry.id.0);
        OnPaperFacts {
            came: came(&self.entry),
            scans: offered(&self.scans, &href),
            href,
            entered_by: &self.entry.entered_by,
            checked_by: self.checked_by.as_deref().unwrap_or_default(),
            kept_at: self.entry.kept_at.as_deref(),
        }
    }
}
