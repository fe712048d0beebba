//! The comment form: writing, saving, checking and submitting, with nothing ever lost.

pub mod asked;
mod autosave;
mod check;
mod errors;
pub mod files;
mod in_words;
mod kept;
pub mod page;
mod personal;
pub mod preview;
pub mod questions;
pub mod replacing;
mod sender;
mod steps;
mod submit;
pub mod unplaced;
mod waiting;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::reply::{page_with, refused, see_other};
use crate::app::AppState;
use crate::auth::extractors::Visitor;
use crate::db::pool::PgConnection;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::submission::Submission;
use crate::error::AppResult;
use crate::http::forms::StrictForm;
use crate::models::draft::{Draft, Saved};
use asked::Asked;
use page::{Form, Notice};
use sender::{Drafts, Sender, SinceMade};
use steps::Steps;

/// What a browser may keep here before its owner signs in: more than the longest comment with every question
/// answered, and little enough that nobody fills the disk under no name.
const MAX_NOBODYS_BYTES: usize = 512 * 1024;

/// What the buttons of the form say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intent {
    Save,
    /// Keeps everything and shows another step, where the form comes in steps.
    Turn(Turn),
    Check,
    Submit,
    Attach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Next,
    Back,
}

#[derive(Debug, Default, Deserialize)]
pub struct FormQuery {
    /// Set after a draft was saved.
    #[serde(default)]
    saved: String,
    /// Set where a comment was not sent because its files changed meanwhile.
    #[serde(default)]
    files: String,
    /// Which step to show, where the form comes in steps.
    #[serde(default)]
    step: String,
    /// Set where an error on another step led here.
    #[serde(default)]
    mend: String,
}

const FILES_CHANGED: &str = "The files of your draft changed while your comment was being sent. It is not sent, and your draft is \
                             saved. Please look at the files below once more.";

/// The form, with what was written so far. Looking at it keeps nothing.
pub async fn show_form(
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Query<FormQuery>,
    Visitor(account): Visitor,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let asked = Asked::load(&mut conn, &path.0, &path.1).await?;
    let sender = Sender::of(&request, &state, account).with_files(&mut conn, asked.area.id).await?;
    let drafts = sender.drafts(&mut conn, asked.area.id).await?;
    let notice = match done(&query, &drafts) {
        None => waiting::notice(&mut conn, drafts.own.as_ref()).await?,
        done => done,
    };
    let form = Form::of_drafts(&asked, &sender, &drafts, notice);
    Ok(page_with(StatusCode::OK, as_asked(form, &query).page()))
}

/// What was done just now, if the address says so.
fn done(query: &FormQuery, drafts: &Drafts) -> Option<Notice> {
    match &drafts.own {
        Some(_) if !query.saved.is_empty() => Some(Notice::Saved),
        Some(_) if !query.files.is_empty() => Some(Notice::Sentence(FILES_CHANGED.to_owned())),
        _ => None,
    }
}

fn as_asked<'a>(form: Form<'a>, query: &FormQuery) -> Form<'a> {
    let form = form.at_step(&query.step);
    if query.mend.is_empty() { form } else { form.with_what_needs_mending() }
}

/// Saves, checks or submits, by the button that was pressed.
pub async fn send_form(
    request: HttpRequest,
    path: Path<(String, String)>,
    Visitor(account): Visitor,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let asked = Asked::load(&mut conn, &path.0, &path.1).await?;
    let sender = Sender::of(&request, &state, account).with_files(&mut conn, asked.area.id).await?;
    take(&request, &state, conn, (&asked, &sender), form).await
}

/// Everything that a form can be sent for, whatever it is the form of.
async fn take(
    request: &HttpRequest,
    state: &AppState,
    mut conn: PgConnection,
    (asked, sender): (&Asked, &Sender),
    form: StrictForm,
) -> AppResult<HttpResponse> {
    let by_script = autosave::is_asked_for(request);
    let mut errors = form.check(|name| asked.form.occurs(name));
    let intent = errors.keep("intent", parse_intent(form.fields.one("intent")));
    let key = errors.keep("submission_key", parse_key(form.fields.one("submission_key")));
    if sender.account.is_none() && MAX_NOBODYS_BYTES < form.fields.n_bytes() {
        errors.add("body", "This is more text than can be kept before you sign in. Nothing was saved: shorten it, or keep a copy.");
    }
    let (Some(intent), Some(key), true) = (intent, key, errors.is_empty()) else {
        if by_script {
            return Ok(autosave::refuse(refused(&form), &errors));
        }
        let again = Form::again(asked, sender, &form.fields).with_errors(&errors);
        return Ok(page_with(refused(&form), again.page()));
    };
    let sent = Sent { asked, sender, typed: &form.fields, key };
    let since = sender.since_made_for(form.fields.one("writer"));
    match intent {
        Intent::Save if by_script => autosave::save(&mut conn, &sent, since).await,
        _ if since == SinceMade::AnotherAccount => sent.of_another_account(),
        Intent::Check | Intent::Submit if sent.is_of_earlier_questions() => {
            kept::questions_changed(&mut conn, &sent).await
        }
        Intent::Save => sent.save(&mut conn, &sent.saved_here()).await,
        Intent::Attach => sent.save(&mut conn, "/files").await,
        Intent::Turn(turn) => sent.turn(&mut conn, turn).await,
        Intent::Check => sent.check(&mut conn).await,
        Intent::Submit => submit::submit(request, state, conn, &sent).await,
    }
}

/// A form that arrived whole.
struct Sent<'a> {
    asked: &'a Asked,
    sender: &'a Sender,
    typed: &'a Fields,
    key: &'a str,
}

