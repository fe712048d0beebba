//! Submitting without an account: a name and an address, and then a comment that waits to be confirmed.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::comment_form::{self, YourAddressPage};
use lectern_templates::form::HiddenField;

use super::Sent;
use super::kept::{begin_anew, closed};
use super::page::Notice;
use super::unplaced::written;
use crate::app::AppState;
use crate::auth::accounts::{asking, in_words};
use crate::db::pool::PgConnection;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::submission::Submission;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page_with, see_other, summary};
use crate::http::limits::{self, LimitedAction};
use crate::limits::spend_of_everybody;
use crate::models::awaiting_comment::AwaitingComment;
use crate::models::draft::{Draft, Saved};
use crate::models::question::QuestionSet;
use crate::record::awaiting::{self, Sent as Outcome, Waiting};

/// The draft is kept first, whatever follows: until the comment is confirmed the text stays in this browser.
pub async fn submit(
    request: &HttpRequest,
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
    submission: Submission,
) -> AppResult<HttpResponse> {
    let draft = match sent.keep(&mut conn).await? {
        Saved::Kept(draft) => draft,
        Saved::Stale(newer) => return sent.both_texts(&newer),
    };
    let step = Step { state, sent, draft: &draft };
    let mut errors = FieldErrors::default();
    let (name, email) = (sent.typed.one("display_name"), sent.typed.one("email"));
    if !sent.typed.iter().any(|(it, _)| it == "display_name" || it == "email") {
        return step.page(StatusCode::OK, &errors, None);
    }
    let name = errors.keep("display_name", DisplayName::parse(name));
    let email = errors.keep("email", EmailAddress::parse(email));
    let Some((name, email)) = name.zip(email) else {
        return step.page(StatusCode::UNPROCESSABLE_ENTITY, &errors, None);
    };
    match admit(request, state, &mut conn).await {
        Ok(()) => {}
        Err(error @ AppError::TooManyRequests { .. }) => return step.too_many(&error),
        Err(error) => return Err(error),
    }
    let waiting = wait_to_the_end(state, conn, sent, submission, email, name);
    match asking::unhurried(waiting).await? {
        Outcome::Waits(number) => {
            sent.sender.answer(see_other(&format!("/account/comments/{number}")))
        }
        Outcome::OtherContent(earlier) => begin_anew(&mut *state.db().await?, sent, earlier).await,
        Outcome::Closed => closed(&mut *state.db().await?, sent).await,
    }
}

/// Only here it is known that a comment is sent, and that it costs a mail.
async fn admit(
    request: &HttpRequest,
    state: &AppState,
    conn: &mut AsyncPgConnection,
) -> AppResult<()> {
    limits::admit(request, LimitedAction::Submit)?;
    limits::admit(request, LimitedAction::MailedLink)?;
    spend_of_everybody(state, conn, LimitedAction::MailedLink).await
}

/// What the form says of a draft that was sent: that it waits, or that nobody confirmed it in time.
pub async fn notice(
    conn: &mut AsyncPgConnection,
    draft: Option<&Draft>,
) -> QueryResult<Option<Notice>> {
    let Some(number) = draft.and_then(|it| it.awaits.clone()) else { return Ok(None) };
    if AwaitingComment::waits(conn, &number).await? {
        return Ok(Some(Notice::Waits(number)));
    }
    let lapsed = format!(
        "You sent this text as comment {number}, but its link was not opened in time. It does not count. Your text is a \
         draft again, and you can submit it once more."
    );
    Ok(Some(Notice::Sentence(lapsed)))
}

/// A browser that goes away must not leave the comment half-way: see `submit::receive_to_the_end`. The connection goes
/// back when the work is done, and nobody waits for it while the answer is held back.
async fn wait_to_the_end(
    state: &AppState,
    mut conn: PgConnection,
    sent: &Sent<'_>,
    submission: Submission,
    email: EmailAddress,
    display_name: DisplayName,
) -> AppResult<Outcome> {
    let state = state.clone();
    let (initiative, area) = (sent.asked.initiative.clone(), sent.asked.area.clone());
    let set: QuestionSet = sent.asked.set.clone();
    let (key, written) = (sent.key.to_owned(), written(sent.typed));
    let browser = sent.sender.cookie_sha256().context("a stranger without a draft cookie")?;
    let outcome = tokio::spawn(async move {
        let waiting = Waiting {
            initiative: &initiative,
            area: &area,
            question_set: &set,
            submission_key: &key,
            submission: &submission,
            email: &email,
            display_name: &display_name,
            browser: &browser,
            written: &written,
        };
        awaiting::wait(&mut conn, &state, &waiting).await
    });
    let outcome =
        outcome.await.context("the submission did not end").map_err(AppError::Internal)?;
    outcome.map_err(AppError::from)
}

/// The page that asks for a name and an address.
struct Step<'a> {
    state: &'a AppState,
    sent: &'a Sent<'a>,
    draft: &'a Draft,
}

impl Step<'_> {
    fn page(
        &self,
        status: StatusCode,
        errors: &FieldErrors,
        notice: Option<&str>,
    ) -> AppResult<HttpResponse> {
        let (asked, typed) = (self.sent.asked, self.sent.typed);
        let (set, revision) = (asked.set.version.to_string(), self.draft.revision.to_string());
        let written = written(typed);
        let carried = [
            ("question_set", set.as_str()),
            ("submission_key", &self.draft.submission_key),
            ("revision", &revision),
            ("writer", &self.sent.sender.writer),
        ];
        let fields = written.iter().chain(carried);
        let waits_for = in_words(self.state.settings.links.comment_hours, "hour");
        let page = comment_form::your_address(&YourAddressPage {
            place: asked.place(),
            display_name: typed.one("display_name"),
            email: typed.one("email"),
            fields: fields.map(|(name, value)| HiddenField { name, value }).collect(),
            waits_for: &waits_for,
            errors: summary(errors),
            notice,
        });
        self.sent.sender.answer(page_with(status, page))
    }

    fn too_many(&self, error: &AppError) -> AppResult<HttpResponse> {
        let words = format!("{error} Your draft is saved. Please try again a little later.");
        let none = FieldErrors::default();
        let mut response = self.page(StatusCode::TOO_MANY_REQUESTS, &none, Some(&words))?;
        if let Some(seconds) = error.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        Ok(response)
    }
}
