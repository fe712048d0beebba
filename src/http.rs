//! The edge of the program: what every request passes, and what every response carries.

pub mod address_key;
pub mod client_address;
pub mod device;
mod edge;
mod error_pages;
pub mod event_passes;
pub mod form_again;
pub mod forms;
mod headers;
pub mod host;
pub mod limits;
mod methods;
pub mod notice;
mod origin;
pub mod read_only;
mod request_log;
pub mod upload;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::middleware::Next;

pub use edge::Edge;
pub use error_pages::not_found;

use crate::error::AppError;
use crate::logging::request_id::RequestId;

/// The one middleware of the program: `.wrap(from_fn(http::guard))`, outside all others.
///
/// It names the request, refuses methods and forms that are none of ours, logs one line, turns a panic into a page and
/// puts the security headers on whatever comes back. It is one piece, so that nobody can wire half of it.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let edge = Edge::of(request.request())?;
    let id = RequestId::random();
    let html = notice::of(request.request());
    let answered = id.clone().scope(request_log::logged(request, |it| pass(it, next))).await;
    match answered {
        Ok(response) => {
            let mut response = notice::fill_service(response, html.as_deref());
            headers::secure(response.headers_mut(), &edge, &id);
            Ok(response)
        }
        // The request is gone, so the server has to lay out the response; it takes ours with its headers.
        Err(error) => {
            let response = id.clone().scope(async { error.error_response() }).await;
            let mut response = notice::fill(response, html.as_deref());
            headers::secure(response.headers_mut(), &edge, &id);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

async fn pass(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let edge = Edge::of(request.request())?;
    let admitted = methods::check(&mut request)
        .and_then(|()| host::check(&request, &edge))
        .and_then(|()| origin::check(&request, &edge));
    match admitted {
        Ok(()) => Ok(error_pages::fill(next.call(request).await?.map_into_boxed_body())),
        Err(error) => Ok(refuse(request, error)),
    }
}

fn refuse(request: ServiceRequest, error: AppError) -> ServiceResponse {
    request.error_response(error)
}

#[cfg(test)]
mod tests;
