//! The pages of the form, from what was typed.

use lectern_templates::comment_form::{
    self, AlreadySent, CheckPage, CommentForm, OtherDraft, Question as Field, QuestionKind as Kind,
    Typed,
};
use lectern_templates::form::{Choice, ErrorSummary, HiddenField, Need};
use lectern_templates::said::{Answer as Words, Publicity, Said};
use maud::Markup;

use super::asked::Asked;
use super::errors;
use super::sender::{Drafts, Sender};
use crate::domain::answer;
use crate::domain::attribution::Attribution;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::question::{NOT_SURE, Question, QuestionKind, QuestionOption};
use crate::domain::stance::Stance;
use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::handlers::said::{self, Answered};
use crate::models::draft::Draft;
use crate::models::respondent_kind;
use crate::moments::moment;

/// What is said at the top of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    Saved,
    Sentence(String),
    AlreadySent(TrackingNumber),
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
        let other = other.filter(|it| shown.is_none_or(|shown| shown.fields() != it.fields()));
        let mut form = Self::again(asked, sender, &Fields::default());
        form.typed = shown.map(Draft::fields).unwrap_or_default();
        form.key = own.or(shown).map_or_else(new_key, |it| it.submission_key.clone());
        form.revision = own.map_or(0, |it| it.revision);
        form.saved = own.filter(|_| notice == Some(Notice::Saved));
        form.other = other;
        form.notice = notice;
        form
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
            saved: None,
            other: None,
            notice: None,
            errors: ErrorSummary::none(),
        }
    }

    pub fn with_errors(mut self, errors: &FieldErrors) -> Self {
        self.errors = errors::summary(errors, &self.typed, &self.asked.form);
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
        if matches!(notice, Notice::AlreadySent(_)) {
            // The key is used up: what is typed now would be a comment of its own.
            self.key = new_key();
        }
        self.notice = Some(notice);
        self
    }

    pub fn page(&self) -> Markup {
        let zone = self.asked.initiative.zone();
        let other = self.other.map(|it| (it, it.fields()));
        comment_form::form(&CommentForm {
            place: self.asked.place(),
            visitor: self.sender.view(),
            period: self.asked.period(),
            stated_direction: &self.asked.set.stated_direction,
            privacy_notice: &self.asked.initiative.privacy_notice,
            omb_control_number: self.asked.initiative.omb_control_number.as_deref(),
            submission_key: &self.key,
            revision: self.revision.into(),
            stance: self.typed.one("stance"),
            body: self.typed.one("body"),
            questions: self.asked.set.iter().map(|it| self.question(it)).collect(),
            respondent_kinds: kinds(self.asked),
            respondent_kind: self.typed.one("respondent_kind"),
            organization: self.typed.one("organization"),
            attribution: self.typed.one("attribution"),
            errors: self.errors.clone(),
            saved: self.saved.map(|it| moment(it.updated_at, zone)),
            other_draft: other.as_ref().map(|(draft, fields)| OtherDraft {
                saved_at: moment(draft.updated_at, zone),
                said: as_typed(self.asked, fields),
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
        })
    }

    fn question<'q>(&'q self, question: &'q Question) -> Field<'q> {
        let required = self.asked.area.required.contains(&question.key);
        Field {
            key: &question.key,
            prompt: &question.prompt,
            hint: question.help.as_deref(),
            warning: None,
            publicity: said::publicity(question),
            need: if required { Need::Required } else { Need::Optional },
            kind: kind(question),
            typed: typed(question, &self.typed),
        }
    }
}

/// Everything in words, before it is sent.
pub fn check(
    asked: &Asked,
    sender: &Sender,
    submission: &Submission,
    typed: &Fields,
    draft: &Draft,
) -> Markup {
    let answered = Answered::given(&submission.answers, &asked.set);
    let kind = submission.respondent_kind.as_deref();
    let kind = kind.map(|code| respondent_kind::label_of(&asked.kinds, code));
    let mut said = said::about(Some(submission.stance), kind, submission.organization.as_deref());
    let text = |prompt, answer, publicity| Said { prompt, answer, publicity };
    said.insert(1, text("Your comment", Words::Text(&submission.body), Publicity::Public));
    said.extend(answered.iter().map(Answered::said));
    let shown = Words::Line(submission.attribution.label());
    said.push(text("How we show you", shown, Publicity::Private));

    let revision = draft.revision.to_string();
    let written = written(typed);
    let mut fields: Vec<_> =
        written.iter().map(|(name, value)| HiddenField { name, value }).collect();
    fields.push(HiddenField { name: "submission_key", value: &draft.submission_key });
    fields.push(HiddenField { name: "revision", value: &revision });
    comment_form::check(&CheckPage {
        place: asked.place(),
        visitor: sender.view(),
        said,
        fields,
        notice: None,
    })
}

/// What the person wrote, without what the form itself adds.
pub fn written(typed: &Fields) -> Fields {
    typed.retain(|name| !matches!(name, "intent" | "submission_key" | "revision"))
}

/// 128 random bits.
fn new_key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

fn kinds(asked: &Asked) -> Vec<Choice<'_>> {
    asked.kinds.iter().map(|it| Choice { value: &it.code, label: &it.label }).collect()
}

