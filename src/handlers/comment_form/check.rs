//! The page that checks a comment before it is sent: everything in words, what may be too personal, what others said.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::comment_form::{self, CheckPage};
use lectern_templates::form::HiddenField;
use lectern_templates::said::{Answer as Words, Publicity, Said};
use maud::Markup;

use super::Sent;
use super::personal;
use super::steps::Steps;
use super::unplaced::written;
use crate::domain::answer;
use crate::domain::fields::Fields;
use crate::domain::question::{Question, QuestionKind};
use crate::domain::submission::Submission;
use crate::handlers::attachments::listed;
use crate::handlers::comments::rows::{Excerpted, row_in_area};
use crate::handlers::said::{self, Answered};
use crate::models::draft::Draft;
use crate::models::draft_file;
use crate::models::public_comment::PublicComment;
use crate::models::respondent_kind;

/// Everything in words, before it is sent.
pub async fn page(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    submission: &Submission,
    draft: &Draft,
) -> QueryResult<Markup> {
    let asked = sent.asked;
    let others = PublicComment::of_each_stance(conn, asked.area.id).await?;
    let others: Vec<_> = others.into_iter().map(Excerpted::from).collect();
    let answered = Answered::given(&submission.answers, &asked.set);
    // What is to replace a comment has its files once it is a draft.
    let files = draft_file::of(conn, draft.id).await?;
    let files: Vec<_> = files.into_iter().map(|it| it.file).collect();
    let (revision, question_set) = (draft.revision.to_string(), asked.set.version.to_string());
    let version = asked.replaces.as_ref().map(|it| it.comment.current_version.to_string());
    let carried = [
        ("question_set", question_set.as_str()),
        ("submission_key", &draft.submission_key),
        ("revision", &revision),
        ("writer", &sent.sender.writer),
    ];
    let version = version.as_deref().map(|it| ("version", it));
    let written = written(sent.typed);
    let fields = written.iter().chain(carried).chain(version);
    let zone = asked.initiative.zone();
    Ok(comment_form::check(&CheckPage {
        place: asked.place(),
        action: &asked.form_path(),
        replaces: asked.replaces.as_ref().map(|it| it.comment.tracking_number.as_str()),
        visitor: sent.sender.view(),
        period: asked.period(),
        stated_direction: &asked.set.stated_direction,
        privacy_notice: &asked.initiative.privacy_notice,
        omb_control_number: asked.initiative.omb_control_number.as_deref(),
        said: in_words(sent, submission, &answered),
        files: listed(&files),
        personal: personal::hints(submission, &asked.set),
        understood: asked.set.iter().filter_map(|it| closed_gap(it, sent.typed)).collect(),
        others: others.iter().map(|it| row_in_area(it, zone, &asked.kinds)).collect(),
        steps: Steps::of(asked).links(),
        fields: fields.map(|(name, value)| HiddenField { name, value }).collect(),
        notice: None,
    }))
}

fn in_words<'a>(
    sent: &'a Sent<'_>,
    submission: &'a Submission,
    answered: &'a [Answered<'_>],
) -> Vec<Said<'a>> {
    let kind = submission.respondent_kind.as_deref();
    let kind = kind.map(|code| respondent_kind::label_of(&sent.asked.kinds, code));
    let mut said = said::about(
        Some(submission.stance),
        kind,
        submission.organization.as_deref(),
        submission.attribution,
    );
    let text = |prompt, answer, publicity| Said { prompt, answer, publicity };
    said.insert(1, text("Your comment", Words::Text(&submission.body), Publicity::Public));
    said.extend(answered.iter().map(Answered::said));
    let shown = Words::Line(submission.attribution.label());
    said.push(text("How we show you", shown, Publicity::Public));
    said
}

/// A ranking that leaves a place empty is taken as an order all the same, and that is said.
fn closed_gap(question: &Question, typed: &Fields) -> Option<String> {
    if question.kind != QuestionKind::Ranking {
        return None;
    }
    let name = answer::field(&question.key);
    let places = question.options.iter();
    let places: Vec<usize> =
        places.filter_map(|it| typed.one(&format!("{name}.{}", it.code)).parse().ok()).collect();
    let has_gap = places.iter().max().is_some_and(|it| places.len() < *it);
    has_gap.then(|| {
        let prompt = &question.prompt;
        format!("In “{prompt}” you left a place empty. The order below is the one that we keep.")
    })
}
