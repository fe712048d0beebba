//! Whether a request may go on, and the answer to one that may not.

use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpRequest};

use super::action::LimitedAction;
use super::row::By;
use super::table::rows_of;
use crate::error::{AppError, AppResult};
use crate::http::address_key::AddressKey;
use crate::http::client_address;
use crate::http::edge::Edge;
use crate::http::form_again::{self, Reason};
use crate::logging::measures;

/// What helps where many people share a network: where it is done, and what the link to it says.
const AT_AN_EVENT: (&str, &str) = (
    "/event",
    "At a library or a hearing? Ask for the event code, and enter it here (in a new tab)",
);

const OF_THE_EVENT: &str = "Very many people at your event use this site right now.";

pub const WAIT: Reason<'static> = Reason { title: "Please wait a moment", first: None };

/// The middleware for a row of the route table: each of its limits counts.
pub fn limit<S>(
    actions: &'static [LimitedAction],
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |mut request: ServiceRequest, next: Next<BoxBody>| async move {
        let mut counted = actions.iter().filter(|it| it.counts(request.method()));
        let met =
            |it: &LimitedAction| admit(request.request(), *it).err().map(|error| (*it, error));
        match counted.find_map(met) {
            None => next.call(request).await,
            Some((action, error)) => {
                let response = form_again::response(&mut request, error, wait_for(action)).await;
                Ok(request.into_response(response))
            }
        }
    })
}

/// Nobody is sent to enter an event code that would not help.
fn wait_for(action: LimitedAction) -> Reason<'static> {
    Reason { first: is_lifted(action).then_some(AT_AN_EVENT), ..WAIT }
}

/// Whether a browser that entered an event code counts by its event.
fn is_lifted(action: LimitedAction) -> bool {
    rows_of(action).any(|it| it.by == By::Address)
}

/// The same check for a handler that knows only after parsing what is being done.
pub fn admit(request: &HttpRequest, action: LimitedAction) -> AppResult<()> {
    let edge = Edge::of(request)?;
    if is_lifted(action)
        && let Some(passes) = &edge.event_passes
        && let Some(admitted) = passes.admit(request, &edge.public_url, action)
    {
        return admitted.map_err(|wait| too_many(OF_THE_EVENT, wait));
    }
    let network = network_of(request)?;
    edge.limiter.admit(action, network).map_err(|it| too_many(it.sentence, it.wait))
}

/// The network that a request came from, as limits count it.
///
/// # Errors
/// If the server was put together without its edge.
pub fn network_of(request: &HttpRequest) -> AppResult<AddressKey> {
    let edge = Edge::of(request)?;
    Ok(AddressKey::of(client_address::of(request, &edge)))
}

/// The failure of whoever met a limit.
#[must_use]
pub fn too_many(sentence: &'static str, wait: Duration) -> AppError {
    measures::limit_met();
    // Rounded up, so that whoever waits as long as asked gets in.
    AppError::TooManyRequests { sentence, retry_after: wait.as_secs() + 1 }
}
