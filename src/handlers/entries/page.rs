//! The page of an entry, from rows.

use diesel_async::AsyncPgConnection;
use lectern_templates::entries::{self, Arrived, Checked, EntryPage, Offered, OnPaper, Scan};
use lectern_templates::form::ErrorSummary;
use maud::Markup;

use super::{asked, find};
use crate::app::AppState;
use crate::auth::staff::Clerk;
use crate::domain::attachment::Attachment;
use crate::domain::entry::{Entered, EntryState};
use crate::domain::media_type::MediaType;
use crate::error::AppResult;
use crate::handlers::attachments::offered;
use crate::handlers::comment_form::asked::Asked;
use crate::handlers::said::{self, Answered};
use crate::models::account::Account;
use crate::models::comment::Comment;
use crate::models::entry::Entry;
use crate::models::{entry_file, respondent_kind};
use crate::moments::{day, moment};

/// An entry with everything that belongs to it.
pub struct Shown {
    pub entry: Entry,
    pub asked: Asked,
    pub entered: Entered,
    scan_ids: Vec<i64>,
    scans: Vec<Attachment>,
    checked_by: Option<String>,
    comment: Option<Comment>,
    late: bool,
    is_writer: bool,
    most: (u32, u64),
}

impl Shown {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        state: &AppState,
        clerk: &Clerk,
        id: i64,
    ) -> AppResult<Self> {
        let entry = find(conn, clerk, id).await?;
        let asked = asked::of_entry(conn, &entry).await?;
        let entered = asked::entered(&entry, &asked)?;
        let files = entry_file::of(conn, entry.id).await?;
        let checked_by = match entry.checked_by {
            Some(id) => Some(Account::find(conn, id).await?.display_name),
            None => None,
        };
        let comment = match entry.comment_id {
            Some(id) => Some(Comment::find_by_id(conn, id).await?),
            None => None,
        };
        let days = asked::days(conn, &asked).await?;
        let would_be_late = days.is_some_and(|it| it.is_late(entry.received_on));
        let settings = &state.settings.attachments;
        Ok(Self {
            scan_ids: files.iter().map(|it| it.id).collect(),
            scans: files.into_iter().map(|it| it.file).collect(),
            checked_by,
            late: comment.as_ref().map_or(would_be_late, |it| it.late),
            comment,
            is_writer: entry.was_written_by(clerk.account.id),
            most: (settings.most_files, settings.most_bytes),
            entry,
            asked,
            entered,
        })
    }

    pub fn page(&self, note: &str, errors: ErrorSummary, notice: Option<&str>) -> Markup {
        let (entry, submission) = (&self.entry, &self.entered.submission);
        let zone = self.asked.initiative.zone();
        let kind = submission.respondent_kind.as_deref();
        let kind = kind.map(|code| respondent_kind::label_of(&self.asked.kinds, code));
        let answered = Answered::given(&submission.answers, &self.asked.set);
        let organization = submission.organization.as_deref();
        let (stance, attribution) = (Some(submission.stance), submission.attribution);
        let mut said = said::about(stance, kind, organization, attribution);
        said.extend(answered.iter().map(Answered::said));
        let checked = self.checked_by.as_deref().zip(entry.checked_at);
        entries::entry(&EntryPage {
            place: self.asked.place(),
            id: entry.id.0,
            revision: entry.revision,
            state: entry.state.label(),
            arrived: Arrived {
                came: came(entry),
                received: day(entry.received_on),
                late: self.late,
                who: said::who(attribution, entry.display_name.as_deref(), organization),
                signed_name: entry.display_name.as_deref(),
                kept_at: entry.kept_at.as_deref(),
            },
            entered_by: &entry.entered_by,
            entered_at: moment(entry.entered_at, zone),
            checked: checked.map(|(by, at)| Checked {
                by,
                at: moment(at, zone),
                note: entry.note.as_deref(),
            }),
            tracking_number: self.comment.as_ref().map(|it| it.tracking_number.as_str()),
            body: &submission.body,
            said,
            scans: self.scans(),
            offered: self.offered(),
            most_files: self.most.0,
            most_bytes: self.most.1,
            note,
            errors,
            notice,
        })
    }

    fn scans(&self) -> Vec<Scan<'_>> {
        let files = offered(&self.scans, &format!("/entries/{}", self.entry.id.0));
        let rows = self.scan_ids.iter().zip(&self.scans).zip(files);
        rows.map(|((id, scan), file)| Scan { id: *id, file, is_image: is_image(scan) }).collect()
    }

    fn offered(&self) -> Offered {
        match self.entry.state {
            EntryState::Entering => Offered::Mend,
            EntryState::Waiting if self.is_writer => Offered::TakeBack,
            EntryState::Waiting => Offered::Check,
            EntryState::Confirmed | EntryState::Discarded => Offered::Nothing,
        }
    }
}

/// How an entry came, for views.
pub fn came(entry: &Entry) -> OnPaper<'static> {
    OnPaper { channel: entry.channel.label(), signatories: entry.n_signatories.into() }
}

fn is_image(scan: &Attachment) -> bool {
    matches!(scan.media_type, MediaType::Png | MediaType::Jpeg)
}
