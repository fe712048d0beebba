//! Tidying: removes what nobody can use any more.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::app::AppState;
use crate::attachments;
use crate::error::{AppResult, cause};
use crate::models::announcement::Announcement;
use crate::models::awaiting_comment::AwaitingComment;
use crate::models::draft::Draft;
use crate::models::follow::FollowRequest;
use crate::models::grant_proposal::GrantProposal;
use crate::models::invitation::Invitation;
use crate::models::known_device;
use crate::models::limit_count;
use crate::models::mailed_link::MailedLink;
use crate::models::outbox::QueuedMail;
use crate::models::registration::Registration;
use crate::models::session;
use crate::settings::Settings;

/// Removes everything that has run out. A part that fails is logged, and keeps no other from being done.
///
/// # Errors
/// If there is no connection.
pub async fn tidy(state: &AppState) -> AppResult<()> {
    for part in Part::ALL {
        let mut conn = state.db().await?;
        match part.clear(&mut conn, &state.settings).await {
            Ok(n_removed) => tracing::debug!(?part, n_removed, "Tidied up"),
            Err(error) => {
                tracing::error!(?part, cause = cause::describe(&error.into()), "Tidying failed");
            }
        }
    }
    match attachments::tidy(state).await {
        Ok(n_removed) => tracing::debug!(part = "Files", n_removed, "Tidied up"),
        Err(error) => {
            let cause = cause::describe(&error.into());
            tracing::error!(part = "Files", cause, "Tidying failed");
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Sessions,
    Links,
    AwaitingComments,
    Invitations,
    Registrations,
    Drafts,
    Mails,
    Limits,
    Devices,
    Proposals,
    FollowRequests,
    Announced,
}

impl Part {
    const ALL: [Self; 12] = [
        Self::Sessions,
        Self::Links,
        Self::AwaitingComments,
        Self::Invitations,
        Self::Registrations,
        Self::Drafts,
        Self::Mails,
        Self::Limits,
        Self::Devices,
        Self::Proposals,
        Self::FollowRequests,
        Self::Announced,
    ];

    /// Batch after batch, each in a transaction of its own: no request waits long for one of these rows.
    async fn clear(self, conn: &mut AsyncPgConnection, settings: &Settings) -> QueryResult<usize> {
        let mut n_removed = 0;
        loop {
            match self.delete_batch(conn, settings).await? {
                0 => return Ok(n_removed),
                n => n_removed += n,
            }
        }
    }

    async fn delete_batch(
        self,
        conn: &mut AsyncPgConnection,
        settings: &Settings,
    ) -> QueryResult<usize> {
        let bounded = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
        match self {
            Self::Sessions => session::delete_expired(conn).await,
            Self::Links => MailedLink::delete_expired(conn).await,
            Self::AwaitingComments => AwaitingComment::delete_lapsed(conn).await,
            Self::Invitations => Invitation::delete_lapsed(conn).await,
            Self::Registrations => {
                Registration::delete_lapsed(conn, bounded(settings.links.waiting_hours())).await
            }
            Self::Drafts => Draft::delete_abandoned(conn, bounded(settings.drafts.days)).await,
            Self::Limits => limit_count::delete_ended(conn).await,
            Self::Devices => known_device::delete_unseen(conn).await,
            Self::Proposals => GrantProposal::delete_old(conn).await,
            Self::FollowRequests => FollowRequest::delete_lapsed(conn).await,
            Self::Announced => Announcement::delete_told(conn).await,
            Self::Mails => QueuedMail::delete_ended(conn, bounded(settings.mail.keep_days)).await,
        }
    }
}
