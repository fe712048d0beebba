//! Errors that no handler of ours made get a page of ours.
//!
//! A path that matches nothing, a method that a page does not know, a number in a path that is none: the framework
//! answers these with an empty body or with its own words, and its words may quote what was sent.

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};

use super::methods;
use crate::error::{AppError, AppResult};

/// The handler for everything that has no route.
pub async fn not_found() -> AppResult<HttpResponse> {
    Err(AppError::NotFound)
}

/// Puts a page of ours where an error has none.
pub fn fill(response: ServiceResponse) -> ServiceResponse {
    if !lacks_page(&response) {
        return response;
    }
    let error = match response.status() {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => AppError::MethodNotAllowed {
            allowed: methods::allowed_instead_of(response.request().method()),
        },
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::REQUEST_TIMEOUT => AppError::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::UnsupportedMediaType,
        StatusCode::SERVICE_UNAVAILABLE => AppError::Unavailable(cause(&response)),
        status if status.is_server_error() => AppError::Internal(cause(&response)),
        _ => AppError::BadRequest("Something in this request cannot be read.".to_owned()),
    };
    let (request, _) = response.into_parts();
    ServiceResponse::from_err(error, request)
}

fn lacks_page(response: &ServiceResponse) -> bool {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let has_type = response.headers().contains_key(header::CONTENT_TYPE);
    let has_body =
        response.response().body().size() != actix_web::body::BodySize::Sized(0) && has_type;
    let foreign = response.response().error().is_some_and(|it| it.as_error::<AppError>().is_none());
    failed && (foreign || !has_body)
}

fn cause(response: &ServiceResponse) -> anyhow::Error {
    let words = response.response().error().map(ToString::to_string);
    anyhow::anyhow!(words.unwrap_or_else(|| "a response without a body".to_owned()))
}
