//! The page of an account, from rows.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::account::{self, AccountPage, DraftRow, MailNotes, OwnCommentRow};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::handlers::standing::standing;
use crate::models::account::Account as Row;
use crate::models::area::{Area, AreaId};
use crate::models::comment::Comment;
use crate::models::draft::Draft;
use crate::models::follow::FollowedArea;
use crate::models::grant::Grant;
use crate::models::initiative::Initiative;
use crate::models::{follow, never_mail, outbox};
use crate::moments::moment;

const EXCERPT_CHARS: usize = 160;

/// An account with all that is its own.
pub struct Account {
    account: Row,
    drafts: Vec<(Draft, String)>,
    comments: Vec<Comment>,
    places: Vec<(Initiative, Area)>,
    roles: Vec<Role>,
    undeliverable_since: Option<DateTime<Utc>>,
    is_stopped: bool,
    followed: Vec<FollowedArea>,
}

impl Account {
    pub async fn load(conn: &mut AsyncPgConnection, account: Row) -> QueryResult<Self> {
        let excerpt = |it: &Draft| it.fields.one("body").chars().take(EXCERPT_CHARS).collect();
        let drafts = Draft::of(conn, account.id).await?;
        let drafts: Vec<(Draft, String)> = drafts
            .into_iter()
            .map(|it| {
                let words = excerpt(&it);
                (it, words)
            })
            .collect();
        let comments = Comment::of_author(conn, account.id).await?;
        let grants = Grant::of(conn, account.id).await?;
        let mut areas: Vec<AreaId> = drafts.iter().map(|(it, _)| it.area_id).collect();
        areas.extend(comments.iter().map(|it| it.area_id));
        areas.sort_unstable();
        areas.dedup();
        let mut places = Vec::new();
        for id in areas {
            let area = Area::find(conn, id).await?;
            places.push((Initiative::find(conn, area.initiative_id).await?, area));
        }
        let roles = grants.iter().map(|it| it.role).collect();
        let undeliverable_since = outbox::undeliverable_since(conn, &account.email).await?;
        let (is_stopped, followed) = match EmailAddress::parse(&account.email) {
            Ok(address) => {
                (never_mail::contains(conn, &address).await?, follow::of(conn, &address).await?)
            }
            Err(_) => (false, Vec::new()),
        };
        Ok(Self {
            account,
            drafts,
            comments,
            places,
            roles,
            undeliverable_since,
            is_stopped,
            followed,
        })
    }

    pub fn page(&self, notice: Option<&str>) -> Markup {
        let drafts = self.drafts.iter().filter_map(|(draft, excerpt)| {
            let (initiative, area) = self.place(draft.area_id)?;
            let saved_at = moment(draft.updated_at, initiative.zone());
            let replaced =
                draft.replaces.and_then(|id| self.comments.iter().find(|it| it.id == id));
            let replaces = replaced.map(|it| it.tracking_number.as_str());
            Some(DraftRow { place: place(initiative, area), saved_at, excerpt, replaces })
        });
        let comments = self.comments.iter().filter_map(|comment| {
            let (initiative, area) = self.place(comment.area_id)?;
            Some(OwnCommentRow {
                place: place(initiative, area),
                tracking_number: comment.tracking_number.as_str(),
                received_at: moment(comment.received_at, initiative.zone()),
                standing: standing(comment.standing),
            })
        });
        account::home(&AccountPage {
            display_name: &self.account.display_name,
            email: &self.account.email,
            drafts: drafts.collect(),
            comments: comments.collect(),
            followed: self.followed.iter().map(Place::from).collect(),
            moderates: self.roles.contains(&Role::Moderator),
            administers: self.roles.contains(&Role::Administrator),
            notice,
            mail: MailNotes {
                undeliverable_since: self.undeliverable_since.map(|it| moment(it, chrono_tz::UTC)),
                is_stopped: self.is_stopped,
            },
        })
    }

    fn place(&self, area_id: AreaId) -> Option<&(Initiative, Area)> {
        self.places.iter().find(|(_, area)| area.id == area_id)
    }
}

pub fn place<'a>(initiative: &'a Initiative, area: &'a Area) -> Place<'a> {
    Place { initiative: InitiativeRef::from(initiative), area: Some(AreaRef::from(area)) }
}
