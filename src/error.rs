//! The one error type that handlers return, and the page that each variant becomes.

pub(crate) mod cause;
mod first_step;
mod words;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpResponse, ResponseError};
pub use first_step::FirstStep;
use lectern_templates::error::{self, ErrorPage};

use crate::domain::public_filter::BadParameter;
use crate::logging::request_id::RequestId;

pub type AppResult<T> = Result<T, AppError>;

/// A failure, sorted by what the visitor can do about it.
///
/// `Display` never carries a cause, so no page can leak one.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("{0}")]
    BadRequest(String),
    /// One step helps; afterwards the visitor goes on to `next`, a path of ours.
    #[error("{}", step.sentence())]
    First { step: FirstStep, next: String },
    #[error("You do not have access to this page.")]
    Forbidden,
    /// A form that came from a page of another address than ours.
    #[error(
        "This form was not sent from a page at {site}, so nothing was done. Open {site} and try again."
    )]
    ForeignForm { site: String },
    /// The site was asked for under a name that is not its own.
    #[error("This site is at {site}. Nothing was done; open {site} instead.")]
    Misdirected { site: String },
    #[error(
        "There is no page at this address. It may have been mistyped, or the page may have moved."
    )]
    NotFound,
    #[error("This page cannot be asked in this way.")]
    MethodNotAllowed { allowed: &'static str },
    #[error(
        "The form took too long to arrive. Nothing was sent. Go back, where your text still is, and try again."
    )]
    RequestTimeout,
    #[error("{0}")]
    Conflict(String),
    #[error("{0}")]
    Gone(String),
    #[error(
        "The form is larger than 2 MiB. Nothing was sent. Go back, where your text still is, and shorten it."
    )]
    TooLarge,
    #[error("These files are too large to be sent at once. Send fewer at a time.")]
    FilesTooLarge,
    #[error("This address takes ordinary web forms only.")]
    UnsupportedMediaType,
    /// `sentence` says what there was too much of; `retry_after` is in seconds.
    #[error("{sentence}")]
    TooManyRequests { sentence: &'static str, retry_after: u64 },
    #[error(
        "The service is busy or its database is away. Please try again in a few seconds. Nothing is sent twice."
    )]
    Unavailable(#[source] anyhow::Error),
    /// An administrator has stopped all forms for a while; the bulletin of the site says why.
    #[error("This site can only be read for now, so nothing was sent.")]
    ReadOnly,
    #[error("Something went wrong on our side. It has been noted. Please try again.")]
    Internal(#[source] anyhow::Error),
}

impl AppError {
    /// Seconds to wait, where waiting helps.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after, .. } => Some(*retry_after),
            // Spread, so that visitors who were turned away together do not come back together.
            Self::Unavailable(_) => Some(rand::random_range(2..=10)),
            Self::ReadOnly => Some(300),
            _ => None,
        }
    }

    /// The page of this failure. `first` is a page that may help: its address, and what the link to it says.
    #[must_use]
    pub fn page(&self, first: Option<(&str, &str)>) -> HttpResponse {
        self.log();
        let status = self.status_code();
        let mut response = HttpResponse::build(status);
        match self {
            Self::First { step, next } => {
                return response.insert_header((header::LOCATION, step.address(next))).finish();
            }
            // What was not read of the body would be taken for the next request.
            Self::RequestTimeout | Self::TooLarge | Self::FilesTooLarge => {
                response.force_close();
            }
            Self::MethodNotAllowed { allowed } => {
                response.insert_header((header::ALLOW, *allowed));
            }
            _ => {}
        }
        let retry_after = self.retry_after();
        if let Some(seconds) = retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        let message = self.to_string();
        let request_id = RequestId::current();
        let page = ErrorPage {
            status: status.as_u16(),
            title: words::title(self),
            message: &message,
            request_id: request_id.as_ref().map_or("", RequestId::as_str),
            retry_after,
            first,
        };
        response.content_type(ContentType::html()).body(error::page(&page).into_string())
    }

    /// Leaves one line where an operator has to know; for whoever makes a page of their own of a failure.
    pub fn log(&self) {
        match self {
            Self::Internal(it) => tracing::error!(cause = cause::describe(it), "Request failed"),
            Self::Unavailable(it) => {
                tracing::error!(cause = cause::describe(it), "Request turned away")
            }
            _ => {}
        }
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        words::status(self)
    }

    fn error_response(&self) -> HttpResponse {
        self.page(None)
    }
}

#[cfg(test)]
mod tests;

impl From<BadParameter> for AppError {
    fn from(BadParameter(name): BadParameter) -> Self {
        const N_SHOWN_CHARS: usize = 60;
        let shown: String =
            name.chars().filter(|it| !it.is_control()).take(N_SHOWN_CHARS).collect();
        Self::BadRequest(format!(
            "The part “{shown}” of this address cannot be read: there is no such filter, the filter has no \
             such value, or it was given twice. Take it away or correct it."
        ))
    }
}
