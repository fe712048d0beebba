//! The status and the title of each failure.

use actix_web::http::StatusCode;

use super::AppError;

pub fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::BadRequest(_) => StatusCode::BAD_REQUEST,
        AppError::First { .. } => StatusCode::SEE_OTHER,
        AppError::Forbidden | AppError::ForeignForm { .. } => StatusCode::FORBIDDEN,
        AppError::Misdirected { .. } => StatusCode::MISDIRECTED_REQUEST,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
        AppError::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
        AppError::Conflict(_) => StatusCode::CONFLICT,
        AppError::Gone(_) => StatusCode::GONE,
        AppError::TooLarge | AppError::FilesTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        AppError::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        AppError::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable(_) | AppError::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What stands at the top of the page.
pub fn title(error: &AppError) -> &'static str {
    match status(error) {
        StatusCode::SERVICE_UNAVAILABLE if matches!(error, AppError::ReadOnly) => {
            "This site can only be read for now"
        }
        StatusCode::BAD_REQUEST => "This request cannot be read",
        StatusCode::FORBIDDEN => "This is not allowed",
        StatusCode::MISDIRECTED_REQUEST => "This is not our address",
        StatusCode::NOT_FOUND => "Page not found",
        StatusCode::METHOD_NOT_ALLOWED => "This page works differently",
        StatusCode::REQUEST_TIMEOUT => "That took too long",
        StatusCode::CONFLICT => "Something changed in the meantime",
        StatusCode::GONE => "This page is gone",
        StatusCode::PAYLOAD_TOO_LARGE if matches!(error, AppError::FilesTooLarge) => {
            "These are too many bytes"
        }
        StatusCode::PAYLOAD_TOO_LARGE => "The form is too large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "This is not a form",
        StatusCode::TOO_MANY_REQUESTS => "Please wait a moment",
        StatusCode::SERVICE_UNAVAILABLE => "Please try again in a few seconds",
        _ => "Something went wrong",
    }
}
