//! Confirming: the address is its reader's and so is the comment, which moves from where it waited to the queue.

use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use crate::app::AppState;
use crate::auth::beginning::{Begun, Browser};
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::logging::measures;
use crate::mail::letters;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::awaiting_comment::AwaitingComment;
use crate::models::comment::{self, IsLate, Submitted};
use crate::models::initiative::Initiative;
use crate::models::mailed_link::{LinkPurpose, MailedLink};
use crate::models::question::QuestionSet;
use crate::models::registration::Registration;
use crate::record::receive::Received;
use crate::settings::PublicUrl;

/// What a link to confirm a comment is about.
#[derive(Debug)]
pub struct LookedAt {
    /// The comment of the link first, and then what the same browser sent with the same address.
    pub comments: Vec<InItsPlace>,
    pub email: String,
    /// The name of the account, where the address has one; otherwise the one that was typed, for the account to be.
    pub display_name: String,
    pub has_account: bool,
}

/// A comment that waits, and where it was sent to.
#[derive(Debug)]
pub struct InItsPlace {
    pub awaited: AwaitingComment,
    pub initiative: Initiative,
    pub area: Area,
}

/// What following a link led to.
#[derive(Debug)]
pub enum Confirmed {
    /// The account is new, and this browser is signed in to it.
    SignedIn(Begun),
    /// The comment belongs to an account that was there before. The link lived too long to sign in by.
    Attached(TrackingNumber),
}

const CONFIRMS: &[LinkPurpose] = &[LinkPurpose::ConfirmComment];

/// What a link is about, or nothing if it does not work. Changes nothing.
pub async fn look_at(state: &AppState, token: &SecretToken) -> AppResult<Option<LookedAt>> {
    let mut conn = state.db().await?;
    let link = MailedLink::find(&mut conn, token, CONFIRMS).await?;
    let Some(id) = link.and_then(|it| it.registration_id) else { return Ok(None) };
    let Some(awaited) = AwaitingComment::of_registration(&mut conn, id).await? else {
        return Ok(None);
    };
    let registration = Registration::find(&mut conn, id).await?;
    let Ok(email) = EmailAddress::parse(&registration.email) else { return Ok(None) };
    let account = Account::find_by_email(&mut conn, &email).await?;
    if account.as_ref().is_some_and(Account::is_suspended) {
        return Ok(None);
    }
    let mut together = awaited.together(&mut conn).await?;
    together.retain(|it| it.id != awaited.id);
    let mut comments = Vec::new();
    for awaited in std::iter::once(awaited).chain(together) {
        let area = Area::find(&mut conn, awaited.area_id).await?;
        let initiative = Initiative::find(&mut conn, area.initiative_id).await?;
        comments.push(InItsPlace { awaited, initiative, area });
    }
    Ok(Some(LookedAt {
        comments,
        email: registration.email,
        has_account: account.is_some(),
        display_name: account.map_or(registration.display_name, |it| it.display_name),
    }))
}

/// Makes the account where there is none, and comments of what waited: of the comment of the link, and of what the same
/// browser sent with the same address, which may have got no mail of its own.
///
/// The link works once, and only if all of it works.
pub async fn confirm(
    state: &AppState,
    token: &SecretToken,
    browser: &Browser,
) -> AppResult<Option<Confirmed>> {
    let mut conn = state.db().await?;
    let confirmed = conn.transaction(async |conn| {
        let link = MailedLink::redeem(conn, token, CONFIRMS).await?;
        let link = link.ok_or(Error::RollbackTransaction)?;
        let (awaited, others, (created, author)) = take(conn, &link).await?;
        let number = keep(conn, &state.site, &awaited, &author).await?;
        let mut n_new = u32::from(number == awaited.tracking_number);
        for other in others {
            let kept = keep(conn, &state.site, &other, &author).await?;
            n_new += u32::from(kept == other.tracking_number);
        }
        if created {
            let begun = browser.begin(conn, state, author.id, &link.next_path).await?;
            return Ok((Confirmed::SignedIn(begun), n_new));
        }
        Ok((Confirmed::Attached(number), n_new))
    });
    match confirmed.await {
        Ok((confirmed, n_new)) => {
            (0..n_new).for_each(|_| measures::comment_received());
            Ok(Some(confirmed))
        }
        // Nothing has changed: a suspended account may be opened again while the comment waits.
        Err(Error::RollbackTransaction) => Ok(None),
        Err(error) => Err(AppError::from(error)),
    }
}

