//! The files of a draft: the page that lists them, adding and taking away.

use actix_web::http::StatusCode;
use actix_web::http::header::ACCEPT;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::comment_form::{self, DraftFileRow, FilesPage};
use lectern_templates::form::ErrorSummary;
use serde::Deserialize;
use serde_json::json;

use super::asked::Asked;
use super::page::new_key;
use super::sender::Sender;
use crate::app::AppState;
use crate::auth::extractors::Visitor;
use crate::domain::media_type::MediaType;
use crate::error::{AppError, AppResult};
use crate::handlers::attachments::listed;
use crate::handlers::receiving::{self, For, Received};
use crate::handlers::reply::{page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::http::upload;
use crate::models::draft::Draft;
use crate::models::draft_file::{self, DraftFile};

#[derive(Debug, Default, Deserialize)]
pub struct FilesQuery {
    /// What was done just now: words of ours only.
    #[serde(default)]
    done: String,
}

/// The files of the draft, and the form that adds more.
pub async fn show_files(
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Query<FilesQuery>,
    Visitor(account): Visitor,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let asked = Asked::load(&mut conn, &path.0, &path.1).await?;
    let sender = Sender::of(&request, &state, account);
    show(&state, &mut conn, (&asked, &sender), &query).await
}

/// The page of the files of any draft.
pub(super) async fn show(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    (asked, sender): (&Asked, &Sender),
    query: &FilesQuery,
) -> AppResult<HttpResponse> {
    let notice = match query.done.as_str() {
        "added" => Some("Your files are added."),
        "gone" => Some("The file is taken away."),
        _ => None,
    };
    let page = FilesOfDraft::load(conn, state, asked, sender).await?;
    Ok(page.answer(StatusCode::OK, ErrorSummary::none(), notice))
}

/// Adds files to the draft, each as it arrives. What is wrong with one keeps no other out.
pub async fn send_files(
    request: HttpRequest,
    path: Path<(String, String)>,
    Visitor(account): Visitor,
    payload: Payload,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let asked = Asked::load(&mut *state.db().await?, &path.0, &path.1).await?;
    let sender = Sender::of(&request, &state, account);
    add(&request, &state, (&asked, &sender), payload).await
}

/// Adds files to any draft.
pub(super) async fn add(
    request: &HttpRequest,
    state: &AppState,
    (asked, sender): (&Asked, &Sender),
    payload: Payload,
) -> AppResult<HttpResponse> {
    if !upload::is_multipart(request) {
        return Err(AppError::UnsupportedMediaType);
    }
    let files = For::Draft {
        owner: &sender.owner,
        writer: sender.account.as_ref().map(|it| it.id),
        area_id: asked.area.id,
        key: new_key(),
    };
    let received = receiving::receive(request, state, &files, payload).await?;
    let response = if wants_json(request) {
        as_json(&received)
    } else if received.failures.is_empty() {
        see_other(&format!("{}/files?done=added", asked.form_path()))
    } else {
        let mut conn = state.db().await?;
        let page = FilesOfDraft::load(&mut conn, state, asked, sender).await?;
        page.answer(received.status(), received.errors(), None)
    };
    sender.answer(received.finish(response))
}

/// Takes a file away from the draft. One that is gone already is gone.
pub async fn remove_file(
    request: HttpRequest,
    path: Path<(String, String)>,
    Visitor(account): Visitor,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let asked = Asked::load(&mut conn, &path.0, &path.1).await?;
    let sender = Sender::of(&request, &state, account);
    take_away(&state, &mut conn, (&asked, &sender), &form).await
}

/// Takes a file away from any draft.
pub(super) async fn take_away(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    (asked, sender): (&Asked, &Sender),
    form: &StrictForm,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["file"]);
    let said = form.fields.one("file").parse::<i64>();
    let said = said.map_err(|_| "Press the button beside the file.".to_owned());
    let id = errors.keep("file", said);
    let (Some(id), true) = (id, errors.is_empty()) else {
        let page = FilesOfDraft::load(conn, state, asked, sender).await?;
        let mut told = ErrorSummary::none();
        // No field is shown for it.
        summary(&errors).errors.into_iter().for_each(|it| told.push("", it.message));
        return Ok(page.answer(refused(form), told, None));
    };
    draft_file::remove(conn, &sender.owner, asked.area.id, id).await?;
    Ok(see_other(&format!("{}/files?done=gone", asked.form_path())))
}

/// What the script asks for; everybody else gets pages.
fn wants_json(request: &HttpRequest) -> bool {
    request.headers().get(ACCEPT).is_some_and(|it| it.as_bytes() == b"application/json")
}

fn as_json(received: &Received) -> HttpResponse {
    let errors: Vec<_> = received
        .failures
        .iter()
        .map(|it| json!({ "name": it.name, "message": it.sentence }))
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { received.status() };
    HttpResponse::build(status).json(json!({ "added": received.n_added, "errors": errors }))
}

/// The page, from rows.
struct FilesOfDraft<'a> {
    asked: &'a Asked,
    most: (u32, u64),
    files: Vec<DraftFile>,
}

impl<'a> FilesOfDraft<'a> {
    async fn load(
        conn: &mut AsyncPgConnection,
        state: &AppState,
        asked: &'a Asked,
        sender: &Sender,
    ) -> QueryResult<Self> {
        let settings = &state.settings.attachments;
        let files = match Draft::find(conn, &sender.owner, asked.area.id).await? {
            Some(draft) => draft_file::of(conn, draft.id).await?,
            None => Vec::new(),
        };
        Ok(Self { asked, most: (settings.most_files, settings.most_bytes), files })
    }

    fn answer(
        &self,
        status: StatusCode,
        errors: ErrorSummary,
        notice: Option<&str>,
    ) -> HttpResponse {
        let rows = self.files.iter().flat_map(|row| {
            let file = listed(std::slice::from_ref(&row.file));
            file.into_iter().map(|file| DraftFileRow { id: row.id, file })
        });
        let page = comment_form::files(&FilesPage {
            place: self.asked.place(),
            form: &self.asked.form_path(),
            files: rows.collect(),
            most_files: self.most.0,
            most_bytes: self.most.1,
            accept: &MediaType::endings(),
            errors,
            notice,
        });
        page_with(status, page)
    }
}
