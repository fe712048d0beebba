//! Comments that staff enter: typed by one person, checked by another, and only then received.

use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use crate::domain::entry::{Arrival, Entered, EntryState};
use crate::domain::fields::Fields;
use crate::domain::reason::Note;
use crate::domain::receipt::Receipt;
use crate::domain::tracking_number::TrackingNumber;
use crate::logging::measures;
use crate::models::account::AccountId;
use crate::models::area::Area;
use crate::models::audit::{self, Act, Actor};
use crate::models::comment::{self, NewOnPaper};
use crate::models::entry::{Entry, EntryId, NewEntry, Step};
use crate::models::entry_file;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;

/// Where an entry belongs.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub initiative: &'a Initiative,
    pub area: &'a Area,
    pub question_set: &'a QuestionSet,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Somebody was first.
    #[error("the entry has changed in the meantime")]
    Changed,
    /// Nobody checks what they entered, and nobody takes back what others did.
    #[error("this is for somebody else to do")]
    ForSomebodyElse,
    #[error("there is neither a scan nor a word on where the original is kept")]
    NothingToCheckAgainst,
    #[error("the area takes no comments of that day")]
    Closed,
    #[error(transparent)]
    Diesel(#[from] Error),
}

/// Begins an entry. The same form sent twice is one.
pub async fn enter(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    by: AccountId,
    submission_key: &str,
    (fields, arrival): (&Fields, &Arrival),
) -> QueryResult<Option<EntryId>> {
    conn.transaction(async |conn| {
        let new = NewEntry {
            area_id: place.area.id,
            question_set_id: place.question_set.id,
            submission_key,
            fields,
            arrival,
            entered_by: by,
        };
        let Some(id) = new.insert(conn).await? else { return Ok(None) };
        note(conn, place, id, by, Act::CommentEntered).await?;
        Ok(Some(id))
    })
    .await
}

/// Writes what was mended in the place of what was there. Whoever does so can no longer check it.
pub async fn mend(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    by: AccountId,
    (fields, arrival): (&Fields, &Arrival),
) -> Result<(), EntryError> {
    conn.transaction(async |conn| {
        if !entry.rewrite(conn, by, fields, arrival).await? {
            return Err(EntryError::Changed);
        }
        Ok(note(conn, place, entry.id, by, Act::EntryMended).await?)
    })
    .await
}

/// Hands an entry over to be checked by somebody else.
pub async fn hand_over(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    by: AccountId,
) -> Result<(), EntryError> {
    require_state(entry, EntryState::Entering)?;
    conn.transaction(async |conn| {
        if entry.kept_at.is_none() && entry_file::of(conn, entry.id).await?.is_empty() {
            return Err(EntryError::NothingToCheckAgainst);
        }
        go(conn, entry, &to(EntryState::Waiting)).await?;
        Ok(note(conn, place, entry.id, by, Act::EntryHandedOver).await?)
    })
    .await
}

/// Takes an entry back that one handed over, to mend it.
pub async fn take_back(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    by: AccountId,
) -> Result<(), EntryError> {
    require_state(entry, EntryState::Waiting)?;
    if !entry.was_written_by(by) {
        return Err(EntryError::ForSomebodyElse);
    }
    conn.transaction(async |conn| {
        go(conn, entry, &to(EntryState::Entering)).await?;
        Ok(note(conn, place, entry.id, by, Act::EntryTakenBack).await?)
    })
    .await
}

/// Sends an entry back to be mended, and says what is wrong with it.
pub async fn send_back(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    by: AccountId,
    why: &Note,
) -> Result<(), EntryError> {
    require_state(entry, EntryState::Waiting)?;
    conn.transaction(async |conn| {
        go(conn, entry, &looked_at(EntryState::Entering, by, why)).await?;
        Ok(note(conn, place, entry.id, by, Act::EntrySentBack).await?)
    })
    .await
}

/// Discards an entry, which then never becomes a comment: it was entered twice, or is no comment at all.
pub async fn discard(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    by: AccountId,
    why: &Note,
) -> Result<(), EntryError> {
    if !matches!(entry.state, EntryState::Entering | EntryState::Waiting) {
        return Err(EntryError::Changed);
    }
    conn.transaction(async |conn| {
        go(conn, entry, &looked_at(EntryState::Discarded, by, why)).await?;
        Ok(note(conn, place, entry.id, by, Act::EntryDiscarded).await?)
    })
    .await
}

/// Makes a comment of an entry: it is received, under a new tracking number, as of the day on which it came. Of two who
/// confirm at once one does; nobody confirms what they wrote.
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    entry: &Entry,
    (by, entered): (AccountId, &Entered),
) -> Result<TrackingNumber, EntryError> {
    require_state(entry, EntryState::Waiting)?;
    if entry.was_written_by(by) {
        return Err(EntryError::ForSomebodyElse);
    }
    let tracking_number = TrackingNumber::random();
    let nonce: [u8; 16] = rand::random();
    let digest = Receipt {
        tracking_number: &tracking_number,
        version: 1,
        initiative: &place.initiative.slug,
        area: &place.area.slug,
        question_set: place.question_set.version,
        submission: &entered.submission,
        nonce: &nonce,
    }
    .sha256();
    let new = NewOnPaper {
        tracking_number: &tracking_number,
        area_id: place.area.id,
        time_zone: &place.initiative.time_zone,
        entered,
        question_set: place.question_set,
        receipt_nonce: &nonce,
        receipt_sha256: &digest,
    };
    conn.transaction(async |conn| {
        let comment_id = comment::enter(conn, &new).await?.ok_or(EntryError::Closed)?;
        let step = Step {
            to: EntryState::Confirmed,
            checked_by: Some(by),
            note: None,
            comment_id: Some(comment_id),
        };
        // Whoever comes second has made a comment in vain, and it goes with the transaction.
        go(conn, entry, &step).await?;
        Ok::<_, EntryError>(note(conn, place, entry.id, by, Act::EntryConfirmed).await?)
    })
    .await?;
    measures::comment_received();
    Ok(tracking_number)
}

fn to(state: EntryState) -> Step<'static> {
    Step { to: state, checked_by: None, note: None, comment_id: None }
}

fn looked_at<'a>(state: EntryState, by: AccountId, why: &'a Note) -> Step<'a> {
    Step { checked_by: Some(by), note: Some(why.as_str()), ..to(state) }
}

/// A page that is out of date asks for a step from where the entry is no more.
fn require_state(entry: &Entry, state: EntryState) -> Result<(), EntryError> {
    if entry.state == state { Ok(()) } else { Err(EntryError::Changed) }
}

async fn go(
    conn: &mut AsyncPgConnection,
    entry: &Entry,
    step: &Step<'_>,
) -> Result<(), EntryError> {
    if entry.advance(conn, step).await? { Ok(()) } else { Err(EntryError::Changed) }
}

/// Nothing of what somebody wrote goes into the audit log.
async fn note(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    id: EntryId,
    by: AccountId,
    act: Act,
) -> QueryResult<()> {
    let scope = format!("{}/{}", place.initiative.slug, place.area.slug);
    let subject = format!("entry {}", id.0);
    audit::record(conn, Actor::Account(by), act, &subject, &json!({ "scope": scope })).await
}
