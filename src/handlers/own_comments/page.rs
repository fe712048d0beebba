//! The pages of an account, from rows.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::account::{self, AccountPage, DraftRow, MailNotes, OwnCommentRow};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use lectern_templates::receipts::{self, OwnCommentPage, PathStep, ReceiptPage};
use maud::Markup;

use crate::domain::attachment::Attachment;
use crate::domain::email::EmailAddress;
use crate::domain::receipt::Receipt;
use crate::domain::role::Role;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::handlers::attachments::{listed, offered};
use crate::handlers::said::{self, Answered};
use crate::handlers::standing::{change, standing};
use crate::models::account::{Account as Row, AccountId};
use crate::models::area::{Area, AreaId};
use crate::models::comment::Comment;
use crate::models::comment_version::CommentVersion;
use crate::models::decision::Decision;
use crate::models::draft::Draft;
use crate::models::follow::FollowedArea;
use crate::models::grant::Grant;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::reason_code::{self, ReasonCode};
use crate::models::respondent_kind::{self, RespondentKind};
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
            Some(DraftRow { place: place(initiative, area), saved_at, excerpt })
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

/// Whether a receipt is for now, or for the time before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    First,
    Repeated,
}

/// One's own comment, with everything that its author may see.
pub struct Own {
    comment: Comment,
    initiative: Initiative,
    area: Area,
    version: CommentVersion,
    set: QuestionSet,
    submission: Submission,
    kinds: Vec<RespondentKind>,
    history: Vec<Decision>,
    reasons: Vec<ReasonCode>,
    canonical_href: String,
    digest: String,
}

impl Own {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
        author_id: AccountId,
    ) -> QueryResult<Self> {
        let comment = Comment::find_own(conn, number, author_id).await?;
        let area = Area::find(conn, comment.area_id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let version = CommentVersion::find(conn, comment.id, comment.current_version).await?;
        let set = QuestionSet::find(conn, version.question_set_id).await?;
        Ok(Self {
            submission: version.submission(conn, &set).await?,
            kinds: RespondentKind::of(conn, initiative.id).await?,
            history: Decision::of(conn, comment.id).await?,
            reasons: ReasonCode::all(conn).await?,
            canonical_href: format!("/account/comments/{number}/receipt.json"),
            digest: hex::encode(&version.receipt_sha256),
            comment,
            initiative,
            area,
            version,
            set,
        })
    }

    /// What was received, as the author can keep it.
    pub fn canonical_json(&self) -> Vec<u8> {
        Receipt {
            tracking_number: &self.comment.tracking_number,
            version: self.version.version,
            initiative: &self.initiative.slug,
            area: &self.area.slug,
            question_set: self.set.version,
            submission: &self.submission,
            nonce: &self.version.receipt_nonce,
        }
        .canonical_json()
    }

    pub fn files(&self) -> &[Attachment] {
        &self.submission.files
    }

    /// The digest that was given when it was received.
    pub fn digest(&self) -> &[u8] {
        &self.version.receipt_sha256
    }

    pub fn receipt(&self, arrival: Arrival) -> Markup {
        receipts::show(&ReceiptPage {
            place: place(&self.initiative, &self.area),
            tracking_number: self.comment.tracking_number.as_str(),
            received_at: moment(self.comment.received_at, self.initiative.zone()),
            late: self.comment.late,
            digest: &self.digest,
            canonical_href: &self.canonical_href,
            files: listed(self.files()),
            repeated: arrival == Arrival::Repeated,
        })
    }

    pub fn page(&self) -> Markup {
        let zone = self.initiative.zone();
        let kind = self.submission.respondent_kind.as_deref();
        let kind = kind.map(|code| respondent_kind::label_of(&self.kinds, code));
        let answered = Answered::given(&self.submission.answers, &self.set);
        let organization = self.submission.organization.as_deref();
        let mut said = said::about(
            Some(self.submission.stance),
            kind,
            organization,
            self.submission.attribution,
        );
        said.extend(answered.iter().map(Answered::said));
        receipts::own_comment(&OwnCommentPage {
            place: place(&self.initiative, &self.area),
            tracking_number: self.comment.tracking_number.as_str(),
            standing: standing(self.comment.standing),
            received_at: moment(self.comment.received_at, zone),
            late: self.comment.late,
            who: said::who(
                self.version.attribution,
                self.version.display_name.as_deref(),
                organization,
            ),
            body: &self.submission.body,
            said,
            files: offered(
                self.files(),
                &format!("/account/comments/{}", self.comment.tracking_number),
            ),
            path: self.history.iter().map(|it| self.step(it)).collect(),
            digest: &self.digest,
            canonical_href: &self.canonical_href,
        })
    }

    fn step<'a>(&'a self, it: &'a Decision) -> PathStep<'a> {
        let reason = it.reason_code.as_deref();
        PathStep {
            at: moment(it.decided_at, self.initiative.zone()),
            change: change(it),
            reason: reason.map(|code| reason_code::label_of(&self.reasons, code)),
            note: it.note.as_deref(),
        }
    }
}

pub fn place<'a>(initiative: &'a Initiative, area: &'a Area) -> Place<'a> {
    Place { initiative: InitiativeRef::from(initiative), area: Some(AreaRef::from(area)) }
}
