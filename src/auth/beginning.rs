//! The beginning of a session, in the transaction that proved who begins it.

use actix_web::HttpRequest;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::cookies::CookieKind;
use crate::app::AppState;
use crate::domain::secret_token::SecretToken;
use crate::models::account::AccountId;
use crate::models::draft::Draft;
use crate::models::session::{self, SessionLimits};

/// What a browser brings along.
#[derive(Debug)]
pub struct Browser {
    session: Option<SecretToken>,
    draft: Option<SecretToken>,
}

/// A session that has begun.
#[derive(Debug)]
pub struct Begun {
    pub token: SecretToken,
    /// Where its owner wanted to go.
    pub next: String,
}

impl Browser {
    #[must_use]
    pub fn of(request: &HttpRequest, state: &AppState) -> Self {
        Self {
            session: CookieKind::Session.read(request, &state.site),
            draft: CookieKind::Draft.read(request, &state.site),
        }
    }

    /// A new session under a new token; the one before ends, and the browser's drafts become the account's.
    pub async fn begin(
        &self,
        conn: &mut AsyncPgConnection,
        state: &AppState,
        account_id: AccountId,
        next: &str,
    ) -> QueryResult<Begun> {
        if let Some(earlier) = &self.session {
            session::end(conn, earlier).await?;
        }
        let limits = SessionLimits::from(&state.settings.sessions);
        let token = session::create(conn, account_id, limits).await?;
        if let Some(browser) = &self.draft {
            Draft::claim(conn, &browser.sha256(), account_id).await?;
        }
        Ok(Begun { token, next: next.to_owned() })
    }
}
