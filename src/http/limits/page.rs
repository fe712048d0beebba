//! The page for whoever met a limit. A form comes back with what was typed.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{ContentType, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, ResponseError};
use lectern_templates::error::{self, ErrorPage, LimitedFormPage};
use lectern_templates::form::HiddenField;

use crate::domain::fields::Fields;
use crate::error::AppError;
use crate::http::forms::StrictForm;
use crate::logging::request_id::RequestId;

/// A page for `error`; for a form that could be read, one that sends it again.
pub async fn response(request: &mut ServiceRequest, error: AppError) -> HttpResponse {
    if request.method() != Method::POST {
        return error.error_response();
    }
    match request.extract::<StrictForm>().await {
        Ok(form) => form_again(request, &error, &form.fields),
        Err(_) => error.error_response(),
    }
}

fn form_again(request: &ServiceRequest, error: &AppError, typed: &Fields) -> HttpResponse {
    let kept = typed.retain(|name| !is_secret(name));
    let mut message = error.to_string();
    if kept != *typed {
        message.push_str(" Passwords and codes are not kept: you will be asked for them again.");
    }
    let retry_after = error.retry_after();
    let id = RequestId::current();
    let markup = error::limited_form(&LimitedFormPage {
        error: ErrorPage {
            status: error.status_code().as_u16(),
            title: "Please wait a moment",
            message: &message,
            request_id: id.as_ref().map_or("", RequestId::as_str),
            retry_after,
        },
        action: &action(request),
        fields: kept.iter().map(|(name, value)| HiddenField { name, value }).collect(),
    });
    HttpResponse::build(StatusCode::TOO_MANY_REQUESTS)
        .content_type(ContentType::html())
        .insert_header((RETRY_AFTER, retry_after.unwrap_or(1)))
        .body(markup.into_string())
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
