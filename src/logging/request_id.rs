//! A name for one request, so that a visitor's error page and the log can be laid side by side.

use std::fmt;
use std::future::Future;

use tracing::Instrument;

/// 64 random bits in hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

tokio::task_local! {
    static CURRENT: RequestId;
}

impl RequestId {
    #[must_use]
    pub fn random() -> Self {
        Self(hex::encode(rand::random::<[u8; 8]>()))
    }

    /// The request that this task is answering, if it is answering one.
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Runs `work` as a part of this request: every event that it logs carries the id.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        // The span has the highest level, so that no filter takes the id away from an error.
        let span = tracing::error_span!("request", request_id = %self);
        CURRENT.scope(self, work.instrument(span)).await
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
