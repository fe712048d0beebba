//! What the edge has to know, made once from the settings and shared by all threads.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Data;
use ipnet::IpNet;

use super::event_passes::EventPasses;
use super::limits::limiter::Limiter;
use crate::error::AppResult;
use crate::settings::{ForwardedHeader, PublicUrl, Settings};

/// Registered as `app_data(Data<Edge>)`, made outside the closure that makes each thread's app: the counts of the
/// limits belong to the program and not to a thread.
#[derive(Debug)]
pub struct Edge {
    pub public_url: PublicUrl,
    pub trusted_proxies: Vec<IpNet>,
    pub forwarded_header: ForwardedHeader,
    /// How long a visitor has to send a whole form.
    pub body_deadline: Duration,
    pub limiter: Limiter,
    /// None where no event lifts any limit.
    pub event_passes: Option<EventPasses>,
}

impl Edge {
    /// The port must be known by now: the public address may follow from it.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            public_url: settings.server.public_url(),
            trusted_proxies: settings.server.trusted_proxies.clone(),
            forwarded_header: settings.server.forwarded_header,
            body_deadline: Duration::from_secs(settings.server.body_seconds),
            limiter: Limiter::new(&settings.limits),
            event_passes: None,
        }
    }

    /// The same edge, at which browsers of events count by their event.
    #[must_use]
    pub fn with_event_passes(self, event_passes: EventPasses) -> Self {
        Self { event_passes: Some(event_passes), ..self }
    }

    pub fn of(request: &HttpRequest) -> AppResult<Data<Self>> {
        let edge = request.app_data::<Data<Self>>();
        Ok(edge.cloned().ok_or_else(|| anyhow::anyhow!("Edge is not registered"))?)
    }
}
