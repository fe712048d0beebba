//! Forms of people who are signed in: a session that ran out meanwhile, or proved too little, loses nothing that was
//! typed.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;

use super::extractors::{Proved, require_session};
use crate::error::{AppError, AppResult};
use crate::http::form_again::{self, Reason};

/// The middleware for addresses that take [`super::extractors::SignedIn`] or a role.
pub async fn for_signed_in(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let checked = match request.method() {
        &Method::POST => require_session(request.request()).await.map(drop),
        _ => Ok(()),
    };
    go_on(request, next, checked).await
}

/// The middleware for addresses that take [`Proved`] as well.
pub async fn for_proved(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let checked = match request.method() {
        &Method::POST => request.extract::<Proved>().await.map(drop),
        _ => Ok(()),
    };
    go_on(request, next, checked).await
}

/// On to the handler, which sees to everything that no step of the visitor would mend.
async fn go_on(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
    checked: AppResult<()>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Err(error @ AppError::First { step, .. }) = checked else {
        return next.call(request).await;
    };
    let reason = Reason { title: step.title(), first: Some((step.path(), step.link())) };
    let response = form_again::response(&mut request, error, reason).await;
    Ok(request.into_response(response))
}
