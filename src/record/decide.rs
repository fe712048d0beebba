//! Decisions: one guarded update, one decision row, and all that follows, in one transaction.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::publish;
use crate::domain::reason::Note;
use crate::domain::standing::{ActorKind, Outcome, Standing};
use crate::logging::measures;
use crate::mail::letters;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::comment::Comment;
use crate::models::decision::{Decision, DecisionId, NewDecision};
use crate::models::initiative::Initiative;
use crate::models::moderation_policy::ModerationPolicy;
use crate::models::{entry, event};
use crate::schema::intake::comments;
use crate::settings::PublicUrl;

/// What a moderator decides about a comment as they saw it.
#[derive(Debug)]
pub struct Ruling {
    pub outcome: Outcome,
    pub reason_code: Option<String>,
    pub note: Option<Note>,
    /// The latest decision on the page that the moderator looked at, if the form said so.
    pub seen: Seen,
    /// The version on that page, likewise.
    pub version: Option<i32>,
}

/// The state of affairs that a moderator acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The form did not say.
    Unsaid,
    NoDecision,
    Decision(DecisionId),
}

#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// They wrote it, or entered it for somebody else.
    #[error("nobody decides on their own comment")]
    OwnComment,
    /// Somebody was first. The decision that stands is given, if there is one.
    #[error("the comment has been decided on in the meantime")]
    AlreadyDecided(Option<Box<Decision>>),
    #[error("the author replaced the comment in the meantime")]
    Replaced,
    #[error("this decision cannot be undone")]
    NothingToUndo,
    #[error(transparent)]
    Diesel(#[from] diesel::result::Error),
}

/// One change of standing, complete but for its transaction.
struct Change<'a> {
    to: Standing,
    /// The version that stands by it.
    version: i32,
    reason_code: Option<&'a str>,
    note: Option<&'a str>,
    undoes: Option<DecisionId>,
}

/// Publishes or withholds a comment as its author left it, or does nothing at all.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    comment: &Comment,
    moderator: &Account,
    ruling: &Ruling,
) -> Result<DecisionId, DecideError> {
    conn.transaction(async |conn| {
        if ruling.version.is_some_and(|it| it != comment.current_version) {
            return Err(DecideError::Replaced);
        }
        let latest = Decision::of(conn, comment.id).await?.pop();
        if !ruling.outcome.from_standings(comment.newest()).contains(&comment.standing) {
            return Err(DecideError::AlreadyDecided(latest.map(Box::new)));
        }
        let change = Change {
            to: ruling.outcome.standing(),
            version: comment.current_version,
            reason_code: ruling.reason_code.as_deref(),
            note: ruling.note.as_ref().map(Note::as_str),
            undoes: None,
        };
        by_moderator(conn, site, comment, moderator, ruling.seen, &change).await
    })
    .await
    .inspect(|_| measures::decided("decide"))
}

/// Takes a comment back on its author's word. That is final.
pub async fn withdraw(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    author: &Account,
) -> Result<DecisionId, DecideError> {
    conn.transaction(async |conn| {
        let change = Change {
            to: Standing::Withdrawn,
            version: comment.current_version,
            reason_code: None,
            note: None,
            undoes: None,
        };
        if comment.author_id != Some(author.id) || comment.standing == Standing::Withdrawn {
            return Err(DecideError::AlreadyDecided(None));
        }
        let (_, _, decision) =
            take(conn, comment, ActorKind::Author, author, Seen::Unsaid, &change).await?;
        Ok(decision.0)
    })
    .await
    .inspect(|_| measures::decided("withdraw"))
}

