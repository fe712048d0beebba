//! One's own comment: the receipt of a version, and its path.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::receipts::{
    self, Arrival, OwnCommentPage, PathStep, ReceiptPage, Replace, VersionRow,
};
use lectern_templates::said::{Said, Who};
use maud::Markup;

use super::page::place;
use crate::domain::attachment::Attachment;
use crate::domain::receipt::Receipt;
use crate::domain::standing::Newest;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::handlers::attachments::{listed, offered};
use crate::handlers::said::{self, Answered};
use crate::handlers::standing::{Step, path, standing};
use crate::models::account::AccountId;
use crate::models::area::Area;
use crate::models::comment::{Comment, Replaceable};
use crate::models::comment_version::{CommentVersion, SentVersion};
use crate::models::decision::Decision;
use crate::models::initiative::Initiative;
use crate::models::question::QuestionSet;
use crate::models::reason_code::{self, ReasonCode};
use crate::models::respondent_kind::{self, RespondentKind};
use crate::moments::moment;

/// Which version of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Latest,
    Numbered(i32),
}

/// One version of one's own comment, with everything that its author may see.
pub struct Own {
    pub comment: Comment,
    initiative: Initiative,
    area: Area,
    version: CommentVersion,
    set: QuestionSet,
    submission: Submission,
    kinds: Vec<RespondentKind>,
    canonical_href: String,
    digest: String,
}

impl Own {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
        author_id: AccountId,
        which: Which,
    ) -> QueryResult<Self> {
        let comment = Comment::find_own(conn, number, author_id).await?;
        let area = Area::find(conn, comment.area_id).await?;
        let initiative = Initiative::find(conn, area.initiative_id).await?;
        let version = match which {
            Which::Latest => comment.current_version,
            Which::Numbered(version) => version,
        };
        let version = CommentVersion::find(conn, comment.id, version).await?;
        let set = QuestionSet::find(conn, version.question_set_id).await?;
        let n = version.version;
        Ok(Self {
            submission: version.submission(conn, &set).await?,
            kinds: RespondentKind::of(conn, initiative.id).await?,
            canonical_href: format!("/account/comments/{number}/versions/{n}/receipt.json"),
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
        let answered = self.answered();
        let zone = self.initiative.zone();
        let is_first = self.version.version == 1;
        receipts::show(&ReceiptPage {
            place: place(&self.initiative, &self.area),
            tracking_number: self.comment.tracking_number.as_str(),
            received_at: moment(self.comment.received_at, zone),
            version: self.version.version,
            replaced_at: (!is_first).then(|| moment(self.version.created_at, zone)),
            late: self.comment.late,
            digest: &self.digest,
            canonical_href: &self.canonical_href,
            who: self.who(),
            body: &self.submission.body,
            said: self.said(&answered),
            files: listed(self.files()),
            arrival,
        })
    }

    fn answered(&self) -> Vec<Answered<'_>> {
        Answered::given(&self.submission.answers, &self.set)
    }

    fn said<'a>(&'a self, answered: &'a [Answered<'_>]) -> Vec<Said<'a>> {
        let submission = &self.submission;
        let kind = submission.respondent_kind.as_deref();
        let kind = kind.map(|code| respondent_kind::label_of(&self.kinds, code));
        let organization = submission.organization.as_deref();
        let mut said =
            said::about(Some(submission.stance), kind, organization, submission.attribution);
        said.extend(answered.iter().map(Answered::said));
        said
    }

    fn who(&self) -> Who<'_> {
        let organization = self.submission.organization.as_deref();
        said::who(self.version.attribution, self.version.display_name.as_deref(), organization)
    }
}

/// One's own comment with everything that happened to it.
pub struct Status {
    own: Own,
    versions: Vec<SentVersion>,
    history: Vec<Decision>,
    reasons: Vec<ReasonCode>,
    replaceable: Replaceable,
}

impl Status {
    pub async fn load(conn: &mut AsyncPgConnection, own: Own, mend_days: i32) -> QueryResult<Self> {
        Ok(Self {
            versions: SentVersion::of(conn, own.comment.id).await?,
            history: Decision::of(conn, own.comment.id).await?,
            reasons: ReasonCode::all(conn).await?,
            replaceable: own.comment.replaceable(conn, mend_days).await?,
            own,
        })
    }

    pub fn page(&self) -> Markup {
        let (own, zone) = (&self.own, self.own.initiative.zone());
        let (comment, answered) = (&own.comment, own.answered());
        let undecided = comment.newest() == Newest::Undecided;
        receipts::own_comment(&OwnCommentPage {
            place: place(&own.initiative, &own.area),
            tracking_number: comment.tracking_number.as_str(),
            standing: standing(comment.standing),
            decided_version: undecided.then(|| comment.looked_at()),
            received_at: moment(comment.received_at, zone),
            late: comment.late,
            who: own.who(),
            body: &own.submission.body,
            said: own.said(&answered),
            files: offered(own.files(), &format!("/account/comments/{}", comment.tracking_number)),
            path: path(&self.versions, &self.history).iter().map(|it| self.step(it)).collect(),
            versions: self
                .versions
                .iter()
                .map(|it| VersionRow {
                    version: it.version,
                    sent_at: match it.version {
                        1 => moment(comment.received_at, zone),
                        _ => moment(it.created_at, zone),
                    },
                })
                .collect(),
            replace: match self.replaceable {
                Replaceable::UntilClosing(at) => Replace::UntilClosing(moment(at, zone)),
                Replaceable::Late => Replace::Late,
                Replaceable::ToMend(until) => Replace::ToMend(moment(until, zone)),
                Replaceable::No => Replace::No,
            },
            digest: &own.digest,
            canonical_href: &own.canonical_href,
        })
    }

    fn step<'a>(&'a self, step: &Step<'a>) -> PathStep<'a> {
        let decision = match step {
            Step::Replaced(_) => None,
            Step::Decided(decision) => Some(*decision),
        };
        let reason = decision.and_then(|it| it.reason_code.as_deref());
        PathStep {
            at: moment(step.at(), self.own.initiative.zone()),
            change: step.change(),
            version: (1 < self.versions.len()).then(|| step.version()),
            reason: reason.map(|code| reason_code::label_of(&self.reasons, code)),
            note: decision.and_then(|it| it.note.as_deref()),
        }
    }
}
