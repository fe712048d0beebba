//! A form that could not be taken comes back with what was typed, ready to be sent again.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{ContentType, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Payload;
use actix_web::{HttpResponse, ResponseError};
use lectern_templates::error::{self, ErrorPage, LimitedFormPage};
use lectern_templates::form::HiddenField;

use crate::domain::fields::Fields;
use crate::error::AppError;
use crate::http::forms::StrictForm;
use crate::http::upload;
use crate::logging::request_id::RequestId;

/// Why a form comes back.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    pub title: &'a str,
    /// A page to visit first, such as that to sign in: its address, and what its link says.
    pub first: Option<(&'a str, &'a str)>,
}

/// A page for `error`; for a form that could be read, one that sends it again.
pub async fn response(
    request: &mut ServiceRequest,
    error: AppError,
    reason: Reason<'_>,
) -> HttpResponse {
    if request.method() != Method::POST {
        return error.page(reason.first);
    }
    if upload::is_multipart(request.request()) {
        // Files are chosen again more easily than sent twice.
        if let Ok(payload) = request.extract::<Payload>().await {
            upload::throw_away(request.request(), payload).await;
        }
        return error.page(reason.first);
    }
    match request.extract::<StrictForm>().await {
        Ok(form) => form_again(request, &error, reason, &form.fields),
        Err(_) => error.error_response(),
    }
}

fn form_again(
    request: &ServiceRequest,
    error: &AppError,
    reason: Reason<'_>,
    typed: &Fields,
) -> HttpResponse {
    error.log();
    let kept = typed.retain(|name| !is_secret(name));
    let mut message = error.to_string();
    if kept != *typed {
        message.push_str(" Passwords and codes are not kept: you will be asked for them again.");
    }
    let retry_after = error.retry_after();
    // Going elsewhere would leave the form behind: whoever is to sign in is told so here.
    let status = match error.status_code() {
        status if status.is_redirection() => StatusCode::UNAUTHORIZED,
        status => status,
    };
    let id = RequestId::current();
    let markup = error::limited_form(&LimitedFormPage {
        error: ErrorPage {
            status: status.as_u16(),
            title: reason.title,
            message: &message,
            request_id: id.as_ref().map_or("", RequestId::as_str),
            retry_after,
            first: reason.first,
        },
        action: &action(request),
        fields: kept.iter().map(|(name, value)| HiddenField { name, value }).collect(),
    });
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = retry_after {
        response.insert_header((RETRY_AFTER, seconds));
    }
    response.content_type(ContentType::html()).body(markup.into_string())
}

/// A page may lie open on a shared screen, and its text in a browser's store; a password has no business in either.
fn is_secret(field: &str) -> bool {
    field.contains("password") || field == "code"
}

/// The same path again. Two slashes at its start would make it the address of another site.
fn action(request: &ServiceRequest) -> String {
    let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
    format!("/{}", path.trim_start_matches(['/', '\\']))
}
