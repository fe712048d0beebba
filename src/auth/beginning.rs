//! The beginning of a session, in the transaction that proved who begins it.

use actix_web::HttpRequest;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::cookies::CookieKind;
use crate::app::AppState;
use crate::domain::device::Device;
use crate::domain::secret_token::SecretToken;
use crate::error::FirstStep;
use crate::http::device;
use crate::logging::security::{self, SecurityEvent};
use crate::mail::notices::{News, Notice};
use crate::models::account::{Account, AccountId};
use crate::models::draft::Draft;
use crate::models::grant::Grant;
use crate::models::known_device::{self, Seen};
use crate::models::one_time_code::OneTimeCode;
use crate::models::session::{self, SessionLimits};

/// What a browser brings along.
#[derive(Debug, Clone)]
pub struct Browser {
    session: Option<SecretToken>,
    draft: Option<SecretToken>,
    device: Device,
}

/// A session that has begun.
#[derive(Debug)]
pub struct Begun {
    pub token: SecretToken,
    /// Where its owner wanted to go.
    pub next: String,
    /// What they have to do before: where one-time codes are set up, the session opens nothing without one.
    pub first: Option<FirstStep>,
}

impl Browser {
    #[must_use]
    pub fn of(request: &HttpRequest, state: &AppState) -> Self {
        Self {
            session: CookieKind::Session.read(request, &state.site),
            draft: CookieKind::Draft.read(request, &state.site),
            device: device::of(request).unwrap_or_default(),
        }
    }

    /// The same browser, once it has the cookie of the session that just began.
    #[must_use]
    pub fn with(&self, begun: &Begun) -> Self {
        Self { session: Some(begun.token.clone()), ..self.clone() }
    }

    /// The token of its session.
    #[must_use]
    pub fn session(&self) -> Option<&SecretToken> {
        self.session.as_ref()
    }

    /// A new session under a new token; the one before ends. Unless a code is still to be given, the person has
    /// arrived.
    pub async fn begin(
        &self,
        conn: &mut AsyncPgConnection,
        state: &AppState,
        account_id: AccountId,
        next: &str,
    ) -> QueryResult<Begun> {
        let limits = SessionLimits::from(&state.settings.sessions);
        // First, because it holds the account, as everybody does who takes an account and what is its own.
        let token = session::create(conn, account_id, limits, &self.device).await?;
        if let Some(earlier) = &self.session {
            session::end(conn, earlier).await?;
        }
        let first = if OneTimeCode::is_set_up(conn, account_id).await? {
            Some(FirstStep::GiveCode)
        } else {
            self.arrive(conn, state, account_id).await?;
            None
        };
        Ok(Begun { token, next: next.to_owned(), first })
    }

    /// Somebody is signed in, with everything that takes: the browser's drafts become theirs, and a member of staff is
    /// told of a device that they never used before.
    pub async fn arrive(
        &self,
        conn: &mut AsyncPgConnection,
        state: &AppState,
        account_id: AccountId,
    ) -> QueryResult<()> {
        security::note(SecurityEvent::SignedIn, Some(account_id.0), "");
        if let Some(browser) = &self.draft {
            Draft::claim(conn, &browser.sha256(), account_id).await?;
        }
        let seen = known_device::remember(conn, account_id, &self.device).await?;
        if seen == Seen::OtherDevicesOnly && !Grant::of(conn, account_id).await?.is_empty() {
            let account = Account::find(conn, account_id).await?;
            let news = News::NewDevice(&self.device);
            Notice { site: &state.site, account: &account, news }.mail().queue(conn).await?;
        }
        Ok(())
    }
}
