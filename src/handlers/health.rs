//! What watchers of the service ask. The answers hold one word and nothing about the inside.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;
use diesel_async::RunQueryDsl;

use crate::app::PublicState;
use crate::error::AppResult;

const PATIENCE: Duration = Duration::from_secs(2);

/// The program runs. Says nothing of the database, so that its failure restarts nothing.
pub async fn show_live() -> HttpResponse {
    word(HttpResponse::Ok(), "live")
}

/// The program can do its work: the database answers, and soon.
pub async fn show_ready(state: Data<PublicState>) -> HttpResponse {
    match tokio::time::timeout(PATIENCE, ask_database(&state)).await {
        Ok(Ok(())) => word(HttpResponse::Ok(), "ready"),
        Ok(Err(_)) | Err(_) => word(HttpResponse::ServiceUnavailable(), "not ready"),
    }
}

async fn ask_database(state: &PublicState) -> AppResult<()> {
    let mut conn = state.db().await?;
    diesel::sql_query("SELECT 1").execute(&mut conn).await?;
    Ok(())
}

fn word(mut response: actix_web::HttpResponseBuilder, word: &'static str) -> HttpResponse {
    response.content_type(ContentType::plaintext()).body(word)
}
