//! The one way in for forms.

mod body;
mod decode;

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::edge::Edge;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::{Fields, Occurs};
use crate::error::{AppError, AppResult};

/// More fields than any form of the site has, and few enough to look at each with each.
const MAX_FIELDS: usize = 500;

/// The fields of a form as they were typed, and what could not be read.
///
/// A value that is not UTF-8 comes with replacement characters, so that the form can be shown again with nothing else
/// lost; its name is kept in `malformed`. A handler asks [`Self::check_names`] first and shows the form again, with
/// status 400, when there are errors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StrictForm {
    pub fields: Fields,
    /// Names of fields that were not UTF-8, or not encoded as forms are.
    pub malformed: Vec<String>,
}

impl StrictForm {
    /// What no form of the site sends: broken encoding, unknown or repeated fields, NUL.
    #[must_use]
    pub fn check(&self, occurs: impl Fn(&str) -> Occurs) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for name in &self.malformed {
            errors.add(
                name,
                "This text was damaged on its way (it is not UTF-8). Mend it and send it again.",
            );
        }
        for (name, message) in self.fields.check(occurs).iter() {
            errors.add(name, message);
        }
        errors
    }

    /// [`Self::check`] for a form in which each field occurs once.
    #[must_use]
    pub fn check_names(&self, names: &[&str]) -> FieldErrors {
        self.check(|it| if names.contains(&it) { Occurs::Once } else { Occurs::Never })
    }
}

impl FromRequest for StrictForm {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admitted = check_headers(request).and_then(|()| Edge::of(request));
        let payload = payload.take();
        Box::pin(async move {
            let body = body::read(payload, admitted?.body_deadline).await?;
            // Counted first: two mebibytes of separators would decode into many times their size.
            if decode::count(&body) > MAX_FIELDS {
                return Err(AppError::BadRequest(format!(
                    "This form has more than {MAX_FIELDS} fields."
                )));
            }
            Ok(decode::form(&body))
        })
    }
}

fn check_headers(request: &HttpRequest) -> AppResult<()> {
    let is_form = request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded");
    let is_utf8 = request.encoding().is_ok_and(|it| it.name() == "UTF-8");
    if !is_form || !is_utf8 || is_compressed(request.headers()) {
        return Err(AppError::UnsupportedMediaType);
    }
    Ok(())
}

/// A few compressed bytes can hold gigabytes, and no browser compresses a form.
fn is_compressed(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).any(|it| it.as_bytes() != b"identity")
}

#[cfg(test)]
mod tests;
