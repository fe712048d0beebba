//! Mailed links as they come in: a token, which works or does not.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use lectern_templates::account::Caps;
use serde::Deserialize;

use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::settings::Mail;

/// The token of a mailed link.
#[derive(Deserialize)]
pub struct TokenQuery {
    #[serde(default)]
    pub token: String,
}

/// One sentence for every link that does not work, so that trying links tells nothing.
pub fn link_is_spent() -> AppError {
    AppError::Gone(
        "This link does not work any more. It may have been used already, or it has expired. Ask for a new one."
            .to_owned(),
    )
}

/// What pages say about how many mails are sent: the same for every address.
#[must_use]
pub fn caps(settings: &Mail) -> Caps {
    Caps { per_hour: settings.stranger_per_hour, per_day: settings.stranger_per_day }
}

/// The form of a page; none where a mail program posted by itself, with one click (RFC 8058). Such a click says
/// nothing that its link does not.
///
/// # Errors
/// What could not be read.
pub fn not_by_mail_program(
    request: &HttpRequest,
    form: Result<StrictForm, AppError>,
) -> AppResult<Option<StrictForm>> {
    match form {
        Ok(form) if form.fields.one("List-Unsubscribe").is_empty() => Ok(Some(form)),
        Err(error) if !is_multipart(request) => Err(error),
        // The other form that the standard allows.
        Ok(_) | Err(_) => Ok(None),
    }
}

fn is_multipart(request: &HttpRequest) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    content_type.is_some_and(|it| it.starts_with("multipart/form-data"))
}