fn kind(question: &Question) -> Kind<'_> {
    let options = || question.options.iter().map(choice).collect();
    let limit = |it: Option<usize>| it.and_then(|it| u32::try_from(it).ok());
    let max_characters = limit(question.max_chars).unwrap_or(u32::MAX);
    match (question.kind, &question.scale) {
        (QuestionKind::MultipleChoice, _) => {
            Kind::MultipleChoice { options: options(), choose_up_to: limit(question.choose_up_to) }
        }
        (QuestionKind::Scale, Some(scale)) => Kind::Scale {
            low: &scale.lowest,
            middle: &scale.middle,
            high: &scale.highest,
            not_sure: scale.not_sure.as_deref().map(|label| Choice { value: NOT_SURE, label }),
        },
        (QuestionKind::Ranking, _) => Kind::Ranking { options: options() },
        (QuestionKind::ShortText, _) => Kind::ShortText { max_characters },
        (QuestionKind::LongText, _) => Kind::LongText { max_characters },
        (QuestionKind::SingleChoice | QuestionKind::Scale, _) => {
            Kind::SingleChoice { options: options() }
        }
    }
}

fn choice(it: &QuestionOption) -> Choice<'_> {
    Choice { value: &it.code, label: &it.label }
}

fn typed<'t>(question: &'t Question, fields: &'t Fields) -> Typed<'t> {
    let name = answer::field(&question.key);
    Typed {
        values: fields.many(&name),
        other: fields.one(&format!("{name}.other")),
        places: question
            .options
            .iter()
            .map(|it| (it.code.as_str(), fields.one(&format!("{name}.{}", it.code))))
            .collect(),
    }
}

/// A draft in words, valid or not: values as they were typed, beside the prompts that they answer.
fn as_typed<'t>(asked: &'t Asked, fields: &'t Fields) -> Vec<Said<'t>> {
    fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Said {
            prompt: prompt(asked, name),
            answer: Words::Text(label(asked, name, value)),
            publicity: Publicity::Private,
        })
        .collect()
}

fn prompt<'t>(asked: &'t Asked, name: &'t str) -> &'t str {
    let Some(rest) = name.strip_prefix("answers.") else {
        return match name {
            "body" => "Your comment",
            "stance" => "What you think of this direction",
            "respondent_kind" => "Which describes you best",
            "organization" => "Organization",
            "attribution" => "How we show you",
            _ => name,
        };
    };
    let (key, inner) = rest.split_once('.').unwrap_or((rest, ""));
    let Some(question) = asked.set.by_key(key) else { return name };
    match question.option(inner) {
        // A place in a ranking is about one of its options.
        Some(option) if question.kind == QuestionKind::Ranking => &option.label,
        _ => &question.prompt,
    }
}

/// The label of a code; anything else as it was typed.
fn label<'t>(asked: &'t Asked, name: &str, value: &'t str) -> &'t str {
    match name {
        "stance" => Stance::parse(value).map_or(value, |it| it.label()),
        "attribution" => Attribution::parse(value).map_or(value, |it| it.label()),
        "respondent_kind" => respondent_kind::label_of(&asked.kinds, value),
        _ => {
            let question = name.strip_prefix("answers.").and_then(|key| asked.set.by_key(key));
            question.filter(|it| it.is_countable()).map_or(value, |it| it.label_of(value))
        }
    }
}