/// Whoever signed in meanwhile and sends the form again has confirmed the address by signing in.
///
/// The comment that waited becomes theirs, as of when it was sent first. Nothing if none waited for the author's own address.
pub async fn confirm_own(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    received: &Received<'_>,
) -> QueryResult<Option<Submitted>> {
    let Ok(email) = EmailAddress::parse(&received.author.email) else { return Ok(None) };
    let (canonical, key) = (email.canonical(), received.submission_key);
    let (submitted, is_new) = conn
        .transaction(async |conn| {
            let awaited = AwaitingComment::sent_before(conn, &canonical, &[], key).await?;
            let Some(awaited) = awaited else { return Ok((None, false)) };
            let is_same = awaited.area_id == received.area.id
                && received
                    .submission
                    .is_same_as(&awaited.content_sha256, &awaited.submission.files);
            if !is_same {
                return Ok((Some(Submitted::OtherContent(awaited.tracking_number)), false));
            }
            awaited.take(conn).await?;
            let number = keep(conn, site, &awaited, received.author).await?;
            let is_new = number == awaited.tracking_number;
            QueryResult::Ok((Some(Submitted::SameAgain(number)), is_new))
        })
        .await?;
    if is_new {
        measures::comment_received();
    }
    Ok(submitted)
}

/// Takes the comment of a link, and those that go with it, and finds or makes the account of its address.
async fn take(
    conn: &mut AsyncPgConnection,
    link: &MailedLink,
) -> QueryResult<(AwaitingComment, Vec<AwaitingComment>, (bool, Account))> {
    let id = link.registration_id.ok_or(Error::RollbackTransaction)?;
    let registration = Registration::find(conn, id).await?;
    let awaited = AwaitingComment::of_registration(conn, id).await?;
    let awaited = awaited.ok_or(Error::RollbackTransaction)?;
    // Both were parsed before they were stored.
    let email = EmailAddress::parse(&registration.email).ok();
    let name = DisplayName::parse(&registration.display_name).ok();
    let (email, name) = email.zip(name).ok_or(Error::RollbackTransaction)?;
    let created = Account::create(conn, &email, &name).await?.is_some();
    let account = Account::find_by_email(conn, &email).await?.ok_or(Error::RollbackTransaction)?;
    let mut together = awaited.hold_together(conn).await?;
    let place = together.iter().position(|it| it.id == awaited.id);
    if account.is_suspended() {
        return Err(Error::RollbackTransaction);
    }
    for one in &together {
        one.take(conn).await?;
    }
    let awaited = together.remove(place.ok_or(Error::RollbackTransaction)?);
    Ok((awaited, together, (created, account)))
}

async fn keep(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    awaited: &AwaitingComment,
    author: &Account,
) -> QueryResult<TrackingNumber> {
    let area = Area::find(conn, awaited.area_id).await?;
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    let set = QuestionSet::find(conn, awaited.question_set_id).await?;
    let letter = letters::Received {
        author,
        initiative: &initiative,
        area: &area,
        tracking_number: awaited.tracking_number.as_str(),
        version: 1,
        digest: &hex::encode(&awaited.receipt_sha256),
    };
    let mail = letter.receipt(site, awaited.received_at, IsLate(awaited.late));
    comment::confirm(conn, awaited, author, &set, &mail).await
}
