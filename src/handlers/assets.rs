//! Static files: they are embedded in the program.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Bytes, Path};
use lectern_templates::assets;

use super::place::caching::Keep;
use crate::error::{AppError, AppResult};

/// Shows one static file. Its name changes with its content, so it can be kept forever.
pub async fn show_asset(file: Path<String>) -> AppResult<HttpResponse> {
    let asset = assets::find(&file).ok_or(AppError::NotFound)?;
    let bytes = match asset.bytes {
        Cow::Borrowed(embedded) => Bytes::from_static(embedded),
        Cow::Owned(read) => Bytes::from(read),
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header((CACHE_CONTROL, Keep::Forever.directives()))
        .body(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_file_that_a_page_names_is_sent_to_be_kept_forever() {
        let url = assets::url("lectern.css");
        let file = url.trim_start_matches("/static/").to_owned();

        let response = show_asset(Path::from(file)).await.unwrap();

        assert_eq!(response.headers().get(CONTENT_TYPE).unwrap(), "text/css; charset=utf-8");
        assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), Keep::Forever.directives());
    }

    #[actix_web::test]
    async fn what_is_not_embedded_is_not_found() {
        for file in ["lectern.css", "../Cargo.toml", "", "\0"] {
            let refused = show_asset(Path::from(file.to_owned())).await;

            assert!(matches!(refused, Err(AppError::NotFound)), "{file}");
        }
    }
}
