//! One line for each request, and an end to every panic.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::Error;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use futures_util::FutureExt;

use crate::error::AppError;
use crate::logging::security::{self, SecurityEvent};
use crate::logging::{measures, panics};

/// Answers the request and logs it.
///
/// The line has the pattern of the route and never the path itself or the query: those hold tokens of mailed links and
/// words that people search for. A panic ends here, so the thread and its connections live on.
pub async fn logged<F, Fut>(request: ServiceRequest, answer: F) -> Result<ServiceResponse, Error>
where
    F: FnOnce(ServiceRequest) -> Fut,
    Fut: Future<Output = Result<ServiceResponse, Error>>,
{
    let started = Instant::now();
    let method = request.method().clone();
    let pattern = request.resource_map().match_pattern(request.path());

    // The call itself may panic before there is a future, so it happens inside one.
    let work = async move { answer(request).await };
    let answered = match AssertUnwindSafe(work).catch_unwind().await {
        Ok(answered) => answered,
        Err(_) => {
            Err(AppError::Internal(anyhow::anyhow!("panicked at {}", panics::take_place())).into())
        }
    };

    let status = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let route = pattern.as_deref().unwrap_or("none");
    measures::answered(&method, route, status, started.elapsed());
    let event = match status.as_u16() {
        401 | 403 | 421 => Some(SecurityEvent::AccessDenied),
        429 => Some(SecurityEvent::LimitMet),
        _ => None,
    };
    if let Some(event) = event {
        security::note(event, None, route);
    }
    tracing::info!(
        %method,
        route,
        status = status.as_u16(),
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "Answered"
    );
    answered
}
