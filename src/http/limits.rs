//! How often one address may do a thing: one table, seen in the route table as `&[SignIn]`.
//!
//! This sheds floods cheaply, in the memory of each program. What must be right across programs, such as the mails to
//! one recipient, is counted in the database.

mod action;
pub(super) mod limiter;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpRequest};

pub use action::LimitedAction;

use super::address_key::AddressKey;
use super::client_address;
use super::edge::Edge;
use super::form_again::{self, Reason};
use crate::error::{AppError, AppResult};

const WAIT: Reason<'static> = Reason { title: "Please wait a moment", first: None };

/// The middleware for a row of the route table: each of its limits counts.
pub fn limit<S>(
    actions: &'static [LimitedAction],
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |mut request: ServiceRequest, next: Next<BoxBody>| async move {
        let mut counted = actions.iter().filter(|it| it.counts(request.method()));
        match counted.try_for_each(|it| admit(request.request(), *it)) {
            Ok(()) => next.call(request).await,
            Err(error) => {
                let response = form_again::response(&mut request, error, WAIT).await;
                Ok(request.into_response(response))
            }
        }
    })
}

/// The same check for a handler that knows only after parsing what is being done.
pub fn admit(request: &HttpRequest, action: LimitedAction) -> AppResult<()> {
    let edge = Edge::of(request)?;
    let address = AddressKey::of(client_address::of(request, &edge));
    edge.limiter.admit(action, address).map_err(|it| AppError::TooManyRequests {
        sentence: it.sentence,
        // Rounded up, so that whoever waits as long as asked gets in.
        retry_after: it.wait.as_secs() + 1,
    })
}

#[cfg(test)]
mod tests;
