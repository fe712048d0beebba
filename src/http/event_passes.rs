//! Browsers that entered an event code: they count by their event, and not by the network that they share.
//!
//! Which events are on is kept in memory and brought up to date in the background, so that no request waits for a
//! query. The cookie is sealed: nobody makes one up.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, Expiration, SameSite, time::OffsetDateTime};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::limits::action::LimitedAction;
use crate::sealing::{Purpose, Sealer};
use crate::settings::PublicUrl;

/// The events that are on, and the key of their cookies. Clones share both.
#[derive(Clone)]
pub struct EventPasses {
    sealer: Sealer,
    events: Arc<RwLock<BTreeMap<i64, Event>>>,
}

struct Event {
    per_minute: NonZeroU32,
    counts: Arc<DefaultKeyedRateLimiter<LimitedAction>>,
}

impl EventPasses {
    #[must_use]
    pub fn new(sealer: Sealer) -> Self {
        Self { sealer, events: Arc::default() }
    }

    /// Says which events are on, and how many requests of each kind all browsers of one may send in a minute. What
    /// was counted of an event that stays is kept.
    pub fn set(&self, live: &[(i64, NonZeroU32)]) {
        let mut events = self.events.write().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut *events);
        for (id, per_minute) in live {
            let kept = before.remove(id).filter(|it| it.per_minute == *per_minute);
            events.insert(*id, kept.unwrap_or_else(|| Event::new(*per_minute)));
        }
    }

    /// The cookie of a browser that entered the code of an event.
    ///
    /// # Errors
    /// None that happens: the content is a few bytes.
    pub fn cookie(
        &self,
        site: &PublicUrl,
        event_id: i64,
        valid_until: i64,
    ) -> anyhow::Result<Cookie<'static>> {
        let content = [event_id.to_be_bytes(), valid_until.to_be_bytes()].concat();
        let sealed = hex::encode(self.sealer.seal(Purpose::Event, &content)?);
        let expires = OffsetDateTime::from_unix_timestamp(valid_until)?;
        Ok(Cookie::build(name(site), sealed)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(site.cookies_are_secure())
            .expires(Expiration::DateTime(expires))
            .finish())
    }

    /// Counts a request by the event of its browser. `None` where it has none that is on; otherwise how long to wait,
    /// if the event has used up its minute.
    pub fn admit(
        &self,
        request: &HttpRequest,
        site: &PublicUrl,
        action: LimitedAction,
    ) -> Option<Result<(), Duration>> {
        let id = self.event_of(request, site)?;
        let events = self.events.read().unwrap_or_else(PoisonError::into_inner);
        let counts = Arc::clone(&events.get(&id)?.counts);
        drop(events);
        Some(
            counts
                .check_key(&action)
                .map_err(|it| it.wait_time_from(DefaultClock::default().now())),
        )
    }

    fn event_of(&self, request: &HttpRequest, site: &PublicUrl) -> Option<i64> {
        let cookie = request.cookie(name(site))?;
        let content = self.sealer.open(Purpose::Event, &hex::decode(cookie.value()).ok()?)?;
        let (id, valid_until) = content.split_first_chunk::<8>()?;
        let valid_until = i64::from_be_bytes(valid_until.try_into().ok()?);
        (OffsetDateTime::now_utc().unix_timestamp() < valid_until).then(|| i64::from_be_bytes(*id))
    }
}

impl Event {
    fn new(per_minute: NonZeroU32) -> Self {
        let counts = RateLimiter::keyed(Quota::per_minute(per_minute));
        Self { per_minute, counts: Arc::new(counts) }
    }
}

impl fmt::Debug for EventPasses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventPasses").finish_non_exhaustive()
    }
}

fn name(site: &PublicUrl) -> &'static str {
    if site.cookies_are_secure() { "__Host-event" } else { "event" }
}