impl Sent<'_> {
    /// Whether the form showed another stated direction, or other questions, than the area has now. A form that does
    /// not say, from a script, is taken to know them.
    fn is_of_earlier_questions(&self) -> bool {
        let shown = self.typed.one("question_set");
        !shown.is_empty() && shown != self.asked.set.version.to_string()
    }

    /// Keeps the draft as it is, complete or not, and goes on: to the form again, or to its files.
    async fn save(&self, conn: &mut AsyncPgConnection, next: &str) -> AppResult<HttpResponse> {
        match self.keep(conn).await? {
            Saved::Kept(_) => {
                let next = format!("{}{next}", self.asked.form_path());
                self.sender.answer(see_other(&next))
            }
            Saved::Stale(newer) => self.both_texts(&newer),
        }
    }

    /// The query of the form after it was saved: at the same step, where it comes in steps.
    fn saved_here(&self) -> String {
        let here = Steps::of(self.asked).at(self.typed.one("step"));
        let step = here.map(|it| format!("&step={}", it.number)).unwrap_or_default();
        format!("?saved=1{step}")
    }

    /// Keeps the draft and goes to the step before or after this one.
    async fn turn(&self, conn: &mut AsyncPgConnection, turn: Turn) -> AppResult<HttpResponse> {
        if let Saved::Stale(newer) = self.keep(conn).await? {
            return self.both_texts(&newer);
        }
        let steps = Steps::of(self.asked);
        let here = steps.at(self.typed.one("step")).map_or(1, |it| it.number);
        let there = match turn {
            Turn::Next => here + 1,
            Turn::Back => here.saturating_sub(1),
        };
        self.sender.answer(see_other(&steps.href(there)))
    }

    /// Keeps the draft and shows everything in words, or what needs mending.
    async fn check(&self, conn: &mut AsyncPgConnection) -> AppResult<HttpResponse> {
        let draft = match self.keep(conn).await? {
            Saved::Kept(draft) => draft,
            Saved::Stale(newer) => return self.both_texts(&newer),
        };
        match Submission::parse(self.typed, &self.asked.form) {
            Ok(submission) => {
                let checked = check::page(conn, self, &submission, &draft).await?;
                self.sender.answer(page_with(StatusCode::OK, checked))
            }
            Err(errors) => self.mend(&draft, &errors),
        }
    }

    /// The form with what needs mending; the draft is safe.
    fn mend(&self, draft: &Draft, errors: &FieldErrors) -> AppResult<HttpResponse> {
        let form = Form::again(self.asked, self.sender, self.typed);
        let form = form.after(draft).with_errors(errors);
        self.sender.answer(page_with(StatusCode::UNPROCESSABLE_ENTITY, form.page()))
    }

    /// The newer draft beside what this tab typed; the next save replaces it, knowingly.
    fn both_texts(&self, newer: &Draft) -> AppResult<HttpResponse> {
        let form = Form::again(self.asked, self.sender, self.typed).beside(newer);
        self.sender.answer(page_with(StatusCode::CONFLICT, form.page()))
    }

    /// Somebody else signed in since: nothing is kept under their name until they say so.
    fn of_another_account(&self) -> AppResult<HttpResponse> {
        let changed = "Another account is signed in now than the one that this form was opened with, so nothing was \
                       saved or sent. If this is your text, press the button again.";
        let form = Form::again(self.asked, self.sender, self.typed);
        let form = form.with_notice(Notice::Sentence(changed.to_owned()));
        Ok(page_with(StatusCode::CONFLICT, form.page()))
    }

    /// The revision that the form was made from. A form that does not say, from a script, is taken to be made from
    /// the draft that has its key.
    fn seen_revision(&self, before: &Drafts) -> i32 {
        let same_key = |it: &&Draft| it.submission_key == self.key;
        match self.typed.one("revision") {
            "" => before.own.as_ref().filter(same_key).map_or(0, |it| it.revision),
            said => said.parse().unwrap_or_default(),
        }
    }

    /// The version that a form to replace a comment was made from, if it says so.
    fn saw_version(&self) -> Option<i32> {
        self.typed.one("version").parse().ok()
    }

    async fn keep(&self, conn: &mut AsyncPgConnection) -> AppResult<Saved> {
        let area_id = self.asked.area.id;
        let written = unplaced::written(self.typed);
        let before = self.sender.drafts(conn, area_id).await?;
        let seen = match (&self.asked.replaces, &before.own) {
            (Some(it), None) => replacing::begin(conn, self, it).await?,
            _ => self.seen_revision(&before),
        };
        let saved =
            Draft::save(conn, &self.sender.owner, area_id, self.key, &written, seen).await?;
        if let (Saved::Kept(_), Some(browser)) = (&saved, &self.sender.browser_beside_account())
            && before.browser_was_seen(seen, &written)
        {
            // The form showed both texts; what was kept is the choice between them.
            Draft::delete(conn, browser, area_id).await?;
        }
        Ok(saved)
    }
}

fn parse_intent(typed: &str) -> Result<Intent, String> {
    match typed {
        "save" => Ok(Intent::Save),
        "next" => Ok(Intent::Turn(Turn::Next)),
        "back" => Ok(Intent::Turn(Turn::Back)),
        "check" => Ok(Intent::Check),
        "submit" => Ok(Intent::Submit),
        "attach" => Ok(Intent::Attach),
        _ => Err("Press one of the buttons: save, check, submit or add files.".to_owned()),
    }
}

/// The key of a form, by which the same form sent twice is known.
pub fn parse_key(typed: &str) -> Result<&str, String> {
    let plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    if (16..=64).contains(&typed.len()) && typed.bytes().all(plain) {
        return Ok(typed);
    }
    Err("The form was sent without its key. Press the button again; nothing is sent twice."
        .to_owned())
}
