//! While the site can only be read, a form comes back with what was typed, to be sent later.

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::Data;

use super::form_again::{self, Reason};
use crate::bulletin::Board;
use crate::error::AppError;

/// What becomes of the forms of an address while the site can only be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenReadOnly {
    /// They come back with what was typed.
    Hold,
    /// They are taken: signing in and out, and what administrators do.
    GoOn,
}

const REASON: Reason<'static> = Reason { title: "This site can only be read for now", first: None };

/// The middleware for a row of the route table.
pub fn hold<S>(
    when: WhenReadOnly,
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |mut request: ServiceRequest, next: Next<BoxBody>| async move {
        let board = request.app_data::<Data<Board>>();
        let is_held = when == WhenReadOnly::Hold
            && request.method() == Method::POST
            && board.is_some_and(|it| it.is_read_only());
        if !is_held {
            return next.call(request).await;
        }
        let response = form_again::response(&mut request, AppError::ReadOnly, REASON).await;
        Ok(request.into_response(response))
    })
}
