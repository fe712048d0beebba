//! The moderators' pages, from rows.

use chrono_tz::Tz;
use diesel_async::AsyncPgConnection;
use lectern_templates::form::Choice;
use lectern_templates::moderation::{
    self, Actor, AreaFilter, CommentPage, HistoryRow, Offered, QueuePage, QueueRow,
};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use crate::auth::staff::Moderator;
use crate::domain::attachment::Attachment;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::standing::{ActorKind, Outcome, Source, Standing};
use crate::domain::text::is_disguise;
use crate::error::{AppError, AppResult};
use crate::handlers::attachments::offered;
use crate::handlers::reply::summary;
use crate::handlers::said::{self, Answered};
use crate::handlers::standing::{change, standing};
use crate::models::answer;
use crate::models::area::{Area, AreaId};
use crate::models::attachment;
use crate::models::comment::{Comment, QueuePosition, QueuedComment};
use crate::models::comment_version::CommentVersion;
use crate::models::decision::Decision;
use crate::models::figure::{self, Figures};
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::reason_code::{self, ReasonCode};
use crate::models::respondent_kind::{self, RespondentKind};
use crate::moments::moment;

const PAGE: usize = 50;

/// A page of the queue.
pub struct Queue {
    moderator: String,
    places: Vec<(Initiative, Area)>,
    standings: Figures,
    /// The area shown; none is all.
    shown: Option<AreaId>,
    rows: Vec<QueuedComment>,
    next_href: Option<String>,
    first_href: Option<String>,
}

impl Queue {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        moderator: &Moderator,
        area: &str,
        after: Option<QueuePosition>,
    ) -> AppResult<Self> {
        let places = places(conn, moderator.areas()).await?;
        let shown = match area {
            "" => None,
            path => Some(named(&places, path).ok_or(AppError::NotFound)?),
        };
        let areas = shown.map_or_else(|| moderator.areas().to_vec(), |it| vec![it]);
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows =
            QueuedComment::page(conn, &areas, after.unwrap_or(QueuePosition::START), limit).await?;
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().filter(|_| has_more);
        let next_href = last.map(|it| {
            let position = format!("{}.{}", it.received_at.timestamp_micros(), it.id.0);
            format!("/moderation?area={area}&after={position}")
        });
        Ok(Self {
            moderator: moderator.account.display_name.clone(),
            standings: Figures::standings(conn, moderator.areas()).await?,
            places,
            shown,
            rows,
            next_href,
            first_href: after.map(|_| format!("/moderation?area={area}")),
        })
    }

    pub fn page(&self, notice: Option<&str>) -> Markup {
        let pending = |it: &Figures| it.n(figure::STANDING, Standing::Pending.as_str());
        let waiting = |shown: Option<AreaId>| match shown {
            Some(area_id) => pending(&self.standings.only(area_id)),
            None => pending(&self.standings),
        };
        let all = AreaFilter {
            label: "All areas",
            href: "/moderation".to_owned(),
            waiting: waiting(None),
            current: self.shown.is_none(),
        };
        let each = self.places.iter().map(|(initiative, area)| AreaFilter {
            label: &area.title,
            href: format!("/moderation?area={}/{}", initiative.slug, area.slug),
            waiting: waiting(Some(area.id)),
            current: self.shown == Some(area.id),
        });
        moderation::queue(&QueuePage {
            moderator: &self.moderator,
            waiting: waiting(self.shown),
            areas: std::iter::once(all).chain(each).collect(),
            rows: self.rows.iter().filter_map(|it| self.row(it)).collect(),
            next_href: self.next_href.as_deref(),
            first_href: self.first_href.as_deref(),
            notice,
        })
    }

    fn row<'a>(&'a self, it: &'a QueuedComment) -> Option<QueueRow<'a>> {
        let (initiative, area) = self.places.iter().find(|(_, area)| area.id == it.area_id)?;
        Some(QueueRow {
            tracking_number: it.tracking_number.as_str(),
            initiative_title: &initiative.title,
            area_title: &area.title,
            received_at: moment(it.received_at, initiative.zone()),
            who: said::who(it.attribution, it.display_name.as_deref(), it.organization.as_deref()),
            stance: it.stance.map(|it| it.label()),
            excerpt: &it.excerpt,
            late: it.late,
        })
    }
}

/// One comment on a moderator's desk.
pub struct Desk {
    initiative: Initiative,
    area: Area,
    comment: Comment,
    version: CommentVersion,
    set: QuestionSet,
    answers: Vec<crate::domain::answer::Answer>,
    files: Vec<Attachment>,
    kinds: Vec<RespondentKind>,
    history: Vec<Decision>,
    reasons: Vec<ReasonCode>,
    is_own: bool,
}

