//! The pages of the form, from what was typed.

use chrono::Utc;
use lectern_templates::comment_form::{
    self, AlreadySent, CommentForm, InSteps, OtherDraft, ReplacedComment, WaitingComment,
};
use lectern_templates::form::{Choice, ErrorSummary};
use maud::Markup;

use super::asked::Asked;
use super::sender::{Drafts, Sender};
use super::steps::Steps;
use super::{errors, in_words, questions, replacing, unplaced};
use crate::domain::attribution::Attribution;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::stance::Stance;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::handlers::attachments::listed;
use crate::models::draft::Draft;
use crate::moments::moment;

/// What is said at the top of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    Saved,
    Sentence(String),
    AlreadySent(TrackingNumber),
    /// It was sent, and its author's address is not confirmed yet.
    Waits(TrackingNumber),
}

/// The form with everything that belongs on it now.
pub struct Form<'a> {
    asked: &'a Asked,
    sender: &'a Sender,
    typed: Fields,
    key: String,
    revision: i32,
    saved: Option<&'a Draft>,
    other: Option<&'a Draft>,
    notice: Option<Notice>,
    errors: ErrorSummary,
    in_steps: Option<InSteps>,
}

impl<'a> Form<'a> {
    /// The form as it was left; of two drafts the newer one, with the other beside it.
    pub fn of_drafts(
        asked: &'a Asked,
        sender: &'a Sender,
        drafts: &'a Drafts,
        notice: Option<Notice>,
    ) -> Self {
        let (own, browser) = (drafts.own.as_ref(), drafts.of_browser.as_ref());
        let browser_is_newer =
            browser.zip(own).is_some_and(|(browser, own)| own.updated_at < browser.updated_at);
        let (shown, other) =
            if browser_is_newer || own.is_none() { (browser, own) } else { (own, browser) };
        // Two drafts that say the same are one.
        let other = other.filter(|it| shown.is_none_or(|shown| shown.fields != it.fields));
        let mut form = Self::again(asked, sender, &Fields::default());
        form.typed = shown.map(|it| it.fields.clone()).unwrap_or_default();
        form.key = own.or(shown).map_or_else(new_key, |it| it.submission_key.clone());
        form.revision = own.map_or(0, |it| it.revision);
        form.saved = own.filter(|_| notice == Some(Notice::Saved));
        form.other = other;
        form.notice = notice.or_else(|| form.worth_knowing());
        form
    }

    /// What somebody should know before they go on writing.
    fn worth_knowing(&self) -> Option<Notice> {
        if let Some(it) = &self.asked.replaces {
            let sentence = replacing::worth_knowing(it);
            return sentence.map(|it| Notice::Sentence(it.to_owned()));
        }
        if !self.asked.area.state(Utc::now()).takes_comments() {
            let closed = "This area does not take comments now. You can write and save a draft, \
                          but you cannot submit it.";
            return Some(Notice::Sentence(closed.to_owned()));
        }
        let unplaced = unplaced::all(&self.typed, &self.asked.form);
        let values: Vec<_> = unplaced.iter().map(|(_, it)| format!("“{it}”")).collect();
        let changed = || {
            format!(
                "The questions have changed since you wrote your draft. These answers have no place \
                 in them any more: {}",
                values.join(", ")
            )
        };
        (!values.is_empty()).then(|| Notice::Sentence(changed()))
    }

    /// The form as nobody has typed into it yet.
    pub fn filled(mut self, fields: Fields) -> Self {
        self.typed = fields;
        self
    }

    /// The form as it was sent.
    pub fn again(asked: &'a Asked, sender: &'a Sender, typed: &Fields) -> Self {
        let key = typed.one("submission_key");
        Self {
            asked,
            sender,
            key: if key.is_empty() { new_key() } else { key.to_owned() },
            revision: typed.one("revision").parse().unwrap_or_default(),
            typed: typed.clone(),
            in_steps: Steps::of(asked).at(typed.one("step")),
            saved: None,
            other: None,
            notice: None,
            errors: ErrorSummary::none(),
        }
    }

