//! The form to replace one's own comment: filled with what it says, and kept as a draft of its own.

mod sending;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use diesel_async::AsyncPgConnection;

use super::asked::{Asked, Replaces};
use super::files::{self, FilesQuery};
use super::page::{Form, Notice, new_key};
use super::sender::Sender;
use super::{FormQuery, Sent, as_asked, done, take};
use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::domain::retyped::{LeftOut, Retyped};
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::page_with;
use crate::http::forms::StrictForm;
use crate::http::upload;
use crate::models::attachment;
use crate::models::comment::{Comment, Replaceable};
use crate::models::comment_version::{CommentVersion, VersionId};
use crate::models::draft::Draft;
use crate::models::question::QuestionSet;
pub(super) use sending::{Written, submit};

/// The form, with what the comment says or what was written since. Looking at it keeps nothing.
pub async fn show_replacement(
    request: HttpRequest,
    signed_in: SignedIn,
    number: Path<String>,
    query: Query<FormQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (asked, sender) = open(&request, &state, &mut conn, signed_in, &number).await?;
    let drafts = sender.drafts(&mut conn, asked.area.id).await?;
    let said = Now::load(&mut conn, &asked).await?;
    let notice = done(&query, &drafts).or_else(|| said.left_out());
    let form = Form::of_drafts(&asked, &sender, &drafts, notice);
    let form = if drafts.own.is_some() { form } else { form.filled(said.retyped.fields) };
    Ok(page_with(StatusCode::OK, as_asked(form, &query).page()))
}

/// Saves, checks or sends, by the button that was pressed.
pub async fn send_replacement(
    request: HttpRequest,
    signed_in: SignedIn,
    number: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (asked, sender) = open(&request, &state, &mut conn, signed_in, &number).await?;
    take(&request, &state, conn, (&asked, &sender), form).await
}

/// The files of the draft, and the form that adds more.
pub async fn show_files(
    request: HttpRequest,
    signed_in: SignedIn,
    number: Path<String>,
    query: Query<FilesQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (asked, sender) = open(&request, &state, &mut conn, signed_in, &number).await?;
    files::show(&state, &mut conn, (&asked, &sender), &query).await
}

/// Adds files to the draft, which begins with those of the comment.
pub async fn send_files(
    request: HttpRequest,
    signed_in: SignedIn,
    number: Path<String>,
    payload: Payload,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (asked, sender) = open(&request, &state, &mut conn, signed_in, &number).await?;
    if let Some(it) = asked.replaces.as_ref().filter(|_| upload::is_multipart(&request)) {
        find_or_begin(&mut conn, &asked, it, &new_key()).await?;
    }
    // A file may take its time.
    drop(conn);
    files::add(&request, &state, (&asked, &sender), payload).await
}

/// Takes a file away from the draft.
pub async fn remove_file(
    request: HttpRequest,
    signed_in: SignedIn,
    number: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (asked, sender) = open(&request, &state, &mut conn, signed_in, &number).await?;
    files::take_away(&state, &mut conn, (&asked, &sender), &form).await
}

/// Anybody else's comment is not found.
async fn open(
    request: &HttpRequest,
    state: &AppState,
    conn: &mut AsyncPgConnection,
    SignedIn(account): SignedIn,
    number: &str,
) -> AppResult<(Asked, Sender)> {
    let number = TrackingNumber::parse(number).ok_or(AppError::NotFound)?;
    let comment = Comment::find_own(conn, &number, account.id).await?;
    let sender = Sender::of(request, state, Some(account)).replacing(comment.id);
    let mut sender = sender.with_files(conn, comment.area_id).await?;
    if Draft::find(conn, &sender.owner, comment.area_id).await?.is_none() {
        sender.files = attachment::of_comment(conn, &comment).await?;
    }
    let asked = Asked::to_replace(conn, comment, mend_days(state)).await?;
    Ok((asked, sender))
}

pub fn mend_days(state: &AppState) -> i32 {
    i32::try_from(state.settings.comments.mend_days).unwrap_or(i32::MAX)
}

/// What somebody should know before they go on writing.
pub(super) fn worth_knowing(it: &Replaces) -> Option<&'static str> {
    (it.window == Replaceable::No).then_some(
        "This comment cannot be replaced now. You can save what you write, but not send it.",
    )
}

/// What the comment says now, for the form as it asks now.
struct Now {
    version_id: VersionId,
    retyped: Retyped,
}

impl Now {
    async fn load(conn: &mut AsyncPgConnection, asked: &Asked) -> AppResult<Self> {
        let comment = &asked.replaces.as_ref().context("a form that replaces nothing")?.comment;
        let version = CommentVersion::find(conn, comment.id, comment.current_version).await?;
        let set = QuestionSet::find(conn, version.question_set_id).await?;
        let submission = version.submission(conn, &set).await?;
        let retyped = Retyped::of(&submission, &set.iter().collect::<Vec<_>>(), &asked.form);
        Ok(Self { version_id: version.id, retyped })
    }

    fn left_out(&self) -> Option<Notice> {
        if self.retyped.left_out.is_empty() {
            return None;
        }
        let prompts = self.retyped.left_out.iter().map(|it| match it {
            LeftOut::RespondentKind => "“Which describes you best?”".to_owned(),
            LeftOut::Question(prompt) => format!("“{prompt}”"),
        });
        let prompts: Vec<String> = prompts.collect();
        Some(Notice::Sentence(format!(
            "The form has changed since you sent this comment. What you answered here does not fit any more and is not taken \
             over: {}. It stays in the version that you sent.",
            prompts.join(", ")
        )))
    }
}

async fn find_or_begin(
    conn: &mut AsyncPgConnection,
    asked: &Asked,
    it: &Replaces,
    key: &str,
) -> AppResult<Draft> {
    let now = Now::load(conn, asked).await?;
    let (fields, version_id) = (&now.retyped.fields, now.version_id);
    Ok(Draft::find_or_begin_replacing(conn, &it.comment, key, fields, version_id).await?)
}

/// Begins the draft that a form without one is saved into, and gives the revision that the form may replace.
pub(super) async fn begin(
    conn: &mut AsyncPgConnection,
    sent: &Sent<'_>,
    it: &Replaces,
) -> AppResult<i32> {
    let draft = find_or_begin(conn, sent.asked, it, sent.key).await?;
    // Another tab may have begun one just now.
    Ok(if draft.submission_key == sent.key { draft.revision } else { 0 })
}
