//! A comment on a moderator's desk, from rows.

mod on_paper;

use chrono_tz::Tz;
use diesel_async::AsyncPgConnection;
use lectern_templates::form::Choice;
use lectern_templates::moderation::{self, Actor, CommentPage, HistoryRow, Offered, Replaced};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use super::side::{self, Side};
use crate::auth::staff::Moderator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::standing::{ActorKind, Newest, Outcome, Source, Standing};
use crate::domain::text::is_disguise;
use crate::error::AppResult;
use crate::handlers::attachments::{listed, offered};
use crate::handlers::reply::summary;
use crate::handlers::standing::{Step, path, standing};
use crate::models::account::AccountId;
use crate::models::area::Area;
use crate::models::comment::Comment;
use crate::models::comment_version::SentVersion;
use crate::models::decision::Decision;
use crate::models::initiative::Initiative;
use crate::models::reason_code::{self, ReasonCode};
use crate::models::respondent_kind::RespondentKind;
use crate::moments::moment;
use on_paper::OnPaper;

/// One comment on a moderator's desk.
pub struct Desk {
    initiative: Initiative,
    area: Area,
    comment: Comment,
    now: Side,
    /// What was decided on, where the author replaced it since.
    before: Option<Side>,
    versions: Vec<SentVersion>,
    kinds: Vec<RespondentKind>,
    history: Vec<Decision>,
    reasons: Vec<ReasonCode>,
    moderator: AccountId,
    is_own: bool,
    /// What it was entered as, where it came on paper.
    on_paper: Option<OnPaper>,
}

impl Desk {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        moderator: &Moderator,
        comment: Comment,
    ) -> AppResult<Self> {
        let area = Area::find(conn, comment.area_id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let before = match comment.newest() {
            Newest::Undecided => Some(Side::load(conn, &comment, comment.looked_at()).await?),
            Newest::AsDecided => None,
        };
        Ok(Self {
            now: Side::load(conn, &comment, comment.current_version).await?,
            before,
            versions: SentVersion::of(conn, comment.id).await?,
            kinds: RespondentKind::of(conn, initiative.id).await?,
            history: Decision::of(conn, comment.id).await?,
            reasons: ReasonCode::all(conn).await?,
            moderator: moderator.account.id,
            is_own: comment.author_id == Some(moderator.account.id),
            on_paper: OnPaper::of(conn, &comment).await?,
            initiative,
            area,
            comment,
        })
    }

    pub fn page(&self, typed: &Fields, errors: &FieldErrors) -> Markup {
        let (comment, now) = (&self.comment, &self.now);
        let zone = self.initiative.zone();
        let answered = now.answered();
        let answered_before = self.before.as_ref().map(Side::answered).unwrap_or_default();
        let said = now.said(&answered, &self.kinds);
        let replaced = self.before.as_ref().map(|before| Replaced {
            version: now.version.version,
            sent_at: moment(now.version.created_at, zone),
            decided_version: before.version.version,
            changed: side::changed(
                (before, now),
                &before.said(&answered_before, &self.kinds),
                &said,
            ),
            body: side::changed_words(&before.version.body, &now.version.body),
            who: before.who(),
            body_before: &before.version.body,
            said_before: before.said(&answered_before, &self.kinds),
            files_before: listed(&before.files),
        });
        moderation::show(&CommentPage {
            place: Place {
                initiative: InitiativeRef::from(&self.initiative),
                area: Some(AreaRef::from(&self.area)),
            },
            tracking_number: comment.tracking_number.as_str(),
            standing: standing(comment.standing),
            received_at: on_paper::received(self.on_paper.as_ref(), comment, zone),
            late: comment.late,
            imported: comment.source == Source::Import,
            on_paper: self.on_paper.as_ref().map(OnPaper::facts),
            who: now.who(),
            body: &now.version.body,
            said,
            files: offered(
                &now.files,
                &format!("/moderation/comments/{}", comment.tracking_number),
            ),
            signals: signals(&now.version.body),
            replaced,
            history: path(&self.versions, &self.history)
                .iter()
                .map(|it| HistoryRow {
                    version: (1 < self.versions.len()).then(|| it.version()),
                    ..history_row(it, &self.reasons, zone)
                })
                .collect(),
            version: comment.current_version,
            decision: self.history.last().map_or(0, |it| it.id.0),
            offered: self.offered(),
            reason_codes: self.reasons.iter().filter(|it| !it.retired).map(Choice::from).collect(),
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
        } else if self.on_paper.as_ref().is_some_and(|it| it.entry.was_written_by(self.moderator)) {
            Some("You entered this comment. Somebody else decides on it.")
        } else if now == Standing::Withdrawn {
            Some("Its author took the comment back. That is final.")
        } else {
            None
        };
        if nothing_because.is_some() {
            return Offered { nothing_because, ..Offered::default() };
        }
        let newest = self.comment.newest();
        let latest = self.history.last().filter(|it| it.can_be_undone());
        Offered {
            publish: Outcome::Publish.from_standings(newest).contains(&now),
            withhold: Outcome::Withhold.from_standings(newest).contains(&now),
            undo: latest.map(|it| standing(it.to_standing).word()),
            nothing_because: None,
        }
    }
}

/// A step of a comment's path as staff see it.
pub fn history_row<'a>(step: &Step<'a>, reasons: &'a [ReasonCode], zone: Tz) -> HistoryRow<'a> {
    let decision = match step {
        Step::Replaced(_) => None,
        Step::Decided(decision) => Some(*decision),
    };
    let reason = decision.and_then(|it| it.reason_code.as_deref());
    HistoryRow {
        at: moment(step.at(), zone),
        actor: decision.map_or(Actor::Author, actor),
        change: step.change(),
        version: None,
        reason: reason.map(|code| reason_code::label_of(reasons, code)),
        note: decision.and_then(|it| it.note.as_deref()),
    }
}

fn actor(it: &Decision) -> Actor<'_> {
    match it.actor_kind {
        ActorKind::Moderator => Actor::Moderator(it.actor_name.as_deref().unwrap_or("somebody")),
        ActorKind::Author => Actor::Author,
        ActorKind::System => Actor::System,
        ActorKind::Import => Actor::Import,
    }
}

fn signals(body: &str) -> Vec<&'static str> {
    let invisible = body.chars().any(|it| is_disguise(it) && !matches!(it, '\n' | '\r' | '\t'));
    let told = "The text has characters that cannot be seen, or that turn its direction.";
    invisible.then_some(told).into_iter().collect()
}

impl<'a> From<&'a ReasonCode> for Choice<'a> {
    fn from(it: &'a ReasonCode) -> Self {
        Self { value: &it.code, label: &it.label }
    }
}
