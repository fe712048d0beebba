//! The dataset of an initiative or an area, as a download.

use std::time::Duration;

use actix_web::http::header::{self, ContentDisposition};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::anyhow;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::app::PublicState;
use crate::datasets::{DatasetError, Download, DownloadLimits, SelectError, Selection};
use crate::error::{AppError, AppResult};
use crate::http::{Edge, client_address};
use crate::logging::security::{self, SecurityEvent};

const CSV: &str = "text/csv; charset=utf-8; header=present";
/// When somebody whose downloads are still running may ask again. Nobody knows how long they take.
const ASK_AGAIN_SECONDS: u64 = 30;

/// Sends the published comments of an initiative, all or filtered.
pub async fn download_initiative(
    initiative: Path<String>,
    request: HttpRequest,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let filter = filter_pairs(&request);
    let selection = Selection::of_initiative(&mut *state.db().await?, &initiative, &filter).await?;
    download(&request, &state, selection).await
}

/// Sends the published comments of one area, all or filtered.
pub async fn download_area(
    path: Path<(String, String)>,
    request: HttpRequest,
    state: Data<PublicState>,
) -> AppResult<HttpResponse> {
    let (initiative, area) = path.into_inner();
    let filter = filter_pairs(&request);
    let selection =
        Selection::of_area(&mut *state.db().await?, &initiative, &area, &filter).await?;
    download(&request, &state, selection).await
}

async fn download(
    request: &HttpRequest,
    state: &PublicState,
    selection: Selection,
) -> AppResult<HttpResponse> {
    let reader = client_address::of(request, &*Edge::of(request)?);
    let place = state.downloads.enter(reader).ok_or(AppError::TooManyRequests {
        sentence: "Other downloads from your address are still running. Wait until one of them is done.",
        retry_after: ASK_AGAIN_SECONDS,
    })?;
    let database = &state.settings.database;
    let connection = state
        .datasets()
        .get(Duration::from_secs(database.wait_seconds))
        .await
        .map_err(|it| AppError::Unavailable(it.into()))?;
    let disposition = ContentDisposition::attachment(selection.file_name());
    let limits = DownloadLimits {
        stall: Duration::from_secs(database.dataset_stall_seconds),
        whole: Duration::from_secs(database.dataset_minutes.saturating_mul(60)),
    };
    security::note(SecurityEvent::DatasetTaken, None, "");
    let mut chunks = Download::start(connection, selection, limits, place);
    // What fails before the first chunk can still be said in words.
    let first = chunks.try_next().await?;
    let rest = chunks.map_err(|error| {
        // Anybody can cause this by not reading.
        tracing::warn!(cause = %error, "Download broke off");
        // The connection is cut before the last chunk, so that nobody takes the part for the whole.
        anyhow!("the download broke off")
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, CSV))
        .insert_header(disposition)
        .streaming(stream::iter(first.map(Ok)).chain(rest)))
}

fn filter_pairs(request: &HttpRequest) -> Vec<(String, String)> {
    url::form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect()
}

impl From<SelectError> for AppError {
    fn from(error: SelectError) -> Self {
        match error {
            SelectError::BadParameter(error) => error.into(),
            SelectError::Diesel(error) => error.into(),
        }
    }
}

impl From<DatasetError> for AppError {
    fn from(error: DatasetError) -> Self {
        match error {
            DatasetError::Database(ref it) if it.is_closed() => Self::Unavailable(error.into()),
            DatasetError::TimeLimit => Self::Unavailable(error.into()),
            _ => Self::Internal(error.into()),
        }
    }
}