/// Takes a moderator's latest decision back: a new decision, to the standing before, and to the version that stood then.
/// What the author sent since waits to be decided on, as before.
pub async fn undo(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    comment: &Comment,
    moderator: &Account,
    undone: DecisionId,
) -> Result<DecisionId, DecideError> {
    conn.transaction(async |conn| {
        let mut history = Decision::of(conn, comment.id).await?;
        let latest = history.pop().ok_or(DecideError::NothingToUndo)?;
        if latest.id != undone {
            return Err(DecideError::AlreadyDecided(Some(Box::new(latest))));
        }
        if !latest.can_be_undone() || comment.standing != latest.to_standing {
            return Err(DecideError::NothingToUndo);
        }
        // Back to withheld means: for the reason that it was withheld for before.
        let before = history.pop().filter(|_| latest.from_standing != Standing::Pending);
        let change = Change {
            to: latest.from_standing,
            version: before.as_ref().map_or(latest.version, |it| it.version),
            reason_code: before.as_ref().and_then(|it| it.reason_code.as_deref()),
            note: None,
            undoes: Some(latest.id),
        };
        by_moderator(conn, site, comment, moderator, Seen::Decision(undone), &change).await
    })
    .await
    .inspect(|_| measures::decided("undo"))
}

/// A moderator's change of standing, of which the author is told.
async fn by_moderator(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    comment: &Comment,
    moderator: &Account,
    seen: Seen,
    change: &Change<'_>,
) -> Result<DecisionId, DecideError> {
    if comment.author_id == Some(moderator.id)
        || entry::was_comment_written_by(conn, comment.id, moderator.id).await?
    {
        return Err(DecideError::OwnComment);
    }
    let (initiative, area, (decision_id, decision)) =
        take(conn, comment, ActorKind::Moderator, moderator, seen, change).await?;
    if let Some(author_id) = comment.author_id {
        let author = Account::find(conn, author_id).await?;
        if !author.is_closed() {
            letters::decided(conn, site, &author, &initiative, &area, comment, &decision).await?;
        }
    }
    Ok(decision_id)
}

/// Runs inside a transaction: what it has done when it fails is rolled back by it.
async fn take(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    actor_kind: ActorKind,
    actor: &Account,
    seen: Seen,
    change: &Change<'_>,
) -> Result<(Initiative, Area, (DecisionId, NewDecision)), DecideError> {
    move_standing(conn, comment, seen, change).await?;
    let area = Area::find(conn, comment.area_id).await?;
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    let decision = NewDecision {
        comment_id: comment.id,
        version: change.version,
        from_standing: comment.standing,
        to_standing: change.to,
        actor_kind,
        actor_id: Some(actor.id),
        reason_code: change.reason_code.map(str::to_owned),
        note: change.note.map(str::to_owned),
        policy_id: ModerationPolicy::latest(conn, initiative.id).await?.id,
        undoes: change.undoes,
    };
    let decision_id = decision.insert(conn).await?;
    event::comment_decided(conn, area.id, comment.id, decision_id).await?;
    let stands = (change.to, change.version);
    publish::follow(conn, &initiative, comment, stands, change.reason_code).await?;
    Ok((initiative, area, (decision_id, decision)))
}

/// The guard: of two decisions at once, the second finds the standing, the version or the history changed and is told.
async fn move_standing(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    seen: Seen,
    change: &Change<'_>,
) -> Result<(), DecideError> {
    let version_if = |it: bool| it.then_some(change.version);
    let n_updated = diesel::update(comments::table.find(comment.id))
        .filter(comments::standing.eq(comment.standing))
        .filter(comments::current_version.eq(comment.current_version))
        .filter(comments::decided_version.is_not_distinct_from(comment.decided_version))
        .set((
            comments::standing.eq(change.to),
            comments::published_version.eq(version_if(change.to == Standing::Published)),
            comments::decided_version.eq(version_if(change.to != Standing::Pending)),
        ))
        .execute(conn)
        .await?;
    // The row is locked now, so what is read here is what the decision follows upon.
    let latest = Decision::of(conn, comment.id).await?.pop();
    let as_seen = match seen {
        Seen::Unsaid => true,
        Seen::NoDecision => latest.is_none(),
        Seen::Decision(id) => latest.as_ref().is_some_and(|it| it.id == id),
    };
    if n_updated == 1 && as_seen {
        return Ok(());
    }
    let now = comments::table.find(comment.id).select(comments::current_version);
    if as_seen && now.first::<i32>(conn).await? != comment.current_version {
        return Err(DecideError::Replaced);
    }
    Err(DecideError::AlreadyDecided(latest.map(Box::new)))
}
