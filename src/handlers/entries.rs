//! Comments that come by paper, by telephone or at a hearing: one member of staff types them, another one checks them.

mod asked;
pub mod editing;
mod listing;
mod page;
pub mod scans;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use diesel_async::AsyncPgConnection;
use lectern_templates::entries::{self, LetterPage};
use lectern_templates::form::ErrorSummary;
use serde::Deserialize;

use super::reply;
use crate::app::AppState;
use crate::auth::staff::Clerk;
use crate::domain::field_errors::FieldErrors;
use crate::domain::reason::Note;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::models::comment::Comment;
use crate::models::comment_version::CommentVersion;
use crate::models::entry::{Entry, EntryId};
use crate::moments::day;
use crate::record::entries::{self as record, EntryError};
use listing::Listing;
use page::Shown;
pub use page::came;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// What somebody does with an entry as they saw it.
enum Wanted {
    HandOver,
    TakeBack,
    Confirm,
    SendBack(Note),
    Discard(Note),
}

/// What waits, and where to enter another one.
pub async fn list_entries(clerk: Clerk, state: Data<AppState>) -> AppResult<HttpResponse> {
    let listing = Listing::load(&mut *state.db().await?, &clerk).await?;
    Ok(reply::page(listing.page()))
}

/// An entry: the original beside what was typed.
pub async fn show_entry(
    clerk: Clerk,
    id: Path<i64>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let shown = Shown::load(&mut *state.db().await?, &state, &clerk, *id).await?;
    Ok(reply::page(shown.page("", ErrorSummary::none(), done_in_words(&query.done))))
}

/// Hands an entry over, takes it back, confirms it, sends it back or discards it.
pub async fn take_step(
    clerk: Clerk,
    id: Path<i64>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let shown = Shown::load(&mut conn, &state, &clerk, *id).await?;
    let note = form.fields.one("note");
    let wanted = match parse(&form) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let page = shown.page(note, reply::summary(&errors), None);
            return Ok(reply::page_with(reply::refused(&form), page));
        }
    };
    let done = if form.fields.one("revision") == shown.entry.revision.to_string() {
        wanted.take(&mut conn, &clerk, &shown).await
    } else {
        Err(EntryError::Changed)
    };
    match done {
        Ok(done) => Ok(reply::see_other(&format!("/entries/{id}?done={done}"))),
        Err(error) => {
            let (status, field, sentence) = refusal(error)?;
            let now = Shown::load(&mut conn, &state, &clerk, *id).await?;
            let mut errors = ErrorSummary::none();
            errors.push(field, sentence);
            Ok(reply::page_with(status, now.page(note, errors, None)))
        }
    }
}

/// A letter that names the tracking number, once there is one.
pub async fn show_letter(
    clerk: Clerk,
    id: Path<i64>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let entry = find(&mut conn, &clerk, *id).await?;
    let comment_id = entry.comment_id.ok_or(AppError::NotFound)?;
    let comment = Comment::find_by_id(&mut conn, comment_id).await?;
    let received = CommentVersion::find(&mut conn, comment.id, 1).await?;
    let asked = asked::of_entry(&mut conn, &entry).await?;
    let number = comment.tracking_number.as_str();
    Ok(reply::page(entries::letter(&LetterPage {
        place: asked.place(),
        entry_href: &format!("/entries/{id}"),
        agency: &asked.initiative.agency,
        contact: &asked.initiative.contact,
        tracking_number: number,
        signed_name: entry.display_name.as_deref(),
        came: came(&entry),
        received: day(entry.received_on),
        late: comment.late,
        address: &state.site.absolute(&format!("/comments/{number}")),
        digest: &hex::encode(&received.receipt_sha256),
    })))
}

/// An entry within the grants.
async fn find(conn: &mut AsyncPgConnection, clerk: &Clerk, id: i64) -> AppResult<Entry> {
    let entry = Entry::find(conn, EntryId(id)).await?;
    clerk.require_area(entry.area_id)?;
    Ok(entry)
}

fn parse(form: &StrictForm) -> Result<Wanted, FieldErrors> {
    let mut errors = form.check_names(&["outcome", "note", "revision"]);
    let note = errors.keep("note", Note::parse(form.fields.one("note"))).flatten();
    let wanted = match (form.fields.one("outcome"), note) {
        ("hand_over", _) => Some(Wanted::HandOver),
        ("take_back", _) => Some(Wanted::TakeBack),
        ("confirm", _) => Some(Wanted::Confirm),
        ("send_back", Some(note)) => Some(Wanted::SendBack(note)),
        ("discard", Some(note)) => Some(Wanted::Discard(note)),
        ("send_back" | "discard", None) => {
            if errors.about("note").is_none() {
                errors.add("note", "Say what is wrong.");
            }
            None
        }
        _ => {
            errors.add("", "Press one of the buttons.");
            None
        }
    };
    wanted.filter(|_| errors.is_empty()).ok_or(errors)
}

impl Wanted {
    /// Does it, and says what was done in a word for the address.
    async fn take(
        &self,
        conn: &mut AsyncPgConnection,
        clerk: &Clerk,
        shown: &Shown,
    ) -> Result<&'static str, EntryError> {
        let (entry, by) = (&shown.entry, clerk.account.id);
        let place = asked::place(&shown.asked);
        match self {
            Self::HandOver => record::hand_over(conn, &place, entry, by).await?,
            Self::TakeBack => record::take_back(conn, &place, entry, by).await?,
            Self::SendBack(why) => record::send_back(conn, &place, entry, by, why).await?,
            Self::Discard(why) => record::discard(conn, &place, entry, by, why).await?,
            Self::Confirm => {
                record::confirm(conn, &place, entry, (by, &shown.entered)).await?;
            }
        }
        Ok(match self {
            Self::HandOver => "handed_over",
            Self::TakeBack => "taken_back",
            Self::SendBack(_) => "sent_back",
            Self::Discard(_) => "discarded",
            Self::Confirm => "confirmed",
        })
    }
}

/// Words of ours only: what stands in an address can come from anybody.
fn done_in_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "entered" => "The entry is saved. Add a scan, then hand it over to be checked.",
        "mended" => "The entry is saved.",
        "added" => "The scans are added.",
        "gone" => "The scan is taken away.",
        "handed_over" => "The entry waits to be checked by somebody else.",
        "taken_back" => "You can mend the entry now.",
        "sent_back" => "The entry is sent back.",
        "discarded" => "The entry is discarded.",
        "confirmed" => "The comment is received. It waits for a moderator like any other.",
        _ => return None,
    })
}

/// What somebody is told: the status, the field that it is about, and a sentence.
fn refusal(error: EntryError) -> AppResult<(StatusCode, &'static str, &'static str)> {
    match error {
        EntryError::Changed => Ok((
            StatusCode::CONFLICT,
            "",
            "Somebody changed this entry in the meantime, so nothing was done. It is shown as it stands now.",
        )),
        EntryError::NothingToCheckAgainst => Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            "files",
            "Add a scan, or change the entry to say where the original is kept: somebody else must be able to check.",
        )),
        EntryError::Closed => Ok((
            StatusCode::CONFLICT,
            "",
            "The area takes no comments of this day, so it was not received: its comment period has changed. Send the \
             entry back or discard it.",
        )),
        EntryError::ForSomebodyElse => Err(AppError::Forbidden),
        EntryError::Diesel(error) => Err(error.into()),
    }
}
