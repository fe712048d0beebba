//! Letting a comment wait, and the mail that asks whether it is its reader's. Whether the address has an account is
//! not even looked up, so nothing here can tell it.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use crate::app::AppState;
use crate::auth::accounts::asking;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::fields::Fields;
use crate::domain::receipt::Receipt;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::AppResult;
use crate::mail::letters;
use crate::models::area::Area;
use crate::models::awaiting_comment::{AwaitingComment, NewAwaiting, insert_in_time};
use crate::models::draft::{Draft, DraftOwner};
use crate::models::initiative::Initiative;
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::models::question::QuestionSet;
use crate::models::registration::Registration;
use crate::models::{attachment, draft_file};

/// Everything about a comment that is about to wait.
#[derive(Debug)]
pub struct Waiting<'a> {
    pub initiative: &'a Initiative,
    pub area: &'a Area,
    pub question_set: &'a QuestionSet,
    pub submission_key: &'a str,
    pub submission: &'a Submission,
    pub email: &'a EmailAddress,
    pub display_name: &'a DisplayName,
    /// Digest of the draft cookie of the browser that sends it.
    pub browser: &'a [u8],
    /// What was typed: the draft that says the same is kept until the comment is confirmed.
    pub written: &'a Fields,
}

/// What became of a comment sent without an account.
#[derive(Debug, PartialEq, Eq)]
pub enum Sent {
    /// It waits under this number, since now or since it was sent before.
    Waits(TrackingNumber),
    /// Other content came of this form before, and waits; nothing was stored.
    OtherContent(TrackingNumber),
    /// The area takes no comments now; nothing was stored.
    Closed,
}

/// Keeps the comment and mails a link to confirm it, or says what came of the same form before.
///
/// A mistyped address can be mended: the same content from the same browser keeps its number and its time, and waits for the other address.
pub async fn wait(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    waiting: &Waiting<'_>,
) -> QueryResult<Sent> {
    conn.transaction(async |conn| {
        // Holds the address, so that the same form sent twice at once is one comment.
        let has_enough = asking::has_enough(conn, &state.settings.mail, waiting.email).await?;
        let canonical = waiting.email.canonical();
        let key = waiting.submission_key;
        AwaitingComment::delete_lapsed_of(conn, &canonical, key).await?;
        let before = AwaitingComment::sent_before(conn, &canonical, waiting.browser, key).await?;
        let number = match before {
            Some(it) if !waiting.is_same_as(&it) => {
                return Ok(Sent::OtherContent(it.tracking_number));
            }
            Some(it) if it.canonical_email == canonical => {
                return Ok(Sent::Waits(it.tracking_number));
            }
            Some(it) => waiting.readdress(conn, it).await?,
            None => match waiting.insert(conn, state).await? {
                Some(number) => number,
                None => return Ok(Sent::Closed),
            },
        };
        let owner = DraftOwner::Cookie(waiting.browser.to_vec());
        if waiting.has_all_files(conn, &owner).await? {
            Draft::mark_awaiting(conn, &owner, waiting.area.id, waiting.written, &number).await?;
        }
        let kept = AwaitingComment::find_own(conn, &number, waiting.browser).await?;
        if let Some(kept) = kept.filter(|_| !has_enough) {
            mail(conn, state, &kept, waiting.email, waiting.area, waiting.initiative).await?;
        }
        Ok(Sent::Waits(number))
    })
    .await
}

/// Mails a new link, which ends the one before; how long the comment waits does not change.
///
/// Nothing is mailed where the address was sent enough.
pub async fn mail_again(state: &AppState, awaited: &AwaitingComment) -> AppResult<()> {
    asking::unhurried(async {
        let mut conn = state.db().await?;
        conn.transaction(async |conn| {
            let registration = Registration::find(conn, awaited.registration_id).await?;
            // It was parsed before it was stored.
            let Ok(email) = EmailAddress::parse(&registration.email) else { return Ok(()) };
            if asking::has_enough(conn, &state.settings.mail, &email).await? {
                return Ok(());
            }
            let area = Area::find(conn, awaited.area_id).await?;
            let initiative = Initiative::find(conn, area.initiative_id).await?;
            mail(conn, state, awaited, &email, &area, &initiative).await
        })
        .await?;
        Ok(())
    })
    .await
}

async fn mail(
    conn: &mut AsyncPgConnection,
    state: &AppState,
    awaited: &AwaitingComment,
    email: &EmailAddress,
    area: &Area,
    initiative: &Initiative,
) -> QueryResult<()> {
    let (whom, until) = (LinkFor::Registration(awaited.registration_id), awaited.expires_at);
    let next = format!("/account/comments/{}?received=1", awaited.tracking_number);
    let token = MailedLink::create(conn, LinkPurpose::ConfirmComment, whom, &next, until).await?;
    letters::confirm_comment(&state.site, email.as_str(), &token, area, initiative, until)
        .queue(conn)
        .await
}

impl Waiting<'_> {
    fn is_same_as(&self, before: &AwaitingComment) -> bool {
        before.area_id == self.area.id
            && self.submission.is_same_as(&before.content_sha256, &before.submission.files)
    }

    /// Whether the draft still has the files that are sent. One with others is another text, and stays when this one is
    /// confirmed.
    async fn has_all_files(
        &self,
        conn: &mut AsyncPgConnection,
        owner: &DraftOwner,
    ) -> QueryResult<bool> {
        let owners = std::slice::from_ref(owner);
        Draft::hold(conn, owners, self.area.id).await?;
        let there = draft_file::of_owners(conn, owners, self.area.id).await?;
        Ok(there == self.submission.files)
    }

    async fn readdress(
        &self,
        conn: &mut AsyncPgConnection,
        before: AwaitingComment,
    ) -> QueryResult<TrackingNumber> {
        let registration = Registration::create(conn, self.email, self.display_name).await?;
        before.readdress(conn, registration, &self.email.canonical()).await?;
        Ok(before.tracking_number)
    }

    async fn insert(
        &self,
        conn: &mut AsyncPgConnection,
        state: &AppState,
    ) -> QueryResult<Option<TrackingNumber>> {
        let registration_id = Registration::create(conn, self.email, self.display_name).await?;
        let tracking_number = TrackingNumber::random();
        let nonce: [u8; 16] = rand::random();
        let digest = Receipt {
            tracking_number: &tracking_number,
            version: 1,
            initiative: &self.initiative.slug,
            area: &self.area.slug,
            question_set: self.question_set.version,
            submission: self.submission,
            nonce: &nonce,
        }
        .sha256();
        let new = NewAwaiting {
            tracking_number: &tracking_number,
            area_id: self.area.id,
            time_zone: &self.initiative.time_zone,
            registration_id,
            canonical_email: &self.email.canonical(),
            cookie_sha256: self.browser,
            submission_key: self.submission_key,
            question_set_id: self.question_set.id,
            submission: self.submission,
            receipt_nonce: &nonce,
            receipt_sha256: &digest,
            hours: i32::try_from(state.settings.links.comment_hours).unwrap_or(i32::MAX),
        };
        if insert_in_time(conn, &new).await? {
            let files = &self.submission.files;
            attachment::keep_for_awaiting(conn, &tracking_number, files).await?;
            return Ok(Some(tracking_number));
        }
        Registration::delete(conn, registration_id).await?;
        Ok(None)
    }
}