    /// In steps, the one with the first error is shown, and the others are led to.
    pub fn with_errors(mut self, errors: &FieldErrors) -> Self {
        let steps = Steps::of(self.asked);
        self.in_steps = steps.to_mend(errors, &self.typed);
        let summary = errors::summary(errors, &self.typed, &self.asked.form);
        self.errors = steps.lead(summary, self.in_steps);
        self
    }

    /// The form at a step, where it comes in steps.
    pub fn at_step(mut self, typed: &str) -> Self {
        self.in_steps = Steps::of(self.asked).at(typed);
        self
    }

    /// With everything that is wrong, at the step at which it is.
    pub fn with_what_needs_mending(mut self) -> Self {
        if let Err(errors) = Submission::parse(&self.typed, &self.asked.form) {
            let summary = errors::summary(&errors, &self.typed, &self.asked.form);
            self.errors = Steps::of(self.asked).lead(summary, self.in_steps);
        }
        self
    }

    /// Made from the draft as it stands now.
    pub fn after(mut self, draft: &Draft) -> Self {
        self.revision = draft.revision;
        self.key = draft.submission_key.clone();
        self
    }

    /// Beside a newer draft, which the next save replaces.
    pub fn beside(mut self, newer: &'a Draft) -> Self {
        self.other = Some(newer);
        self.after(newer)
    }

    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    pub fn page(&self) -> Markup {
        let zone = self.asked.initiative.zone();
        let other = self.other.map(|it| (it, &it.fields));
        comment_form::form(&CommentForm {
            place: self.asked.place(),
            action: &self.asked.form_path(),
            replaces: self.asked.replaces.as_ref().map(|it| ReplacedComment {
                tracking_number: it.comment.tracking_number.as_str(),
                version: it.comment.current_version,
            }),
            visitor: self.sender.view(),
            period: self.asked.period(),
            stated_direction: &self.asked.set.stated_direction,
            privacy_notice: &self.asked.initiative.privacy_notice,
            omb_control_number: self.asked.initiative.omb_control_number.as_deref(),
            submission_key: &self.key,
            writer: &self.sender.writer,
            revision: self.revision.into(),
            question_set: self.asked.set.version,
            in_steps: self.in_steps,
            stances: Stance::ALL.iter().map(|it| choice(it.as_str(), it.label())).collect(),
            attributions: Attribution::ALL
                .iter()
                .map(|it| choice(it.as_str(), it.label()))
                .collect(),
            stance: self.typed.one("stance"),
            body: self.typed.one("body"),
            questions: self
                .asked
                .set
                .iter()
                .map(|it| questions::field(self.asked, it, &self.typed))
                .collect(),
            respondent_kinds: kinds(self.asked),
            respondent_kind: self.typed.one("respondent_kind"),
            organization: self.typed.one("organization"),
            attribution: self.typed.one("attribution"),
            files: listed(&self.sender.files),
            errors: self.errors.clone(),
            saved: self.saved.map(|it| moment(it.updated_at, zone)),
            other_draft: other.as_ref().map(|(draft, fields)| OtherDraft {
                saved_at: moment(draft.updated_at, zone),
                said: in_words::as_typed(self.asked, fields),
            }),
            notice: match &self.notice {
                Some(Notice::Sentence(sentence)) => Some(sentence),
                _ => None,
            },
            already_sent: match &self.notice {
                Some(Notice::AlreadySent(number)) => {
                    Some(AlreadySent { tracking_number: number.as_str() })
                }
                _ => None,
            },
            waits: match &self.notice {
                Some(Notice::Waits(number)) => {
                    Some(WaitingComment { tracking_number: number.as_str() })
                }
                _ => None,
            },
        })
    }
}

/// 128 random bits.
pub fn new_key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

fn kinds(asked: &Asked) -> Vec<Choice<'_>> {
    asked.kinds.iter().map(|it| choice(&it.code, &it.label)).collect()
}

fn choice<'a>(value: &'a str, label: &'a str) -> Choice<'a> {
    Choice { value, label }
}
