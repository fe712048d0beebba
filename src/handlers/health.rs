//! What watchers of the service ask. The answers hold one word and nothing about the inside.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;

use crate::app::{AppState, PublicState};

/// The program runs. Says nothing of the database, so that its failure restarts nothing.
pub async fn show_live() -> HttpResponse {
    word(HttpResponse::Ok(), "live")
}

/// The program can do its work: the database answers, and soon, those who read and those who write.
///
/// It stands in no queue for the connections of pages. A portal that is merely busy works, and would only be busier
/// if others were taken out of service for it.
pub async fn show_ready(state: Data<AppState>, public: Data<PublicState>) -> HttpResponse {
    let (writing, reading) = tokio::join!(state.probe.is_answered(), public.probe.is_answered());
    if writing && reading {
        word(HttpResponse::Ok(), "ready")
    } else {
        word(HttpResponse::ServiceUnavailable(), "not ready")
    }
}

fn word(mut response: actix_web::HttpResponseBuilder, word: &'static str) -> HttpResponse {
    response.content_type(ContentType::plaintext()).body(word)
}
