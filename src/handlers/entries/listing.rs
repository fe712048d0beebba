//! What is being entered and what waits, as a page.

use diesel_async::AsyncPgConnection;
use lectern_templates::entries::{self, AreaRow, EntriesPage, EntryRow, LetterRow, OnPaper};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use crate::auth::staff::Clerk;
use crate::domain::entry::EntryState;
use crate::error::AppResult;
use crate::models::account::AccountId;
use crate::models::area::{Area, AreaId};
use crate::models::entry::{ConfirmedEntry, OpenEntry};
use crate::models::initiative::Initiative;
use crate::moments::day;

/// More than anybody types in a week; the rest follows when these are done.
const MOST_OPEN: i64 = 300;
const MOST_LETTERS: i64 = 20;

/// Everything within the grants of somebody.
pub struct Listing {
    clerk: String,
    own: AccountId,
    places: Vec<(Initiative, Area)>,
    open: Vec<OpenEntry>,
    confirmed: Vec<ConfirmedEntry>,
}

impl Listing {
    pub async fn load(conn: &mut AsyncPgConnection, clerk: &Clerk) -> AppResult<Self> {
        let initiatives = Initiative::all(conn).await?;
        let areas = Area::all(conn).await?.into_iter();
        let places = areas.filter(|it| clerk.areas().contains(&it.id)).filter_map(|area| {
            let initiative = initiatives.iter().find(|it| it.id == area.initiative_id)?;
            Some((initiative.clone(), area))
        });
        Ok(Self {
            clerk: clerk.account.display_name.clone(),
            own: clerk.account.id,
            places: places.collect(),
            open: OpenEntry::of(conn, clerk.areas(), MOST_OPEN).await?,
            confirmed: ConfirmedEntry::latest(conn, clerk.areas(), MOST_LETTERS).await?,
        })
    }

    pub fn page(&self) -> Markup {
        let waits = |it: &&OpenEntry| it.state == EntryState::Waiting;
        let is_own = |it: &&OpenEntry| it.writers.contains(&self.own);
        let waiting = || self.open.iter().filter(waits);
        let areas = self.places.iter().map(|(initiative, area)| AreaRow {
            place: place(initiative, area),
            waiting: i64::try_from(waiting().filter(|it| it.area_id == area.id).count())
                .unwrap_or(i64::MAX),
        });
        entries::entries(&EntriesPage {
            clerk: &self.clerk,
            areas: areas.collect(),
            to_check: self.rows(waiting().filter(|it| !is_own(it))),
            handed_over: self.rows(waiting().filter(is_own)),
            being_entered: self.rows(self.open.iter().filter(|it| !waits(it))),
            letters: self.confirmed.iter().filter_map(|it| self.letter(it)).collect(),
        })
    }

    fn rows<'a>(&'a self, them: impl Iterator<Item = &'a OpenEntry>) -> Vec<EntryRow<'a>> {
        them.filter_map(|it| self.row(it)).collect()
    }

    fn row<'a>(&'a self, it: &'a OpenEntry) -> Option<EntryRow<'a>> {
        Some(EntryRow {
            id: it.id.0,
            place: self.place(it.area_id)?,
            came: OnPaper { channel: it.channel.label(), signatories: it.n_signatories.into() },
            received: day(it.received_on),
            signed_name: it.display_name.as_deref(),
            entered_by: &it.entered_by,
            note: it.note.as_deref().filter(|_| it.state == EntryState::Entering),
        })
    }

    fn letter<'a>(&'a self, it: &'a ConfirmedEntry) -> Option<LetterRow<'a>> {
        Some(LetterRow {
            id: it.id.0,
            tracking_number: it.tracking_number.as_str(),
            place: self.place(it.area_id)?,
            channel: it.channel.label(),
            received: day(it.received_on),
        })
    }

    fn place(&self, area_id: AreaId) -> Option<Place<'_>> {
        let found = self.places.iter().find(|(_, area)| area.id == area_id);
        found.map(|(initiative, area)| place(initiative, area))
    }
}

fn place<'a>(initiative: &'a Initiative, area: &'a Area) -> Place<'a> {
    Place { initiative: InitiativeRef::from(initiative), area: Some(AreaRef::from(area)) }
}
