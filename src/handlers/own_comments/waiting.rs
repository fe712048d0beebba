//! The receipt of a comment that waits for its author's address to be confirmed: for the browser that sent it.

use actix_web::HttpRequest;
use diesel_async::AsyncPgConnection;
use lectern_templates::receipts::{self, WaitingPage};
use maud::Markup;

use super::page::place;
use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::domain::receipt::Receipt;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::AppResult;
use crate::handlers::attachments::listed;
use crate::handlers::said::masked;
use crate::models::area::Area;
use crate::models::awaiting_comment::AwaitingComment;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::registration::Registration;
use crate::moments::moment;

/// A comment that waits, as the browser that sent it may see it.
pub struct Waiting {
    pub awaited: AwaitingComment,
    initiative: Initiative,
    area: Area,
    set: QuestionSet,
    email: String,
    canonical_href: String,
    digest: String,
    has_mailbox: bool,
}

impl Waiting {
    /// Nothing for any other browser, and nothing under the number of any other comment.
    pub async fn of(
        request: &HttpRequest,
        state: &AppState,
        number: &TrackingNumber,
    ) -> AppResult<Option<Self>> {
        let Some(browser) = CookieKind::Draft.read(request, &state.site) else { return Ok(None) };
        let mut conn = state.db().await?;
        let awaited = AwaitingComment::find_own(&mut conn, number, &browser.sha256()).await?;
        let Some(awaited) = awaited else { return Ok(None) };
        Self::load(&mut conn, state, awaited).await.map(Some)
    }

    async fn load(
        conn: &mut AsyncPgConnection,
        state: &AppState,
        awaited: AwaitingComment,
    ) -> AppResult<Self> {
        let area = Area::find(conn, awaited.area_id).await?;
        let registration = Registration::find(conn, awaited.registration_id).await?;
        // In a library, the next one at this computer is somebody else.
        let email = match Registration::is_new(conn, registration.id).await? {
            true => registration.email,
            false => masked(&registration.email),
        };
        Ok(Self {
            initiative: Initiative::find(conn, area.initiative_id).await?,
            area,
            set: QuestionSet::find(conn, awaited.question_set_id).await?,
            email,
            canonical_href: format!("/account/comments/{}/receipt.json", awaited.tracking_number),
            digest: hex::encode(&awaited.receipt_sha256),
            has_mailbox: state.has_mailbox(),
            awaited,
        })
    }

    /// What was received, as the author can keep it.
    pub fn canonical_json(&self) -> Vec<u8> {
        Receipt {
            tracking_number: &self.awaited.tracking_number,
            version: 1,
            initiative: &self.initiative.slug,
            area: &self.area.slug,
            question_set: self.set.version,
            submission: &self.awaited.submission,
            nonce: &self.awaited.receipt_nonce,
        }
        .canonical_json()
    }

    pub fn page(&self, asked: AskedAgain) -> Markup {
        let zone = self.initiative.zone();
        receipts::waiting(&WaitingPage {
            place: place(&self.initiative, &self.area),
            tracking_number: self.awaited.tracking_number.as_str(),
            received_at: moment(self.awaited.received_at, zone),
            late: self.awaited.late,
            email: &self.email,
            holds_until: moment(self.awaited.expires_at, zone),
            digest: &self.digest,
            canonical_href: &self.canonical_href,
            files: listed(&self.awaited.submission.files),
            has_mailbox: self.has_mailbox,
            asked_again: asked == AskedAgain::Yes,
        })
    }
}

/// Whether another mail was asked for just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedAgain {
    Yes,
    No,
}