impl Desk {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        moderator: &Moderator,
        comment: Comment,
    ) -> AppResult<Self> {
        let area = Area::find(conn, comment.area_id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let version = CommentVersion::find(conn, comment.id, comment.current_version).await?;
        let set = QuestionSet::find(conn, version.question_set_id).await?;
        Ok(Self {
            answers: answer::of(conn, version.id, &set).await?,
            files: attachment::of(conn, version.id).await?,
            kinds: RespondentKind::of(conn, initiative.id).await?,
            history: Decision::of(conn, comment.id).await?,
            reasons: ReasonCode::all(conn).await?,
            is_own: comment.author_id == Some(moderator.account.id),
            initiative,
            area,
            comment,
            version,
            set,
        })
    }

    pub fn page(&self, typed: &Fields, errors: &FieldErrors) -> Markup {
        let (comment, version) = (&self.comment, &self.version);
        let zone = self.initiative.zone();
        let kind = version.respondent_kind.as_deref();
        let kind = kind.map(|code| respondent_kind::label_of(&self.kinds, code));
        let answered = Answered::given(&self.answers, &self.set);
        let mut said =
            said::about(version.stance, kind, version.organization.as_deref(), version.attribution);
        said.extend(answered.iter().map(Answered::said));
        moderation::show(&CommentPage {
            place: Place {
                initiative: InitiativeRef::from(&self.initiative),
                area: Some(AreaRef::from(&self.area)),
            },
            tracking_number: comment.tracking_number.as_str(),
            standing: standing(comment.standing),
            received_at: moment(comment.received_at, zone),
            late: comment.late,
            imported: comment.source == Source::Import,
            who: said::who(
                version.attribution,
                version.display_name.as_deref(),
                version.organization.as_deref(),
            ),
            body: &version.body,
            said,
            files: offered(
                &self.files,
                &format!("/moderation/comments/{}", comment.tracking_number),
            ),
            signals: signals(&version.body),
            history: self.history.iter().map(|it| history_row(it, &self.reasons, zone)).collect(),
            decision: self.history.last().map_or(0, |it| it.id.0),
            offered: self.offered(),
            reason_codes: self.reasons.iter().map(Choice::from).collect(),
            reason_code: typed.one("reason_code"),
            note: typed.one("note"),
            errors: summary(errors),
            notice: None,
        })
    }

    fn offered(&self) -> Offered<'_> {
        let now = self.comment.standing;
        let nothing_because = if self.is_own {
            Some("This is your own comment. Somebody else decides on it.")
        } else if now == Standing::Withdrawn {
            Some("Its author took the comment back. That is final.")
        } else {
            None
        };
        if nothing_because.is_some() {
            return Offered { nothing_because, ..Offered::default() };
        }
        let latest = self.history.last().filter(|it| it.can_be_undone());
        Offered {
            publish: Outcome::Publish.from_standings().contains(&now),
            withhold: Outcome::Withhold.from_standings().contains(&now),
            undo: latest.map(|it| standing(it.to_standing).word()),
            nothing_because: None,
        }
    }
}

/// A decision as staff see it.
pub fn history_row<'a>(it: &'a Decision, reasons: &'a [ReasonCode], zone: Tz) -> HistoryRow<'a> {
    HistoryRow {
        at: moment(it.decided_at, zone),
        actor: match it.actor_kind {
            ActorKind::Moderator => {
                Actor::Moderator(it.actor_name.as_deref().unwrap_or("somebody"))
            }
            ActorKind::Author => Actor::Author,
            ActorKind::System => Actor::System,
            ActorKind::Import => Actor::Import,
        },
        change: change(it),
        reason: it.reason_code.as_deref().map(|code| reason_code::label_of(reasons, code)),
        note: it.note.as_deref(),
    }
}

fn signals(body: &str) -> Vec<&'static str> {
    let invisible = body.chars().any(|it| is_disguise(it) && !matches!(it, '\n' | '\r' | '\t'));
    let told = "The text has characters that cannot be seen, or that turn its direction.";
    invisible.then_some(told).into_iter().collect()
}

async fn places(
    conn: &mut AsyncPgConnection,
    areas: &[AreaId],
) -> diesel::QueryResult<Vec<(Initiative, Area)>> {
    let mut places = Vec::new();
    for initiative in Initiative::all(conn).await? {
        let own = Area::of(conn, initiative.id).await?;
        let granted = own.into_iter().filter(|it| areas.contains(&it.id));
        places.extend(granted.map(|area| (initiative.clone(), area)));
    }
    Ok(places)
}

fn named(places: &[(Initiative, Area)], path: &str) -> Option<AreaId> {
    let (initiative, area) = path.split_once('/')?;
    let found = places.iter().find(|(i, a)| i.slug == initiative && a.slug == area);
    found.map(|(_, area)| area.id)
}

impl<'a> From<&'a ReasonCode> for Choice<'a> {
    fn from(it: &'a ReasonCode) -> Self {
        Self { value: &it.code, label: &it.label }
    }
}
